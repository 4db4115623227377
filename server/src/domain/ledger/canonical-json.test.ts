import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson } from './canonical-json.ts';

function doubleOf(hex: string): number {
  return Buffer.from(hex, 'hex').readDoubleBE(0);
}

describe('RFC 8785', () => {
  test('RFC 8785 §3.2.2 the sample is serialised as printed', () => {
    const sample = JSON.parse(
      '{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],"string":"\\u20ac$\\u000F\\u000aA\'\\u0042\\u0022\\u005c\\\\\\"\\/","literals":[null,true,false]}',
    );
    expect(canonicalJson(sample)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
  });

  test('RFC 8785 §3.2.3 keys are sorted by UTF-16 code units', () => {
    const sample = {
      '\u20ac': 'Euro Sign',
      '\r': 'Carriage Return',
      '\ufb33': 'Hebrew Letter Dalet With Dagesh',
      '1': 'One',
      '\ud83d\ude00': 'Emoji: Grinning Face',
      '\u0080': 'Control',
      '\u00f6': 'Latin Small Letter O With Diaeresis',
    };
    expect(Object.values(JSON.parse(canonicalJson(sample)))).toHaveLength(7);
    expect([...canonicalJson(sample).matchAll(/:"(.*?)"/g)].map((hit) => hit[1])).toEqual([
      'Carriage Return',
      'One',
      'Control',
      'Latin Small Letter O With Diaeresis',
      'Euro Sign',
      'Emoji: Grinning Face',
      'Hebrew Letter Dalet With Dagesh',
    ]);
  });

  test.each([
    ['0000000000000000', '0'],
    ['8000000000000000', '0'],
    ['0000000000000001', '5e-324'],
    ['8000000000000001', '-5e-324'],
    ['7fefffffffffffff', '1.7976931348623157e+308'],
    ['ffefffffffffffff', '-1.7976931348623157e+308'],
    ['4340000000000000', '9007199254740992'],
    ['c340000000000000', '-9007199254740992'],
    ['4430000000000000', '295147905179352830000'],
    ['44b52d02c7e14af5', '9.999999999999997e+22'],
    ['44b52d02c7e14af6', '1e+23'],
    ['44b52d02c7e14af7', '1.0000000000000001e+23'],
    ['444b1ae4d6e2ef4e', '999999999999999700000'],
    ['444b1ae4d6e2ef4f', '999999999999999900000'],
    ['444b1ae4d6e2ef50', '1e+21'],
    ['3eb0c6f7a0b5ed8c', '9.999999999999997e-7'],
    ['3eb0c6f7a0b5ed8d', '0.000001'],
    ['41b3de4355555553', '333333333.3333332'],
    ['41b3de4355555554', '333333333.33333325'],
    ['41b3de4355555555', '333333333.3333333'],
    ['41b3de4355555556', '333333333.3333334'],
    ['41b3de4355555557', '333333333.33333343'],
    ['becbf647612f3696', '-0.0000033333333333333333'],
    ['43143ff3c1cb0959', '1424953923781206.2'],
  ])('RFC 8785 appendix B: the double %s is written %s', (hex, text) => {
    expect(canonicalJson(doubleOf(hex))).toBe(text);
  });

  test('only the controls, the quote and the backslash are escaped', () => {
    expect(canonicalJson('\b\t\n\f\r\u0000\u001f"\\/\u007f\u2028车😀')).toBe('"\\b\\t\\n\\f\\r\\u0000\\u001f\\"\\\\/\u007f\u2028车😀"');
  });
});

describe('what JSON cannot say exactly is refused', () => {
  test.each([
    ['undefined in an object', { a: { b: undefined } }, 'a.b', 'undefined'],
    ['a hole in an array', { a: [1, undefined] }, 'a.1', 'undefined'],
    ['NaN', { a: Number.NaN }, 'a', 'number'],
    ['infinity', { a: Number.POSITIVE_INFINITY }, 'a', 'number'],
    ['a bigint', { a: 1n }, 'a', 'bigint'],
    ['a function', { a: () => 1 }, 'a', 'function'],
    ['a date', { a: new Date(0) }, 'a', 'object'],
    ['a map', { a: new Map() }, 'a', 'object'],
    ['a lone surrogate', { a: 'x\ud800' }, 'a', 'surrogate'],
    ['a lone surrogate in a key', { '\udc00': 1 }, '', 'surrogate'],
  ])('%s', (_name, value, path, problem) => {
    expect(() => canonicalJson(value)).toThrow(expect.objectContaining({ code: 'LEDGER_VALUE_UNENCODABLE', params: { path, problem } }));
  });

  test('a circle is refused, not followed', () => {
    const circle: Record<string, unknown> = {};
    circle.self = circle;
    expect(() => canonicalJson(circle)).toThrow(expect.objectContaining({ code: 'LEDGER_VALUE_UNENCODABLE' }));
  });
});

describe('properties', () => {
  const json = fc.jsonValue({ depthSize: 'medium', stringUnit: 'binary' });

  test('the text means the value', () => {
    fc.assert(fc.property(json, (value) => void expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)))));
  });

  test('the text is a fixed point', () => {
    fc.assert(fc.property(json, (value) => void expect(canonicalJson(JSON.parse(canonicalJson(value)))).toBe(canonicalJson(value))));
  });

  test('the order of keys in the value does not matter', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.tuple(fc.string(), fc.integer()), { selector: ([key]) => key }), (pairs) => {
        expect(canonicalJson(Object.fromEntries(pairs))).toBe(canonicalJson(Object.fromEntries([...pairs].reverse())));
      }),
    );
  });
});
