const [quote, backslash, comma, colon, minus, zero, nine] = [0x22, 0x5c, 0x2c, 0x3a, 0x2d, 0x30, 0x39];
const [openBrace, closeBrace, openBracket, closeBracket] = [0x7b, 0x7d, 0x5b, 0x5d];
const [literalTrue, literalFalse, literalNull] = ['true', 'false', 'null'].map((word) => Buffer.from(word)) as [Buffer, Buffer, Buffer];

/** Deeper than any entry of ours; a hostile one must not use up the stack. */
const deepest = 32;
/** Every integer of so many digits is exact and is written by its digits alone. */
const mostDigits = 15;
const none = -1;

/**
 * True only for valid UTF-8 that certainly is RFC 8785 canonical JSON of one object, seen in one pass without building it: ASCII keys in order,
 * strings that need no escape, integers. False says nothing; rarer writings have to be parsed and written again. Whether the bytes are UTF-8 the caller has seen before.
 */
export function isPlainCanonical(bytes: Uint8Array): boolean {
  return bytes[0] === openBrace && objectEnd(bytes, 0, 1) === bytes.length;
}

/** Each of these takes the place of a first byte and gives the place after the last; `none` when the writing is not plain. */
function valueEnd(bytes: Uint8Array, at: number, depth: number): number {
  const first = bytes[at] as number;
  if (first === quote) return stringEnd(bytes, at);
  if (first === minus || (first >= zero && first <= nine)) return integerEnd(bytes, at);
  if (first === openBrace) return objectEnd(bytes, at, depth + 1);
  if (first === openBracket) return arrayEnd(bytes, at, depth + 1);
  if (first === literalTrue[0]) return literalEnd(bytes, at, literalTrue);
  if (first === literalFalse[0]) return literalEnd(bytes, at, literalFalse);
  return literalEnd(bytes, at, literalNull);
}

function objectEnd(bytes: Uint8Array, start: number, depth: number): number {
  if (depth > deepest) return none;
  if (bytes[start + 1] === closeBrace) return start + 2;
  let [formerKey, formerEnd] = [none, none];
  for (let at = start + 1; ; at++) {
    if (bytes[at] !== quote) return none;
    const keyEnd = stringEnd(bytes, at);
    if (keyEnd === none || bytes[keyEnd] !== colon || !isAfter(bytes, [formerKey, formerEnd, at + 1, keyEnd - 1])) return none;
    [formerKey, formerEnd] = [at + 1, keyEnd - 1];
    at = valueEnd(bytes, keyEnd + 1, depth);
    if (at === none) return none;
    if (bytes[at] === closeBrace) return at + 1;
    if (bytes[at] !== comma) return none;
  }
}

function arrayEnd(bytes: Uint8Array, start: number, depth: number): number {
  if (depth > deepest) return none;
  if (bytes[start + 1] === closeBracket) return start + 2;
  for (let at = start + 1; ; at++) {
    at = valueEnd(bytes, at, depth);
    if (at === none) return none;
    if (bytes[at] === closeBracket) return at + 1;
    if (bytes[at] !== comma) return none;
  }
}

function stringEnd(bytes: Uint8Array, start: number): number {
  for (let at = start + 1; at < bytes.length; at++) {
    const byte = bytes[at] as number;
    if (byte === quote) return at + 1;
    if (byte === backslash || byte < 0x20) return none;
  }
  return none;
}

function integerEnd(bytes: Uint8Array, start: number): number {
  const first = bytes[start] === minus ? start + 1 : start;
  let at = first;
  while (at < bytes.length && (bytes[at] as number) >= zero && (bytes[at] as number) <= nine) at++;
  const digits = at - first;
  if (digits === 0 || digits > mostDigits) return none;
  // Neither leading zeros nor a negative zero are canonical; a fraction or an exponent ends in a byte that no caller expects.
  if (bytes[first] === zero && (digits > 1 || first > start)) return none;
  return at;
}

function literalEnd(bytes: Uint8Array, start: number, word: Uint8Array): number {
  for (let index = 0; index < word.length; index++) if (bytes[start + index] !== word[index]) return none;
  return start + word.length;
}

/** Whether the second key comes after the first, both given by their places; keys beyond ASCII are left to the exact way. */
function isAfter(bytes: Uint8Array, [from, end, nextFrom, nextEnd]: [number, number, number, number]): boolean {
  for (let at = nextFrom; at < nextEnd; at++) if ((bytes[at] as number) >= 0x80) return false;
  if (from === none) return true;
  const length = end - from;
  const nextLength = nextEnd - nextFrom;
  for (let index = 0; index < length && index < nextLength; index++) {
    const difference = (bytes[nextFrom + index] as number) - (bytes[from + index] as number);
    if (difference !== 0) return difference > 0;
  }
  return nextLength > length;
}
