/** A clock that stands still until a test moves it; timers fire in order of their time. */
export function createFakeClock(startMs = Date.parse('2026-03-02T02:00:00Z')) {
  let nowMs = startMs;
  let steppedMs = 0;
  let timers: { at: number; run: () => void }[] = [];
  return {
    now: () => nowMs + steppedMs,
    elapsed: () => nowMs,
    /** Somebody sets the wall clock; no time passes by it. */
    step(ms: number): void {
      steppedMs += ms;
    },
    after(ms: number, run: () => void): () => void {
      const timer = { at: nowMs + ms, run };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
    /** Moves time on; everything due runs, with promises settled in between. */
    async advance(ms: number): Promise<void> {
      const until = nowMs + ms;
      for (;;) {
        const due = timers.filter((timer) => timer.at <= until).sort((a, b) => a.at - b.at)[0];
        if (!due) break;
        timers = timers.filter((timer) => timer !== due);
        nowMs = Math.max(nowMs, due.at);
        due.run();
        await new Promise((resolve) => setImmediate(resolve));
      }
      nowMs = until;
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}
