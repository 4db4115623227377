/** Readers for what devices call JSON: numbers as strings, members missing, anything nested anywhere. None of them throws. */

const controls = /\p{Cc}/gu;

/** The member at a path of own properties, or undefined. */
export function member(value: unknown, ...path: string[]): unknown {
  let at: unknown = value;
  for (const name of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, name)) return undefined;
    at = (at as Record<string, unknown>)[name];
  }
  return at;
}

/** A printable text of at most `limit` characters; numbers become text; empty is null. Control characters become U+FFFD (no database stores them all). */
export function textOf(value: unknown, limit = 256): string | null {
  const text = typeof value === 'string' ? value : typeof value === 'number' && Number.isFinite(value) ? String(value) : null;
  if (text === null) return null;
  const clean = text.trim().slice(0, limit).toWellFormed().replace(controls, '\ufffd');
  return clean === '' ? null : clean;
}

/** A finite number, also out of text such as `"96"`; otherwise null. */
export function numberOf(value: unknown): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value !== 'string' || value.length > 32) return null;
  return /^\s*[+-]?\d+(\.\d+)?\s*$/.test(value) ? Number(value) : null;
}

/** A safe integer, also out of text; otherwise null. */
export function integerOf(value: unknown): number | null {
  const number = numberOf(value);
  return number !== null && Number.isSafeInteger(number) ? number : null;
}

/** Yes or no out of true, 1, "1", "true", "yes" and their opposites; otherwise null. */
export function flagOf(value: unknown): boolean | null {
  if (typeof value === 'boolean') return value;
  const word = textOf(value, 8)?.toLowerCase();
  if (word === '1' || word === 'true' || word === 'yes') return true;
  if (word === '0' || word === 'false' || word === 'no') return false;
  return null;
}

/** Whether a flag is absent, or clearly off. What is there but unreadable does not say no. */
export function saysNo(value: unknown): boolean {
  return value === undefined || value === null || value === '' || flagOf(value) === false;
}

/** A confidence of 0–100, null when none is stated. One that is stated and lies outside its scale vouches for nothing: 0. */
export function percentOf(value: unknown): number | null {
  const number = numberOf(value);
  if (number === null) return null;
  return number >= 0 && number <= 100 ? number : 0;
}

/** An array as it is, everything else as an empty one. At most `limit` members. */
export function listOf(value: unknown, limit = 64): unknown[] {
  return Array.isArray(value) ? value.slice(0, limit) : [];
}

/** Puts the facts that are there into one record of small scalars. */
export function factsOf(facts: Record<string, string | number | boolean | null | undefined>): Record<string, string | number | boolean> {
  const kept: Record<string, string | number | boolean> = {};
  for (const [name, value] of Object.entries(facts)) if (value !== null && value !== undefined) kept[name] = value;
  return kept;
}
