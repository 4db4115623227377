/** Failures before the lock, and how long failures count and the lock holds. */
const maxFailures = 5;
const windowMs = 15 * 60_000;
/** Names and sources are chosen by the caller, so memory is bounded; the oldest go first. */
const maxKept = 10_000;

export interface LockOut {
  /** Minutes until this account may be tried again from this source; 0 when it may now. */
  minutesLeft(name: string, source: string): number;
  /** Counts one failure; `first` of its window, `locked` by this one. */
  failed(name: string, source: string): { first: boolean; locked: boolean };
  succeeded(name: string, source: string): void;
  /** Ends the lock of an account from everywhere: its password was set anew. */
  release(name: string): void;
}

/** Counts failed log-ins per account and source, for names that exist and names that do not alike. Kept in memory. */
export function createLockOut(now: () => number): LockOut {
  const failures = new Map<string, { count: number; since: number; lockedUntil: number }>();
  const keyOf = (name: string, source: string) => `${name}\n${source}`;
  const current = (key: string) => {
    const entry = failures.get(key);
    if (!entry) return null;
    const until = entry.lockedUntil > 0 ? entry.lockedUntil : entry.since + windowMs;
    if (until > now()) return entry;
    failures.delete(key);
    return null;
  };
  return {
    minutesLeft(name, source) {
      const entry = current(keyOf(name, source));
      return entry && entry.lockedUntil > 0 ? Math.ceil((entry.lockedUntil - now()) / 60_000) : 0;
    },
    failed(name, source) {
      const key = keyOf(name, source);
      const entry = current(key) ?? { count: 0, since: now(), lockedUntil: 0 };
      entry.count += 1;
      const locked = entry.count === maxFailures;
      if (locked) entry.lockedUntil = now() + windowMs;
      failures.delete(key);
      failures.set(key, entry);
      if (failures.size > maxKept) failures.delete(failures.keys().next().value as string);
      return { first: entry.count === 1, locked };
    },
    succeeded(name, source) {
      failures.delete(keyOf(name, source));
    },
    release(name) {
      for (const key of failures.keys()) if (key.startsWith(`${name}\n`)) failures.delete(key);
    },
  };
}
