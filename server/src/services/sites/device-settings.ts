import { z } from 'zod';
import { AppError } from '../../domain/errors.ts';

/** What stands in place of a secret on its way out; sent back, it means: keep what is stored. */
export const maskedSecret = '••••';

type Settings = Record<string, unknown>;

/** The settings form of an adapter as JSON Schema: Chinese titles, defaults, and `x-secret` on what is never shown. */
export function settingsJsonSchema(schema: z.ZodObject): Record<string, unknown> {
  return z.toJSONSchema(schema, {
    io: 'input',
    unrepresentable: 'any',
    override({ zodSchema, jsonSchema }) {
      delete jsonSchema.secret;
      delete jsonSchema.secretsGoHere;
      if (isSecret(zodSchema)) jsonSchema['x-secret'] = true;
    },
  });
}

/** Settings for people: defaults filled in, secrets masked when there are any. */
export function maskSettings(schema: z.ZodObject, settings: Settings): Settings {
  return Object.fromEntries(
    Object.entries(settings).map(([key, value]) => {
      const field = fieldOf(schema, key);
      if (!field) return [key, value];
      if (isSecret(field)) return [key, value === '' || value === null || value === undefined ? value : maskedSecret];
      const inner = objectInside(field);
      return [key, inner && isRecord(value) ? maskSettings(inner, value) : value];
    }),
  );
}

/** Stored settings with a change laid over them: masked secrets keep their value, null takes a member out where the schema knows no null. */
export function mergeSettings(schema: z.ZodObject, stored: Settings, change: Settings): Settings {
  const merged: Settings = { ...stored };
  for (const [key, value] of Object.entries(change)) {
    const field = fieldOf(schema, key);
    const inner = field && objectInside(field);
    if (field && isSecret(field) && value === maskedSecret) continue;
    if (value === null && field && !z.safeParse(field, null).success) delete merged[key];
    else if (inner && isRecord(value)) merged[key] = keepMasked(inner, isRecord(stored[key]) ? stored[key] : {}, value);
    else merged[key] = value;
  }
  return merged;
}

/** Members of a nested object are replaced as a whole, but for secrets that came back masked. */
function keepMasked(schema: z.ZodObject, stored: Settings, sent: Settings): Settings {
  return Object.fromEntries(
    Object.entries(sent).map(([key, value]) => {
      const field = fieldOf(schema, key);
      return [key, field && isSecret(field) && value === maskedSecret ? stored[key] : value];
    }),
  );
}

/**
 * Whoever may change an address need not know the secrets that are sent to it: to another scheme, host or port only secrets given
 * again go along. Throws SITE_SECRETS_NEEDED naming the first one that the change leaves as it is stored.
 */
export function refuseSecretsElsewhere(schema: z.ZodObject, { stored, change, settings }: { stored: Settings; change: Settings; settings: Settings }): void {
  const moved = Object.entries(schema.shape).find(([key, field]) => {
    const target = isMarked(field, 'secretsGoHere') ? originOf(settings[key]) : null;
    return target !== null && target !== originOf(stored[key]);
  });
  if (!moved) return;
  const kept = keptSecrets(schema, stored, change);
  const [first] = kept;
  if (!first) return;
  const secrets = kept.map(({ title }) => `「${title}」`).join('');
  throw new AppError('SITE_SECRETS_NEEDED', { address: titleOf(moved[1], moved[0]), secrets, field: `settings.${first.path}` });
}

/** The stored secrets that a change does not name, or sends back masked. */
function keptSecrets(schema: z.ZodObject, stored: Settings, change: Settings): { path: string; title: string }[] {
  return Object.entries(schema.shape).flatMap(([key, field]) => {
    const [before, sent] = [stored[key], change[key]];
    if (isSecret(field)) {
      const there = before !== undefined && before !== null && before !== '';
      return there && (sent === undefined || sent === maskedSecret) ? [{ path: key, title: titleOf(field, key) }] : [];
    }
    const inner = objectInside(field);
    // Members of a nested object are replaced as a whole: one that is sent keeps its masked secrets alone.
    if (!inner || !isRecord(before) || (sent !== undefined && !isRecord(sent))) return [];
    const within = sent === undefined ? {} : { ...Object.fromEntries(Object.keys(before).map((name) => [name, null])), ...sent };
    return keptSecrets(inner, before, within).map(({ path, title }) => ({ path: `${key}.${path}`, title }));
  });
}

function originOf(value: unknown): string | null {
  return typeof value === 'string' && URL.canParse(value) ? new URL(value).origin : null;
}

function titleOf(field: z.core.$ZodType, key: string): string {
  const own = z.globalRegistry.get(field)?.title;
  if (own !== undefined) return own;
  const def = (field as z.core.$ZodTypes)._zod.def;
  return 'innerType' in def && def.innerType !== undefined ? titleOf(def.innerType, key) : key;
}

/** The names come from outside: `constructor` is a member of every object and a field of none. */
function fieldOf(schema: z.ZodObject, key: string): z.core.$ZodType | undefined {
  return Object.hasOwn(schema.shape, key) ? schema.shape[key] : undefined;
}

/** Whether a field is marked `secret: true`, also under optional or default. */
export function isSecret(schema: z.core.$ZodType): boolean {
  return isMarked(schema, 'secret');
}

function isMarked(schema: z.core.$ZodType, mark: 'secret' | 'secretsGoHere'): boolean {
  if (z.globalRegistry.get(schema)?.[mark] === true) return true;
  const def = (schema as z.core.$ZodTypes)._zod.def;
  return 'innerType' in def && def.innerType !== undefined && isMarked(def.innerType, mark);
}

function objectInside(schema: z.core.$ZodType): z.ZodObject | null {
  if (schema instanceof z.ZodObject) return schema;
  const def = (schema as z.core.$ZodTypes)._zod.def;
  return 'innerType' in def && def.innerType ? objectInside(def.innerType) : null;
}

function isRecord(value: unknown): value is Settings {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
