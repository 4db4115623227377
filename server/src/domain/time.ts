/** Beijing time, used wherever a rule, a ledger or a regulator speaks of a date. China has had no summer time since 1991. */
export const beijingOffset = '+08:00';

const instantShape = /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*(Z|[+-]\d{2}(?::?\d{2})?)?$/i;
const dateShape = /^(\d{4})-(\d{2})-(\d{2})$/;
const dayMs = 86_400_000;

/**
 * Milliseconds since 1970 of an ISO 8601 instant in any offset (`Z`, `+08:00`, `+0800`, `+08`; `T` or a blank), or null when it is none.
 * A text without an offset is an instant only with `assumedOffset`. Impossible dates are refused, digits below the millisecond are cut.
 */
export function parseInstant(text: string, assumedOffset?: string): number | null {
  const parts = instantShape.exec(text.trim());
  if (!parts) return null;
  const [, year, month, day, hour, minute, second, fraction, ownOffset] = parts;
  const offset = offsetMs(ownOffset ?? assumedOffset);
  const midnight = utcMidnight(Number(year), Number(month), Number(day));
  if (offset === null || midnight === null) return null;
  const [h, m, s] = [Number(hour), Number(minute), Number(second ?? 0)];
  if (h > 23 || m > 59 || s > 59) return null;
  const ms = Number((fraction ?? '').slice(0, 3).padEnd(3, '0'));
  return midnight + h * 3_600_000 + m * 60_000 + s * 1000 + ms - offset;
}

/** An instant as ISO 8601 in `offset` (`+08:00` unless told): `2026-01-05T08:01:12+08:00`, with milliseconds only when there are any. */
export function formatInstant(instant: string | number, offset: string = beijingOffset): string {
  const shift = offsetMs(offset);
  if (shift === null) throw new RangeError(`not an offset: ${offset}`);
  const text = new Date(instantMs(instant) + shift).toISOString().slice(0, -1);
  return (text.endsWith('.000') ? text.slice(0, -4) : text) + (shift === 0 ? 'Z' : offset);
}

/** An instant as the ledger keeps it: ISO 8601 UTC with milliseconds, `2026-01-05T00:01:12.000Z`. */
export function utcInstant(instant: string | number): string {
  return new Date(instantMs(instant)).toISOString();
}

/** The date in Beijing (`YYYY-MM-DD`) at an instant. */
export function beijingDate(instant: string | number): string {
  return new Date(instantMs(instant) + 8 * 3_600_000).toISOString().slice(0, 10);
}

/** Beijing wall time of an instant, `YYYY-MM-DD HH:mm:ss`: the form that people, exports and most regulators read. */
export function beijingText(instant: string | number): string {
  return new Date(instantMs(instant) + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
}

/** The first and the first-after millisecond of a Beijing day, or null when the text is no date. */
export function beijingDay(date: string): { from: number; until: number } | null {
  const parts = dateShape.exec(date);
  const midnight = parts && utcMidnight(Number(parts[1]), Number(parts[2]), Number(parts[3]));
  return typeof midnight === 'number' ? { from: midnight - 8 * 3_600_000, until: midnight - 8 * 3_600_000 + dayMs } : null;
}

/** `date` (`YYYY-MM-DD`) moved by whole months; the day is clamped to the month's last (2026-08-31 + 6 → 2027-02-28). Null when it is no date. */
export function addMonths(date: string, months: number): string | null {
  const parts = dateShape.exec(date);
  if (!parts || utcMidnight(Number(parts[1]), Number(parts[2]), Number(parts[3])) === null) return null;
  const first = new Date(Date.UTC(Number(parts[1]), Number(parts[2]) - 1 + months, 1));
  const lastDay = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  first.setUTCDate(Math.min(Number(parts[3]), lastDay));
  return first.toISOString().slice(0, 10);
}

function instantMs(instant: string | number): number {
  const ms = typeof instant === 'number' ? instant : parseInstant(instant);
  if (ms === null || !Number.isFinite(ms)) throw new RangeError(`not an instant: ${instant}`);
  return ms;
}

function utcMidnight(year: number, month: number, day: number): number | null {
  if (month < 1 || month > 12 || day < 1) return null;
  // Date.UTC reads the years 0–99 as 1900–1999.
  const date = new Date(Date.UTC(2000, month - 1, day));
  date.setUTCFullYear(year, month - 1, day);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? date.getTime() : null;
}

function offsetMs(text: string | undefined): number | null {
  if (text === undefined) return null;
  if (text === 'Z' || text === 'z') return 0;
  const parts = /^([+-])(\d{2})(?::?(\d{2}))?$/.exec(text);
  if (!parts) return null;
  const [hours, minutes] = [Number(parts[2]), Number(parts[3] ?? 0)];
  if (hours > 23 || minutes > 59) return null;
  return (parts[1] === '-' ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}
