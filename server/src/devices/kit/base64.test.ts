import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeBase64, decodeBase64Bytes } from './base64.ts';

const picture = (length: number) => Buffer.from(Uint8Array.from({ length }, (_, index) => (index * 31 + (index >> 8)) % 256));
const ascii = (text: string) => Buffer.from(text, 'latin1');

test.each([0, 1, 2, 3, 100, 36_863, 36_864, 36_865, 73_728, 170_000, 170_001, 170_002])('%i bytes come back whole', (length) => {
  const bytes = picture(length);
  expect(decodeBase64Bytes(ascii(bytes.toString('base64')))).toEqual(length === 0 ? null : bytes);
});

test('line breaks, the URL-safe alphabet, no padding and a data URL are read from bytes as from text', () => {
  const bytes = picture(100_001);
  const text = bytes.toString('base64');
  const lines = (text.match(/.{1,76}/g) ?? []).join('\r\n');
  for (const each of [lines, bytes.toString('base64url'), text.replace(/=+$/, ''), `data:image/jpeg;base64,${text}`]) {
    expect(decodeBase64Bytes(ascii(each))).toEqual(bytes);
  }
});

test('what is no base64 is none, whatever its length', () => {
  const many = '<>'.repeat(40_000);
  expect(decodeBase64Bytes(ascii(many))).toBeNull();
  expect(decodeBase64Bytes(ascii('{"not":"base64"}'))).toBeNull();
});

test('damaged texts are judged from bytes exactly as from text', () => {
  const text = picture(80_000).toString('base64');
  const damage = fc.array(fc.record({ at: fc.nat(text.length), put: fc.constantFrom('', '=', '!', '\n', '冀', '-', '====') }), { maxLength: 4 });
  fc.assert(
    fc.property(damage, (changes) => {
      let damaged = text;
      for (const { at, put } of changes) damaged = damaged.slice(0, at) + put + damaged.slice(at + 1);
      const bytes = ascii(damaged);
      expect(decodeBase64Bytes(bytes)).toEqual(decodeBase64(bytes.toString('latin1')));
    }),
    { numRuns: 200 },
  );
});
