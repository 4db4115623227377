import { AppError } from '../errors.ts';

/** Deeper nesting has no use in an entry and would let a hostile body exhaust the stack. */
const maxDepth = 64;

/**
 * The RFC 8785 text of a JSON value: keys by UTF-16 code units, numbers as ECMAScript writes them, no blanks.
 * Throws `LEDGER_VALUE_UNENCODABLE` for what JSON cannot say exactly: undefined, NaN, ±Infinity, lone surrogates, bigint, functions, cycles,
 * and objects that are not plain (a Date would silently become something else).
 */
export function canonicalJson(value: unknown): string {
  return write(value, '', 0);
}

function write(value: unknown, path: string, depth: number): string {
  switch (typeof value) {
    case 'string':
      return writeString(value, path);
    case 'number':
      if (!Number.isFinite(value)) throw refuse(path, 'number');
      return String(value);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'object':
      if (value === null) return 'null';
      if (depth >= maxDepth) throw refuse(path, 'depth');
      return Array.isArray(value) ? writeArray(value, path, depth) : writeObject(value, path, depth);
    default:
      throw refuse(path, typeof value);
  }
}

function writeString(text: string, path: string): string {
  // JSON.stringify escapes exactly as RFC 8785 §3.2.2.2 asks, save for lone surrogates.
  if (!text.isWellFormed()) throw refuse(path, 'surrogate');
  return JSON.stringify(text);
}

function writeArray(items: unknown[], path: string, depth: number): string {
  let text = '[';
  for (let index = 0; index < items.length; index++) {
    if (index > 0) text += ',';
    text += write(items[index], path, depth + 1);
  }
  return `${text}]`;
}

function writeObject(object: object, path: string, depth: number): string {
  const prototype: unknown = Object.getPrototypeOf(object);
  if (prototype !== Object.prototype && prototype !== null) throw refuse(path, 'object');
  // The default order of sort() is the order of UTF-16 code units.
  const keys = Object.keys(object).sort();
  let text = '{';
  for (const key of keys) {
    if (text.length > 1) text += ',';
    const value: unknown = (object as Record<string, unknown>)[key];
    text += `${writeString(key, path)}:${write(value, path === '' ? key : `${path}.${key}`, depth + 1)}`;
  }
  return `${text}}`;
}

function refuse(path: string, problem: string): AppError {
  return new AppError('LEDGER_VALUE_UNENCODABLE', { path: path.toWellFormed().slice(0, 200), problem });
}
