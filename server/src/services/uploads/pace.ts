/**
 * How many may be under way. Doubles each round trip at first, then grows slowly; a refusal for haste takes a quarter away, at most
 * once a round trip, a time-out less, and rarer. Does not grow while answers are three times slower than usual, shrinks at eight times.
 */
export function createWindow(max: number) {
  let size = Math.min(4, max);
  let threshold = max;
  let lastCut = Number.NEGATIVE_INFINITY;
  let base = Number.POSITIVE_INFINITY;
  let smooth = 0;
  const cut = (now: number, to: number, gapMs: number) => {
    if (now - lastCut < gapMs) return;
    lastCut = now;
    size = Math.max(1, size * to);
    threshold = size;
  };
  return {
    get size(): number {
      return Math.max(1, Math.floor(size));
    },
    /** How often a place becomes free when all are taken. */
    get placeEveryMs(): number {
      return smooth / Math.max(1, size);
    },
    answered(latencyMs: number, now: number): void {
      const latency = Math.max(latencyMs, 1);
      base = Math.min(latency, Number.isFinite(base) ? base + Math.max(0, latency - base) * 0.001 : latency);
      smooth = smooth === 0 ? latency : smooth + (latency - smooth) * 0.1;
      const usual = Math.max(base, 20);
      if (smooth > usual * 8) cut(now, 0.75, 1000);
      else if (smooth <= usual * 3) size = Math.min(max, size + (size < threshold ? 1 : 0.3 / size));
    },
    throttled: (now: number) => cut(now, 0.75, Math.max(50, smooth * 1.5)),
    timedOut: (now: number) => cut(now, 0.85, 1000),
    /** After an outage: carefully again. */
    restart(): void {
      size = Math.min(4, max);
      threshold = max;
      base = Number.POSITIVE_INFINITY;
      smooth = 0;
    },
  };
}
export type Window = ReturnType<typeof createWindow>;

/** At most `ratePerSecond` a second with bursts of a tenth of it; null: no limit. */
export function createBucket(ratePerSecond: number | null) {
  const burst = ratePerSecond === null ? 0 : Math.max(1, ratePerSecond / 10);
  let level = burst;
  let filledAt = Number.NaN;
  return {
    /** 0 when one was taken, otherwise ms until there is one. */
    take(now: number): number {
      if (ratePerSecond === null) return 0;
      // A clock that jumped back fills nothing.
      if (now > filledAt) level = Math.min(burst, level + ((now - filledAt) * ratePerSecond) / 1000);
      filledAt = now;
      if (level >= 1) {
        level -= 1;
        return 0;
      }
      return Math.max(1, Math.ceil(((1 - level) * 1000) / ratePerSecond));
    },
  };
}

/** Ms until a record's next try: doubling from 1 s to 5 min, spread over the upper half so that records do not march in step. */
export function backOffMs(attempts: number, random: () => number): number {
  const full = Math.min(300_000, 1000 * 2 ** Math.min(attempts - 1, 20));
  return Math.round(full * (0.5 + random() / 2));
}
