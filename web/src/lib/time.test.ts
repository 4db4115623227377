import { expect, test } from 'vitest';
import { agoText, clockText, dateText, dateTimeText, dayEnd, dayStart, daysAgo, durationText, shortText } from './time.ts';

test('an instant in any offset is shown in Beijing time, whatever zone the browser is in', () => {
  expect(dateTimeText('2026-01-05T00:01:12Z')).toBe('2026-01-05 08:01:12');
  expect(dateTimeText('2026-01-05T08:01:12+08:00')).toBe('2026-01-05 08:01:12');
  expect(dateText('2026-01-04T16:00:00Z')).toBe('2026-01-05');
  expect(clockText('2026-01-04T15:59:59Z')).toBe('23:59:59');
  expect(shortText('2026-01-04T16:00:00Z')).toBe('01-05 00:00:00');
});

test('no instant and no readable instant are a dash', () => {
  expect(dateTimeText(null)).toBe('—');
  expect(dateTimeText('昨天')).toBe('—');
});

test('a day filter covers the whole Beijing day', () => {
  expect(Date.parse(dayStart('2026-01-05'))).toBe(Date.parse('2026-01-04T16:00:00Z'));
  expect(Date.parse(dayEnd('2026-01-05'))).toBe(Date.parse('2026-01-05T15:59:59.999Z'));
  expect(daysAgo(1, Date.parse('2026-01-04T16:00:00Z'))).toBe('2026-01-04');
});

test('a stretch of time is told in its two largest units', () => {
  expect([8_400, 192_000, 7_500_000, 356_400_000, 60_000].map(durationText)).toEqual(['8 秒', '3 分 12 秒', '2 小时 5 分', '4 天 3 小时', '1 分']);
  expect(agoText('2026-01-05T00:00:00Z', Date.parse('2026-01-05T00:00:30Z'))).toBe('30 秒前');
});
