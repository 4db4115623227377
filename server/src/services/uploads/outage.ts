import { utcInstant } from '../../domain/time.ts';
import type { Writer } from '../../storage/contract.ts';
import type { Circuit } from './circuit.ts';
import type { Clock, OutageLog, Regulator } from './parts.ts';

/** An interruption shorter than this is no gap. */
const gapAfterMs = 30_000;
const rejectionsToGap = 10;

interface OutageParts {
  regulator: Regulator;
  writer: Writer;
  clock: Clock;
  circuit: Circuit;
  ears: { outages: OutageLog; onError: (error: unknown) => void };
}

/** Tells the ledger of platforms that are away or refuse everything, and how their backlog was kept and drained. */
export function createOutage({ regulator, writer, clock, circuit, ears }: OutageParts) {
  const { outages, onError } = ears;
  const subject = `regulator:${regulator.id}`;
  let cancel: (() => void) | null = null;
  let noted = false;
  let rejections = 0;
  let backlog: { since: number; kept: number } | null = null;
  // Gaps of a run before this one end with the first answer.
  let firstAnswer = true;

  const note = () => {
    cancel = null;
    if (circuit.state === 'closed') return;
    noted = true;
    const since = circuit.failingSince ?? clock.now();
    const kind = circuit.cause === 'refused' ? 'platform-rejecting' : 'platform-unreachable';
    outages.open(kind, subject, { name: regulator.name, message: circuit.message, failingSince: utcInstant(since) });
  };

  const closeAll = (details: Record<string, string | number>) => {
    outages.close('platform-unreachable', subject, details);
    outages.close('platform-rejecting', subject, details);
  };

  return {
    /** The circuit is open, or failed once more. */
    failing(): void {
      if (circuit.state === 'closed') return;
      const lasted = clock.now() - (circuit.failingSince ?? clock.now());
      if (lasted >= gapAfterMs) note();
      else cancel ??= clock.after(gapAfterMs - lasted, note);
    },
    /** They answer again: what was put off gets its turn, the gap is closed with the number of records kept. */
    async recovered(): Promise<void> {
      cancel?.();
      cancel = null;
      firstAnswer = false;
      const now = clock.now();
      // Counting reads every waiting row, so that a short interruption is not counted.
      const count = noted;
      noted = false;
      const kept = await writer.run((tx) => {
        tx.query('upload.hasten', { regulatorId: regulator.id, at: now });
        return count ? tx.query('upload.backlog', { regulatorId: regulator.id }) : null;
      });
      closeAll(kept === null ? {} : { kept });
      if (kept) backlog = { since: now, kept };
    },
    receipt(state: 'accepted' | 'rejected', message: string): void {
      if (firstAnswer && circuit.state === 'closed') {
        firstAnswer = false;
        outages.close('platform-unreachable', subject, {});
      }
      if (state === 'accepted') {
        if (rejections >= rejectionsToGap || rejections === 0) outages.close('platform-rejecting', subject, {});
        rejections = 0;
        return;
      }
      rejections++;
      if (rejections === rejectionsToGap) outages.open('platform-rejecting', subject, { name: regulator.name, message });
    },
    /** Nothing is due any more: the backlog of the last outage is through. */
    drained(): void {
      if (!backlog) return;
      const done = backlog;
      backlog = null;
      const at = utcInstant(clock.now());
      writer
        .run((tx) =>
          tx.append({
            kind: 'act',
            subject,
            at,
            by: { type: 'system', name: 'uploads' },
            body: { action: 'upload.backlog-drained', target: subject, details: { kept: done.kept, recoveredAt: utcInstant(done.since), drainedAt: at } },
          }),
        )
        .catch(onError);
    },
    stop(): void {
      cancel?.();
    },
  };
}
export type Outage = ReturnType<typeof createOutage>;
