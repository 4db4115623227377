import type { z } from 'zod';

/** A reader of an adapter's settings: the parsed value with defaults, or null when they do not fit. Parsed once per object. */
export function settingsReader<S extends z.ZodObject>(schema: S): (settings: unknown) => z.output<S> | null {
  const known = new WeakMap<object, z.output<S> | null>();
  return (settings) => {
    const given = settings ?? {};
    if (typeof given !== 'object') return null;
    const before = known.get(given);
    if (before !== undefined) return before;
    const result = schema.safeParse(given);
    const value = result.success ? result.data : null;
    known.set(given, value);
    return value;
  };
}
