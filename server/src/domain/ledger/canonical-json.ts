import { AppError } from '../errors.ts';

/** Deeper nesting has no use in an entry and would let a hostile body exhaust the stack. */
const maxDepth = 64;

/**
 * The RFC 8785 text of a JSON value: keys by UTF-16 code units, numbers as ECMAScript writes them, no blanks.
 * Throws `LEDGER_VALUE_UNENCODABLE` for what JSON cannot say exactly: undefined, NaN, ±Infinity, lone surrogates, bigint, functions, cycles,
 * and objects that are not plain (a Date would silently become something else).
 */
export function canonicalJson(value: unknown): string {
  try {
    return write(value, 0);
  } catch (error) {
    // The path is looked up only now: building it along the way would cost a third of the speed.
    if (error instanceof Refusal) throw new AppError('LEDGER_VALUE_UNENCODABLE', { path: pathTo(value, error.value), problem: error.message });
    throw error;
  }
}

/** Carries the refused value out of the recursion. */
class Refusal extends Error {
  readonly value: unknown;
  constructor(problem: string, value: unknown) {
    super(problem);
    this.value = value;
  }
}

function write(value: unknown, depth: number): string {
  switch (typeof value) {
    case 'string':
      return writeString(value);
    case 'number':
      if (!Number.isFinite(value)) throw new Refusal('number', value);
      return String(value);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'object':
      if (value === null) return 'null';
      if (depth >= maxDepth) throw new Refusal('depth', value);
      return Array.isArray(value) ? writeArray(value, depth) : writeObject(value, depth);
    default:
      throw new Refusal(typeof value, value);
  }
}

/** Text that JSON writes as it is: no controls, quotes, backslashes or halves of surrogate pairs. */
const plain = /^[^\u0000-\u001f"\\\ud800-\udfff]*$/;

function writeString(text: string): string {
  if (plain.test(text)) return `"${text}"`;
  // JSON.stringify escapes exactly as RFC 8785 §3.2.2.2 asks, save for lone surrogates.
  if (!text.isWellFormed()) throw new Refusal('surrogate', text);
  return JSON.stringify(text);
}

function writeArray(items: unknown[], depth: number): string {
  let text = '[';
  for (let index = 0; index < items.length; index++) {
    if (index > 0) text += ',';
    text += write(items[index], depth + 1);
  }
  return `${text}]`;
}

function writeObject(object: object, depth: number): string {
  const prototype: unknown = Object.getPrototypeOf(object);
  if (prototype !== Object.prototype && prototype !== null) throw new Refusal('object', object);
  // The default order of sort() is the order of UTF-16 code units.
  const keys = Object.keys(object).sort();
  let text = '{';
  let comma = '';
  for (const key of keys) {
    text += `${comma}${writeString(key)}:${write((object as Record<string, unknown>)[key], depth + 1)}`;
    comma = ',';
  }
  return `${text}}`;
}

/** Where `wanted` first stands inside `value`, as `a.b.0`; empty for the value itself and for a refused key. */
function pathTo(value: unknown, wanted: unknown): string {
  const seen = new Set<object>();
  const search = (node: unknown, path: string[]): string[] | null => {
    if (Object.is(node, wanted)) return path;
    if (typeof node !== 'object' || node === null || path.length > maxDepth || seen.has(node)) return null;
    seen.add(node);
    for (const key of Object.keys(node)) {
      const found = search((node as Record<string, unknown>)[key], [...path, key]);
      if (found) return found;
    }
    return null;
  };
  return (search(value, []) ?? []).join('.').toWellFormed().slice(0, 200);
}
