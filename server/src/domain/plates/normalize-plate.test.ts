import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { normalizePlate, plateColorOf } from './normalize-plate.ts';

describe('one spelling', () => {
  test.each([
    ['冀A12345', '冀A12345'],
    [' 冀a·12345 ', '冀A12345'],
    ['冀Ａ１２３４５', '冀A12345'],
    ['冀A•123-45', '冀A12345'],
    ['冀A\u200b12\ufeff345\u0000', '冀A12345'],
    ['冀А1234В', '冀A1234B'],
    ['冀Α12345', '冀A12345'],
    ['粤Z1234港', '粤Z1234港'],
    ['京A1234警', '京A1234警'],
    ['"冀A12345"', '冀A12345'],
    ['wj冀12345', 'WJ冀12345'],
    ['厂内牌-001', '厂内牌001'],
  ])('%j is %s', (text, number) => {
    expect(normalizePlate(text)).toEqual({ number, reason: null, colorPrefix: null });
  });

  test('O and 0, I and 1 are never swapped', () => {
    expect([normalizePlate('冀AO1I20').number, normalizePlate('冀A01120').number]).toEqual(['冀AO1I20', '冀A01120']);
  });

  test('an unread character stays, so that no shorter number comes out', () => {
    expect(normalizePlate('冀A1?345').number).toBe('冀A1?345');
    expect(normalizePlate('冀A1*345').number).toBe('冀A1*345');
    expect(normalizePlate('冀A1\ud800345').number).toBe('冀A1\ufffd345');
  });
});

describe('the colour character that a camera writes in front', () => {
  test.each([
    ['蓝皖A7XG66', '皖A7XG66', 'blue'],
    ['黄冀A12345', '冀A12345', 'yellow'],
    ['白京A1234警', '京A1234警', 'white'],
    ['绿冀AD12345', '冀AD12345', 'green'],
    ['黄绿冀A12345D', '冀A12345D', 'yellow-green'],
    ['黑黑A12345', '黑A12345', 'black'],
    ['黄黑A12345', '黑A12345', 'yellow'],
    ['黑粤Z1234港', '粤Z1234港', 'black'],
    ['白WJ冀12345', 'WJ冀12345', 'white'],
    ['绿冀0112345', '冀0112345', 'green'],
    ['蓝冀临12345', '冀临12345', 'blue'],
    ['蓝皖?7XG66', '皖?7XG66', 'blue'],
    ['白KA12345', 'KA12345', 'white'],
    ['黑014001使', '014001使', 'black'],
    ['黑使014001', '使014001', 'black'],
    ['绿民航A1234', '民航A1234', 'green'],
  ])('%s is %s with the hint %s', (text, number, colorPrefix) => {
    expect(normalizePlate(text)).toEqual({ number, reason: null, colorPrefix });
  });

  test.each(['黑A12345', '蓝A12345', '黑黑黑A12345', '黑0112345', '黑黑', '黑临12345'])('%s keeps its first character', (text) => {
    expect(normalizePlate(text)).toEqual({ number: text, reason: null, colorPrefix: null });
  });
});

test('the colour is what the camera stated, and only where it stated none what it wrote in front', () => {
  const written = normalizePlate('黄冀B12345');
  expect(plateColorOf('unknown', written)).toBe('yellow');
  expect(plateColorOf('green', written)).toBe('green');
  expect(plateColorOf('unknown', normalizePlate('冀B12345'))).toBe('unknown');
  expect(plateColorOf('unknown', normalizePlate('无牌车'))).toBe('unknown');
});

describe('no number, and why', () => {
  test.each(['_无_', '无', '无牌', '无牌车', '无车牌', '无号牌', '无牌照', '未挂牌', '未悬挂号牌', '【无牌车】', 'noPlate', 'NO_PLATE', ' no plate '])(
    '%j is a vehicle without a plate',
    (text) => {
      expect(normalizePlate(text)).toEqual({ number: null, reason: 'no-plate', colorPrefix: null });
    },
  );

  test.each([
    'unknown',
    'Unknown',
    '"null"',
    'null',
    'undefined',
    '未识别',
    '车牌未识别',
    '无法识别',
    '识别失败',
    '车牌',
    '未检测到车牌',
    '遮挡号牌',
    '临时牌',
    'N/A',
    '???????',
    '未知',
    '冀'.repeat(33),
    'A'.repeat(100_000),
  ])('%.20j is unread', (text) => {
    expect(normalizePlate(text)).toEqual({ number: null, reason: 'unread', colorPrefix: null });
  });

  test.each([null, undefined, '', '   ', '\u200b', '-', '""'])('%j is empty', (text) => {
    expect(normalizePlate(text)).toEqual({ number: null, reason: 'empty', colorPrefix: null });
  });
});

describe('properties', () => {
  const plateLike = fc.string({ unit: fc.constantFrom(...'蓝黄白黑绿冀皖粤WJA0OаΑ１ａ·-? \u200b\u0301无牌未识别警') });

  test.each([
    ['any text', fc.string({ unit: 'binary' })],
    ['any grapheme', fc.string({ unit: 'grapheme' })],
    ['plate-like text', plateLike],
  ])('%s normalised twice is the same', (_name, texts) => {
    fc.assert(
      fc.property(texts, (text) => {
        const once = normalizePlate(text).number;
        if (once !== null) expect(normalizePlate(once)).toEqual({ number: once, reason: null, colorPrefix: null });
      }),
      { numRuns: 1000 },
    );
  });

  test('a number is never longer than 32 characters and never empty', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (text) => {
        const { number } = normalizePlate(text);
        if (number !== null) expect(number.length > 0 && number.length <= 32).toBe(true);
      }),
    );
  });
});
