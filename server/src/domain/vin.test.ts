import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkVin, normalizeVin, vinCheckDigit, vinModelYear } from './vin.ts';

const codes = (vin: string, registeredOn?: string) => checkVin(vin, registeredOn).map((finding) => `${finding.severity} ${finding.code}`);

describe('GB 16735', () => {
  test.each([
    ['11111111111111111', '1'],
    ['1M8GDM9AXKP042788', 'X'],
    ['5GZCZ43D13S812715', '1'],
  ])('the check digit of %s is %s', (vin, digit) => {
    expect(vinCheckDigit(vin)).toBe(digit);
  });

  test('the tenth character is the model year', () => {
    const year = (mark: string) => vinModelYear(`LFWSRXRJ0${mark}1E00001`);
    expect(['1', '9', 'A', 'H', 'J', 'N', 'P', 'R', 'S', 'T', 'V', 'Y', '0', 'U', 'Z'].map(year)).toEqual([
      2001,
      2009,
      2010,
      2017,
      2018,
      2022,
      2023,
      2024,
      2025,
      2026,
      2027,
      2030,
      null,
      null,
      null,
    ]);
    expect(vinModelYear('')).toBeNull();
  });

  test('a VIN is written in half-width capitals', () => {
    expect(normalizeVin(' ｌfwsrxrj-0 l1e00001\u200b')).toBe('LFWSRXRJ0L1E00001');
  });
});

describe('findings', () => {
  const made = (head: string, tail: string) => `${head}${vinCheckDigit(`${head}0${tail}`)}${tail}`;
  const good = made('LFWSRXRJ', 'L1E00001');

  test('a right VIN gives none', () => {
    expect(codes(good, '2020-06-01')).toEqual([]);
    expect(codes(good.toLowerCase())).toEqual([]);
    expect(codes('1M8GDM9AXKP042788')).toEqual([]);
  });

  test('a wrong length and a forbidden letter are errors', () => {
    expect(codes(good.slice(1))).toEqual(['error VIN_LENGTH']);
    expect(codes(good.replace('E', 'O'))).toEqual(['error VIN_CHARACTERS']);
    expect(codes('')).toEqual(['error VIN_LENGTH']);
  });

  test('a wrong check digit is an error on a domestic vehicle and a warning on an imported one', () => {
    expect(codes(good.replace('00001', '00002'))).toEqual(['error VIN_CHECK_DIGIT']);
    expect(codes('WDB9634031L000001')).toEqual(['warning VIN_CHECK_DIGIT_IMPORTED']);
  });

  test('a model year more than two years from the registration is warned of', () => {
    expect(codes(good, '2022-12-31')).toEqual([]);
    expect(codes(good, '2023-01-01')).toEqual(['warning VIN_MODEL_YEAR_APART']);
    expect(codes(good, '2017-12-31')).toEqual(['warning VIN_MODEL_YEAR_APART']);
  });

  test('a tenth place without a year is warned of on a domestic vehicle', () => {
    expect(codes(made('LFWSRXRJ', 'U1E00001'))).toEqual(['warning VIN_MODEL_YEAR_INVALID']);
  });

  test('every single wrong character but a few of equal value is found', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 16 }), fc.constantFrom(...'0123456789'), (at, digit) => {
        const wrong = good.slice(0, at) + digit + good.slice(at + 1);
        if (vinCheckDigit(wrong) === wrong.charAt(8) || at === 0) return;
        expect(codes(wrong)[0]).toBe('error VIN_CHECK_DIGIT');
      }),
    );
  });

  test('hostile text gives findings, never an exception', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void expect(checkVin(text, text).length).toBeGreaterThan(0)));
  });
});
