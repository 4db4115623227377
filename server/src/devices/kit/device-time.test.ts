import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isoToUtc, isZone, unixToUtc, wallClockToUtc } from './device-time.ts';
import { isTimePattern, patternToUtc } from './time-pattern.ts';

describe('the time of a device', () => {
  it('with an offset is that instant, and without one Beijing time', () => {
    expect(isoToUtc('2024-03-01T08:00:05+08:00')).toBe('2024-03-01T00:00:05.000Z');
    expect(isoToUtc('2024-03-01T08:00:05.25Z')).toBe('2024-03-01T08:00:05.250Z');
    expect(isoToUtc('2024-03-01T08:00:05-0330')).toBe('2024-03-01T11:30:05.000Z');
    expect(isoToUtc('2024-03-01 08:00:05')).toBe('2024-03-01T00:00:05.000Z');
    expect(isoToUtc('2024-07-01 08:00:05', 'America/New_York')).toBe('2024-07-01T12:00:05.000Z');
  });

  it('may leave out its seconds, its separators or the minutes of its offset', () => {
    expect(isoToUtc('2024-03-01T08:00')).toBe('2024-03-01T00:00:00.000Z');
    expect(isoToUtc('2024-03-01T08:00Z')).toBe('2024-03-01T08:00:00.000Z');
    expect(isoToUtc('20240301T080005+0800')).toBe('2024-03-01T00:00:05.000Z');
    expect(isoToUtc('20240301T080005.5Z')).toBe('2024-03-01T08:00:05.500Z');
    expect(isoToUtc('2024-03-01T08:00:05+08')).toBe('2024-03-01T00:00:05.000Z');
  });

  it('is null when it is malformed or does not exist', () => {
    for (const text of [
      '2024-01-22T11:46:3100:00',
      '2024-02-30T00:00:00',
      '2024-01-01T24:00:00',
      '0000-00-00 00:00:00',
      '2024-01-01',
      '',
      'now',
      '2024-01-01T00:00:00+25:00',
    ])
      expect(isoToUtc(text), text).toBeNull();
  });

  it('is read by a pattern', () => {
    expect(patternToUtc('2024/03/01 08:00:05', 'yyyy/MM/dd HH:mm:ss')).toBe('2024-03-01T00:00:05.000Z');
    expect(patternToUtc('20240301080005123', 'yyyyMMddHHmmssSSS', 'Asia/Shanghai')).toBe('2024-03-01T00:00:05.123Z');
    expect(patternToUtc('2024/03/01 08:00', 'yyyy/MM/dd HH:mm:ss')).toBeNull();
    expect(patternToUtc('2024/03/01 08:00:05 pm', 'yyyy/MM/dd HH:mm:ss')).toBeNull();
    expect(patternToUtc('2024/13/01 08:00:05', 'yyyy/MM/dd HH:mm:ss')).toBeNull();
  });

  it('is read by a pattern in the other common spellings, with quoted letters and with its own offset', () => {
    expect(patternToUtc('2024-03-01 08:00:05', 'YYYY-MM-DD HH:mm:ss')).toBe('2024-03-01T00:00:05.000Z');
    expect(patternToUtc('2024-03-01T08:00:05', "yyyy-MM-dd'T'HH:mm:ss")).toBe('2024-03-01T00:00:05.000Z');
    expect(patternToUtc('2024/3/1 8:00:05', 'yyyy/M/d H:mm:ss')).toBe('2024-03-01T00:00:05.000Z');
    expect(patternToUtc('2024年03月01日 08时00分05秒', 'yyyy年MM月dd日 HH时mm分ss秒')).toBe('2024-03-01T00:00:05.000Z');
    expect(patternToUtc('2024-03-01T08:00:05Z', 'yyyy-MM-ddTHH:mm:ssZ')).toBe('2024-03-01T08:00:05.000Z');
    expect(patternToUtc('01.03.2024 08:00:05 +0900', 'dd.MM.yyyy HH:mm:ss XX')).toBe('2024-02-29T23:00:05.000Z');
  });

  it('is read by no pattern that leaves letters over or names no hour of a day', () => {
    expect(['yyyyMMddHHmmss', 'YYYY/M/D H:m', "yyyy-MM-dd'T'HH:mm:ssXXX"].map(isTimePattern)).toEqual([true, true, true]);
    expect(['nonsense', 'yyyy-MM-dd hh:mm:ss a', 'HH:mm:ss', 'yyyy-MM-dd', 'unix', 'yyyy-MM-dd HH:mm yyyy'].map(isTimePattern)).toEqual([
      false,
      false,
      false,
      false,
      false,
      false,
    ]);
  });

  it('in Unix seconds keeps its microseconds to the millisecond, and is null beyond all clocks', () => {
    expect(unixToUtc(1686299994, 687772)).toBe('2023-06-09T08:39:54.687Z');
    expect(unixToUtc(0)).toBe('1970-01-01T00:00:00.000Z');
    expect(unixToUtc(1e15)).toBeNull();
    expect(unixToUtc(-1)).toBeNull();
  });

  it('knows offsets and IANA names as zones', () => {
    expect(['+08:00', '-0330', 'Z', 'Asia/Shanghai', 'UTC'].map(isZone)).toEqual([true, true, true, true, true]);
    expect(['+99:00', 'Mars/Base', ''].map(isZone)).toEqual([false, false, false]);
  });

  it('of every instant in this century comes back from its Beijing wall clock', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true }), (date) => {
        const wall = new Date(date.getTime() + 8 * 3_600_000);
        const clock = {
          year: wall.getUTCFullYear(),
          month: wall.getUTCMonth() + 1,
          day: wall.getUTCDate(),
          hour: wall.getUTCHours(),
          minute: wall.getUTCMinutes(),
          second: wall.getUTCSeconds(),
          millisecond: wall.getUTCMilliseconds(),
        };
        expect(wallClockToUtc(clock)).toBe(date.toISOString());
        expect(wallClockToUtc(clock, 'Asia/Shanghai')).toBe(date.toISOString());
      }),
    );
  });
});
