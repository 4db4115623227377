/** Times as devices write them. All results are ISO 8601 UTC with milliseconds, or null when the text says no real instant. */

/** A zone as a text ends with it, for a regular expression. */
export const zoneShape = 'Z|[+-]\\d{2}(?::?\\d{2})?';
const isoShapes = [
  new RegExp(`^(\\d{4})-(\\d{1,2})-(\\d{1,2})[T ](\\d{1,2}):(\\d{2})(?::(\\d{2})(?:[.,](\\d{1,9}))?)?\\s*(${zoneShape})?$`, 'i'),
  new RegExp(`^(\\d{4})(\\d{2})(\\d{2})T(\\d{2})(\\d{2})(?:(\\d{2})(?:[.,](\\d{1,9}))?)?(${zoneShape})?$`, 'i'),
];
/** The zone of every time that states none. */
export const beijing = '+08:00';

export interface WallClock {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  millisecond?: number;
}

/** ISO 8601, extended or basic, with or without seconds and offset; without one it is Beijing time, or `zone` (an offset such as `+08:00` or an IANA name). */
export function isoToUtc(text: string, zone = beijing): string | null {
  const found = isoShapes.map((shape) => shape.exec(text.trim())).find((match) => match !== null);
  if (found === undefined) return null;
  const [, year, month, day, hour, minute, second, fraction, offset] = found;
  const clock = {
    year: Number(year),
    month: Number(month),
    day: Number(day),
    hour: Number(hour),
    minute: Number(minute),
    second: Number(second ?? 0),
    millisecond: Math.floor(Number(`0.${fraction ?? '0'}`) * 1000),
  };
  return wallClockToUtc(clock, offset ?? zone);
}

/** A wall clock in a zone. Dates that do not exist (30 February) give null. */
export function wallClockToUtc(clock: WallClock, zone = beijing): string | null {
  const naive = naiveMs(clock);
  if (naive === null) return null;
  const fixed = offsetMs(zone);
  if (fixed !== null) return instant(naive - fixed);
  const first = zoneOffsetMs(zone, naive);
  if (first === null) return null;
  const second = zoneOffsetMs(zone, naive - first);
  return second === null ? null : instant(naive - second);
}

/** Unix seconds and microseconds. */
export function unixToUtc(seconds: number, micros = 0): string | null {
  return instant(Math.floor(seconds * 1000) + Math.floor(micros / 1000));
}

/** Whether a text names a zone that times can be read in. */
export function isZone(zone: string): boolean {
  return offsetMs(zone) !== null || zoneOffsetMs(zone, 0) !== null;
}

function naiveMs(clock: WallClock): number | null {
  const { year, month, day, hour, minute, second, millisecond = 0 } = clock;
  if (year < 1970 || year > 2200) return null;
  const ms = Date.UTC(year, month - 1, day, hour, minute, second, millisecond);
  const back = new Date(ms);
  const same =
    back.getUTCMonth() === month - 1 &&
    back.getUTCDate() === day &&
    back.getUTCHours() === hour &&
    back.getUTCMinutes() === minute &&
    back.getUTCSeconds() === second;
  return same ? ms : null;
}

function offsetMs(zone: string): number | null {
  if (zone.toUpperCase() === 'Z') return 0;
  const found = /^([+-])(\d{2})(?::?(\d{2}))?$/.exec(zone);
  if (found === null) return null;
  const hours = Number(found[2]);
  const minutes = Number(found[3] ?? 0);
  if (hours > 14 || minutes > 59) return null;
  return (found[1] === '-' ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}

const formats = new Map<string, Intl.DateTimeFormat | null>();

function zoneOffsetMs(zone: string, at: number): number | null {
  let format = formats.get(zone);
  if (format === undefined) {
    try {
      format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
    } catch {
      format = null;
    }
    if (formats.size < 100) formats.set(zone, format);
  }
  const name = format?.formatToParts(at).find((part) => part.type === 'timeZoneName')?.value;
  return name === undefined ? null : name === 'GMT' ? 0 : offsetMs(name.slice(3));
}

function instant(ms: number): string | null {
  return Number.isFinite(ms) && ms >= 0 && ms < 7_258_118_400_000 ? new Date(ms).toISOString() : null;
}
