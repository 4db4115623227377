/**
 * As `JSON.parse`, but a whole number that no double can hold stays the text it was: ids of 19 digits are common, and rounded they name
 * another record. Throws what `JSON.parse` throws.
 */
export function parseExactJson(text: string): unknown {
  return longNumber.test(text) ? JSON.parse(text, exact as (name: string, value: unknown) => unknown) : JSON.parse(text);
}

/** A number stands behind one of these; digits inside a text do not matter. */
const longNumber = /[:[,]\s*-?\d{16}/;

function exact(_name: string, value: unknown, { source }: { source?: string }): unknown {
  if (typeof value !== 'number' || Number.isSafeInteger(value) || source === undefined) return value;
  return /^-?\d+$/.test(source) && String(value) !== source ? source : value;
}
