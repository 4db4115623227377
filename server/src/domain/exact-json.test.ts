import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseExactJson } from './exact-json.ts';

describe('JSON with long numbers', () => {
  test('a whole number beyond the doubles stays its digits, wherever it stands', () => {
    expect(parseExactJson('{"id":1234567890123456789,"list":[-9007199254740993,1]}')).toEqual({ id: '1234567890123456789', list: ['-9007199254740993', 1] });
  });

  test('every other number is a number', () => {
    expect(parseExactJson('[9007199254740991,0.1234567890123456,1e300,-0,"1234567890123456789"]')).toEqual([
      9007199254740991,
      0.1234567890123456,
      1e300,
      -0,
      '1234567890123456789',
    ]);
  });

  test('what JSON.stringify writes is read back as it was', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        const text = JSON.stringify(value);
        expect(parseExactJson(text)).toEqual(JSON.parse(text));
      }),
    );
  });
});
