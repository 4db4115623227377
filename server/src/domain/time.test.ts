import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addMonths, beijingDate, beijingDay, beijingText, formatInstant, parseInstant, utcInstant } from './time.ts';

const at = Date.UTC(2026, 0, 5, 0, 1, 12);

describe('parseInstant', () => {
  test.each([
    ['2026-01-05T00:01:12Z', at],
    ['2026-01-05T08:01:12+08:00', at],
    ['2026-01-05 08:01:12+0800', at],
    ['2026-01-05T08:01:12+08', at],
    ['2026-01-04T19:01:12-05:00', at],
    ['2026-01-05T08:01:12.5+08:00', at + 500],
    ['2026-01-05T08:01:12.123456789+08:00', at + 123],
    ['2026-01-05T08:01+08:00', at - 12_000],
    ['0001-01-01T00:00:00Z', -62_135_596_800_000],
  ])('%s is an instant', (text, ms) => {
    expect(parseInstant(text)).toBe(ms);
  });

  test.each([
    '2026-02-30T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-01-05T24:00:00Z',
    '2026-01-05T08:01:60Z',
    '2026-01-05',
    '2026-01-05T08:01:12',
    '2026-01-05T08:01:12+24:00',
    '',
    'now',
  ])('%s is none', (text) => {
    expect(parseInstant(text)).toBeNull();
  });

  test('a text without an offset is read in the assumed one, and its own offset wins', () => {
    expect(parseInstant('2026-01-05 08:01:12', '+08:00')).toBe(at);
    expect(parseInstant('2026-01-05T00:01:12Z', '+08:00')).toBe(at);
  });
});

test('an instant is written in Beijing time, with milliseconds only when there are any', () => {
  expect(formatInstant(at)).toBe('2026-01-05T08:01:12+08:00');
  expect(formatInstant(at + 40)).toBe('2026-01-05T08:01:12.040+08:00');
  expect(formatInstant('2026-01-05T00:01:12.000Z', '-03:30')).toBe('2026-01-04T20:31:12-03:30');
  expect(formatInstant(at, 'Z')).toBe('2026-01-05T00:01:12Z');
  expect(utcInstant('2026-01-05T08:01:12+08:00')).toBe('2026-01-05T00:01:12.000Z');
  expect(beijingText(at)).toBe('2026-01-05 08:01:12');
});

test('the Beijing date turns at 16:00 UTC', () => {
  expect(beijingDate('2026-11-24T15:59:59.999Z')).toBe('2026-11-24');
  expect(beijingDate('2026-11-24T16:00:00Z')).toBe('2026-11-25');
  expect(beijingDay('2026-11-24')).toEqual({ from: Date.UTC(2026, 10, 23, 16), until: Date.UTC(2026, 10, 24, 16) });
  expect(beijingDay('2026-02-30')).toBeNull();
});

test('months are added to a date with the day clamped', () => {
  expect(addMonths('2026-08-31', 6)).toBe('2027-02-28');
  expect(addMonths('2015-01-01', 6)).toBe('2015-07-01');
  expect(addMonths('2026-03-31', -1)).toBe('2026-02-28');
  expect(addMonths('x', 1)).toBeNull();
});

test('a text that is no instant is refused where an instant is needed', () => {
  expect(() => beijingDate('yesterday')).toThrow(RangeError);
  expect(() => formatInstant(Number.NaN)).toThrow(RangeError);
});

test('what is written is read back, in every offset', () => {
  const ms = fc.integer({ min: Date.UTC(1, 0, 2) + 62_000_000_000_000, max: Date.UTC(9990, 0, 1) });
  fc.assert(
    fc.property(ms, fc.integer({ min: -14 * 60, max: 14 * 60 }), (instant, minutes) => {
      const pad = (n: number) => String(n).padStart(2, '0');
      const offset = `${minutes < 0 ? '-' : '+'}${pad(Math.floor(Math.abs(minutes) / 60))}:${pad(Math.abs(minutes) % 60)}`;
      expect(parseInstant(formatInstant(instant, offset))).toBe(instant);
    }),
  );
});
