import { z } from 'zod';

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

/** The names come from outside: `constructor` is a member of every object and a field of none. */
function fieldOf(schema: z.ZodObject, key: string): z.core.$ZodType | undefined {
  return Object.hasOwn(schema.shape, key) ? schema.shape[key] : undefined;
}

/** Whether a field is marked `secret: true`, also under optional or default. */
export function isSecret(schema: z.core.$ZodType): boolean {
  if (z.globalRegistry.get(schema)?.secret === true) return true;
  const def = (schema as z.core.$ZodTypes)._zod.def;
  return 'innerType' in def && def.innerType !== undefined && isSecret(def.innerType);
}

function objectInside(schema: z.core.$ZodType): z.ZodObject | null {
  if (schema instanceof z.ZodObject) return schema;
  const def = (schema as z.core.$ZodTypes)._zod.def;
  return 'innerType' in def && def.innerType ? objectInside(def.innerType) : null;
}

function isRecord(value: unknown): value is Settings {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
