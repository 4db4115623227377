/** Why nothing is sent: they are not there, or they refuse us as a whole (wrong password). */
export type CircuitCause = 'unreachable' | 'refused';
export type CircuitState = 'closed' | 'open' | 'half-open';

/**
 * Stops sending when a platform fails record after record, and asks it again with one at a time: after half a second, then
 * doubling to 5 s, to 10 s when it has lasted ten minutes; to 60 s when they refuse our login, which must not lock the account.
 */
export function createCircuit(random: () => number) {
  let state: CircuitState = 'closed';
  let cause: CircuitCause = 'unreachable';
  let message = '';
  let failures = 0;
  let failingSince: number | null = null;
  let changedAt: number | null = null;
  let probes = 0;
  let probeAt = 0;

  const plan = (now: number) => {
    const lasted = now - (failingSince ?? now);
    const longest = cause === 'refused' ? 60_000 : lasted > 600_000 ? 10_000 : 5000;
    const shortest = cause === 'refused' ? 5000 : 500;
    probeAt = now + Math.round(Math.min(longest, shortest * 2 ** Math.min(probes, 10)) * (0.8 + random() * 0.2));
    probes++;
  };

  return {
    get state(): CircuitState {
      return state;
    },
    get cause(): CircuitCause {
      return cause;
    },
    get message(): string {
      return message;
    },
    get probeAt(): number {
      return probeAt;
    },
    /** When the row of failures began; null while all is well. */
    get failingSince(): number | null {
      return failingSince;
    },
    get changedAt(): number | null {
      return changedAt;
    },
    /** One failed exchange; opens after `limit` of them in a row. True when it opened now. */
    failed(now: number, limit: number, why: string, because: CircuitCause = 'unreachable'): boolean {
      failures++;
      failingSince ??= now;
      message = why;
      if (state === 'open' || (state === 'closed' && failures < limit)) return false;
      const opened = state === 'closed';
      if (opened) changedAt = now;
      if (opened || cause !== because) probes = 0;
      cause = because;
      state = 'open';
      plan(now);
      return opened;
    },
    /** They answered to the point. Returns since when they had not, when that ends an open circuit. */
    worked(now: number): { since: number; cause: CircuitCause } | null {
      const ended = state === 'closed' ? null : { since: failingSince ?? now, cause };
      if (ended) changedAt = now;
      state = 'closed';
      failures = 0;
      failingSince = null;
      probes = 0;
      message = '';
      return ended;
    },
    halfOpen(): void {
      if (state === 'open') state = 'half-open';
    },
    /** Somebody changed the settings or pressed the button: ask at once. */
    probeNow(now: number): void {
      probes = 0;
      probeAt = now;
    },
  };
}
export type Circuit = ReturnType<typeof createCircuit>;
