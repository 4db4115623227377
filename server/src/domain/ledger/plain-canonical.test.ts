import { isUtf8 } from 'node:buffer';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalJson } from './canonical-json.ts';
import { isPlainCanonical } from './plain-canonical.ts';

const plain = (text: string) => isPlainCanonical(Buffer.from(text));
const key = fc.string({ unit: fc.constantFrom('a', 'b', 'Z', '_', '0', '9', '~'), maxLength: 4 });
const usual = fc.letrec<{ value: unknown; object: object }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', maxDepth: 5 },
    fc.constantFrom(null, true, false),
    fc.integer({ min: -999_999_999_999_999, max: 999_999_999_999_999 }).map((number) => number + 0),
    fc.string({ unit: fc.constantFrom('冀', 'A', '1', ' ', '😀', '国六') }),
    fc.array(tie('value'), { maxLength: 4 }),
    tie('object'),
  ),
  object: fc.dictionary(key, tie('value'), { maxKeys: 5 }),
})).object;

test('what entries are usually made of is recognised at once', () => {
  fc.assert(
    fc.property(usual, (value) => {
      expect(plain(canonicalJson(value))).toBe(true);
    }),
  );
});

test('whatever is recognised is the canonical writing, however the bytes were changed', () => {
  const change = fc.record({ at: fc.nat(), byte: fc.oneof(fc.constantFrom(...Buffer.from('{}[]",:-019.e\\ \ntfn')), fc.nat(255)), remove: fc.nat(2) });
  fc.assert(
    fc.property(usual, fc.array(change, { maxLength: 3 }), (value, changes) => {
      const bytes = [...Buffer.from(canonicalJson(value))];
      for (const { at, byte, remove } of changes) bytes.splice(at % (bytes.length + 1), remove, byte);
      const text = Buffer.from(bytes);
      if (isUtf8(text) && isPlainCanonical(text)) expect(Buffer.from(canonicalJson(JSON.parse(text.toString()))).equals(text)).toBe(true);
    }),
    { numRuns: 3_000 },
  );
});

test.each([
  ['a blank', '{ "a":1}'],
  ['keys out of order', '{"b":1,"a":1}'],
  ['the same key twice', '{"a":1,"a":1}'],
  ['a longer key before its beginning', '{"ab":1,"a":1}'],
  ['a leading zero', '{"a":01}'],
  ['a negative zero', '{"a":-0}'],
  ['a lone minus', '{"a":-}'],
  ['a comma too many', '{"a":1,}'],
  ['a comma too many in a list', '{"a":[1,]}'],
  ['an end too early', '{"a":"b'],
  ['something after the end', '{"a":1}x'],
  ['a list instead of an object', '[1]'],
  ['a word that is none', '{"a":nul}'],
  ['a control character', '{"a":"\n"}'],
  ['no value', '{"a":}'],
  ['nothing', ''],
])('%s is not recognised', (_, text) => {
  expect(plain(text)).toBe(false);
});

test('escapes, fractions and keys beyond ASCII are left to the exact way, and so is deep nesting', () => {
  for (const value of [{ a: '"' }, { a: 0.5 }, { a: 1e21 }, { 冀: 1 }]) expect(plain(canonicalJson(value))).toBe(false);
  expect(plain(`{"a":${'['.repeat(100_000)}`)).toBe(false);
});
