import type { WriteTx } from '../../storage/contract.ts';

const setting = 'barrier.followedLifts';

/**
 * Lifts without a passage whose opening is not yet settled, by the seq of their entry, oldest first. A passage's state stands in its row;
 * theirs stands nowhere but here, so that the start after a crash finds them without reading the ledger.
 */
export function followedLifts(tx: Pick<WriteTx, 'query'>): number[] {
  const kept = tx.query('setting.get', { name: setting });
  return Array.isArray(kept) ? kept.filter((seq): seq is number => Number.isSafeInteger(seq)) : [];
}

/** In the transaction of the lift's entry. */
export function followLift(tx: WriteTx, seq: number): void {
  tx.query('setting.put', { name: setting, value: [...followedLifts(tx), seq] });
}

/** In the transaction that writes their last states. */
export function forgetLifts(tx: WriteTx, seqs: ReadonlySet<number>): void {
  if (seqs.size > 0) tx.query('setting.put', { name: setting, value: followedLifts(tx).filter((seq) => !seqs.has(seq)) });
}
