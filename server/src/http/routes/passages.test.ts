import { expect, test } from 'vitest';
import { instantQuery } from './passages.ts';

test.each([
  ['2026-01-05T08:00:00+08:00', '2026-01-05T00:00:00.000Z'],
  ['2026-01-05T08:00:00 08:00', '2026-01-05T00:00:00.000Z'],
  ['2026-01-05T08:00 0800', '2026-01-05T00:00:00.000Z'],
  ['2026-01-05 08:00', '2026-01-05T00:00:00.000Z'],
  ['2026-01-05T00:00:00-05:00', '2026-01-05T05:00:00.000Z'],
  ['2026-01-05', '2026-01-04T16:00:00.000Z'],
])('a range begins at %s', (text, instant) => {
  expect(new Date(instantQuery.parse(text)).toISOString()).toBe(instant);
});

test.each(['yesterday', '2026-02-30', '08:00 08:00', ''])('%s is no instant', (text) => {
  expect(instantQuery.safeParse(text).success).toBe(false);
});
