import type { z } from 'zod';

/** What the outside sees in place of a secret that is set. */
export const secretMask = '••••••';

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

/** The top-level members of a settings schema that are secrets (`.meta({ secret: true })`, also under optional or default). */
export function secretNames(schema: z.ZodObject): string[] {
  return Object.entries(schema.shape)
    .filter(([, part]) => isSecret(part as z.ZodType))
    .map(([name]) => name);
}

/** A copy of settings for the outside: every secret that is set shows as the mask, one that is not set stays as it is. */
export function maskSecrets(settings: Record<string, unknown>, adapter: { settings: z.ZodObject }): Record<string, unknown> {
  const masked = { ...settings };
  for (const name of secretNames(adapter.settings)) if (isSet(masked[name])) masked[name] = secretMask;
  return masked;
}

/** Settings that came back from a form: a secret that still shows the mask keeps its stored value. */
export function restoreSecrets(
  incoming: Record<string, unknown>,
  stored: Record<string, unknown>,
  adapter: { settings: z.ZodObject },
): Record<string, unknown> {
  const restored = { ...incoming };
  for (const name of secretNames(adapter.settings)) if (restored[name] === secretMask) restored[name] = stored[name];
  return restored;
}

function isSet(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '';
}

function isSecret(schema: z.ZodType): boolean {
  let part: z.ZodType | undefined = schema;
  while (part !== undefined) {
    if (part.meta()?.secret === true) return true;
    part = (part.def as { innerType?: z.ZodType }).innerType;
  }
  return false;
}
