import { beijing, type WallClock, wallClockToUtc, zoneShape } from './device-time.ts';

type Field = keyof WallClock | 'zone';
/** What a pattern is made of, the longer spelling first. */
const tokens: readonly [spelling: RegExp, field: Field, digits: string][] = [
  [/^(?:yyyy|YYYY)/, 'year', '(\\d{4})'],
  [/^SSS/, 'millisecond', '(\\d{3})'],
  [/^MM/, 'month', '(\\d{2})'],
  [/^(?:dd|DD)/, 'day', '(\\d{2})'],
  [/^HH/, 'hour', '(\\d{2})'],
  [/^mm/, 'minute', '(\\d{2})'],
  [/^ss/, 'second', '(\\d{2})'],
  [/^(?:X{1,3}|Z{1,2})/, 'zone', `(${zoneShape})`],
  [/^M/, 'month', '(\\d{1,2})'],
  [/^[dD]/, 'day', '(\\d{1,2})'],
  [/^H/, 'hour', '(\\d{1,2})'],
  [/^m/, 'minute', '(\\d{1,2})'],
  [/^s/, 'second', '(\\d{1,2})'],
];
interface TimePattern {
  shape: RegExp;
  fields: Field[];
}
const patterns = new Map<string, TimePattern | null>();

/** Null when letters are left that stand for nothing here (such as `hh`, hours of half a day), or when it names no day and hour. */
function patternOf(pattern: string): TimePattern | null {
  const known = patterns.get(pattern);
  if (known !== undefined) return known;
  const made = compile(pattern);
  if (patterns.size < 100) patterns.set(pattern, made);
  return made;
}

function compile(pattern: string): TimePattern | null {
  const fields: Field[] = [];
  let shape = '';
  let rest = pattern;
  while (rest !== '') {
    const quoted = /^'([^']*)'|^\[([^\]]*)\]/.exec(rest);
    const token = tokens.find(([spelling]) => spelling.test(rest));
    if (quoted === null && token === undefined && /^[A-SU-Za-z]/.test(rest)) return null;
    const text = quoted?.[0] ?? token?.[0].exec(rest)?.[0] ?? (rest[0] as string);
    if (quoted !== null || token === undefined) shape += escapeRegExp(quoted?.[1] ?? quoted?.[2] ?? text);
    else {
      fields.push(token[1]);
      shape += token[2];
    }
    rest = rest.slice(text.length);
  }
  const whole = ['year', 'month', 'day', 'hour'].every((field) => fields.includes(field as Field)) && new Set(fields).size === fields.length;
  return whole ? { shape: new RegExp(`^${shape}$`), fields } : null;
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
}

/** Whether `patternToUtc` can read times by it. */
export function isTimePattern(pattern: string): boolean {
  return patternOf(pattern) !== null;
}

/**
 * A text by a pattern of `yyyy MM dd HH mm ss SSS` (also `YYYY DD`, single letters for numbers without a leading zero, `XXX` or `Z` for an
 * offset) and literal characters, letters in quotes.
 */
export function patternToUtc(text: string, pattern: string, zone = beijing): string | null {
  const known = patternOf(pattern);
  const found = known?.shape.exec(text) ?? null;
  if (known === null || found === null) return null;
  const at = (field: Field) => found[known.fields.indexOf(field) + 1];
  const number = (field: Field) => (known.fields.includes(field) ? Number(at(field)) : 0);
  const clock = {
    year: number('year'),
    month: number('month'),
    day: number('day'),
    hour: number('hour'),
    minute: number('minute'),
    second: number('second'),
    millisecond: number('millisecond'),
  };
  return wallClockToUtc(clock, known.fields.includes('zone') ? at('zone') : zone);
}
