import { AppError } from '../domain/errors.ts';
import type { AnyEntry } from '../domain/ledger/entry.ts';
import { decodeEntry } from '../domain/ledger/entry-codec.ts';
import { formatInstant } from '../domain/time.ts';
import type { LedgerReader } from '../storage/contract.ts';

/** A clock this far behind the ledger would give new entries earlier times than old ones, ms. */
const toleranceMs = 10 * 60_000;

/** By our own clock, when an entry was made, ms: a device's time in it may be anything. */
export function lastHeard(entry: AnyEntry): number {
  return Date.parse(entry.kind === 'passage' ? entry.body.receivedAt : entry.at);
}

/** Throws SITE_CLOCK_WRONG when the machine's clock stands before what the ledger already holds. */
export function checkClock(ledger: LedgerReader, nowMs: number): void {
  const bytes = ledger.size === 0 ? null : ledger.entryBytes(ledger.size - 1);
  if (bytes === null) return;
  const last = lastHeard(decodeEntry(bytes));
  if (last > nowMs + toleranceMs) throw new AppError('SITE_CLOCK_WRONG', { now: formatInstant(nowMs), last: formatInstant(last) });
}
