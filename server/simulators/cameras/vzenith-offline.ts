import type { VzenithRead } from './vzenith-message.ts';

export type OfflineOutcome = 'continue' | 'hold' | 'failed';

/** About as many as the firmware keeps; the oldest goes first. */
const capacity = 9000;

/**
 * The camera's store for reads that did not arrive. Replays one after another; the next goes only after the reply
 * named the one before. A live read interrupts: the record then under way counts as not acknowledged and is sent again.
 */
export function createOfflineStore({ send, retryMs }: { send(read: VzenithRead): Promise<OfflineOutcome>; retryMs: number }) {
  const records: VzenithRead[] = [];
  const stats = { stored: 0, dropped: 0, sent: 0, interrupted: 0, unacknowledged: 0 };
  let interrupts = 0;
  let liveUnderWay = 0;
  let running: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  const later = (ms: number): void => {
    if (stopped || records.length === 0) return;
    clearTimeout(timer);
    timer = setTimeout(() => void replay(), ms);
    timer.unref();
  };
  const run = async (): Promise<void> => {
    while (!stopped && liveUnderWay === 0) {
      const head = records[0];
      if (!head) return;
      const before = interrupts;
      stats.sent++;
      const outcome = await send(head);
      if (before !== interrupts) {
        stats.interrupted++;
        return;
      }
      if (outcome !== 'continue') {
        if (outcome === 'hold') stats.unacknowledged++;
        return later(retryMs);
      }
      records.shift();
    }
  };
  const replay = (): Promise<void> => {
    running ??= run().finally(() => {
      running = undefined;
    });
    return running;
  };

  return {
    records,
    stats,
    add(read: VzenithRead): void {
      if (records.length >= capacity) {
        records.shift();
        stats.dropped++;
      }
      records.push(read);
      stats.stored++;
      later(retryMs);
    },
    /** Replays now, as far as the server lets it; resolves when the sequence stops. */
    replay,
    /** Wraps a live push, which interrupts a running sequence. */
    async duringLive<T>(work: () => Promise<T>): Promise<T> {
      interrupts++;
      liveUnderWay++;
      try {
        return await work();
      } finally {
        liveUnderWay--;
        if (liveUnderWay === 0) later(retryMs);
      }
    },
    stop(): void {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
