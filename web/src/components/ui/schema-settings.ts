import type { JsonSchema } from '../../api/types.ts';

/** The schema without the branch for null, and a flag whether null was allowed. */
export function plain(schema: JsonSchema): JsonSchema {
  const branches = schema.anyOf ?? schema.oneOf;
  if (!branches) return schema;
  const solid = branches.filter((branch) => branch.type !== 'null');
  const consts = solid.filter((branch) => branch.const !== undefined);
  if (consts.length > 0 && consts.length === solid.length)
    return { ...schema, anyOf: undefined, oneOf: undefined, enum: consts.map((branch) => branch.const as string) };
  return { ...solid[0], ...schema, anyOf: undefined, oneOf: undefined };
}

export function typeOf(schema: JsonSchema): string {
  const type = Array.isArray(schema.type) ? schema.type.find((item) => item !== 'null') : schema.type;
  return type ?? (schema.properties || schema.additionalProperties ? 'object' : 'string');
}

export function toPairs(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value === null || typeof value !== 'object') return '';
  return Object.entries(value)
    .map(([name, item]) => `${name}=${String(item)}`)
    .join('\n');
}

export function fromPairs(text: unknown): unknown {
  return typeof text === 'string' ? text : toPairs(text);
}

/** What the form begins with: the stored settings over the defaults of the schema, so that a switch shows what is in force. */
export function settingsStart(schema: JsonSchema, stored: Record<string, unknown> = {}): Record<string, unknown> {
  const start: Record<string, unknown> = { ...stored };
  for (const [name, member] of Object.entries(schema.properties ?? {})) {
    const field = plain(member);
    if (typeOf(field) === 'object' && field.properties) start[name] = settingsStart(field, (stored[name] ?? field.default ?? {}) as Record<string, unknown>);
    else if (start[name] === undefined && field.default !== undefined) start[name] = field.default;
  }
  return start;
}

/** Form values as settings to send: empty fields are left out, pair lists become objects. */
export function settingsOf(schema: JsonSchema, values: Record<string, unknown> | undefined): Record<string, unknown> {
  const settings: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(schema.properties ?? {})) {
    const value = values?.[name];
    const field = plain(member);
    if (typeOf(field) === 'object') {
      const inner = field.properties ? settingsOf(field, value as Record<string, unknown> | undefined) : pairsOf(toPairs(value));
      if (Object.keys(inner).length > 0) settings[name] = inner;
    } else if (value !== undefined && value !== null && value !== '') settings[name] = value;
  }
  return settings;
}

function pairsOf(text: string): Record<string, string> {
  const pairs = text
    .split('\n')
    .map((line) => line.split('='))
    .filter(([name, ...rest]) => name?.trim() && rest.length > 0);
  return Object.fromEntries(pairs.map(([name, ...rest]) => [(name as string).trim(), rest.join('=').trim()]));
}
