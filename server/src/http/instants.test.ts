import { expect, test } from 'vitest';
import { inOffset } from './instants.ts';

test('every instant of an answer goes out in the offset of the site, however deep it stands', () => {
  const answer = { items: [{ at: '2026-01-05T00:01:12.345Z', seen: [{ lastSeenAt: '2026-01-05T08:01:12+08:00' }], until: null, seq: 7 }], nextCursor: null };
  expect(inOffset(answer, '+08:00')).toEqual({
    items: [{ at: '2026-01-05T08:01:12.345+08:00', seen: [{ lastSeenAt: '2026-01-05T08:01:12+08:00' }], until: null, seq: 7 }],
    nextCursor: null,
  });
  expect(inOffset(answer, '+06:00')).toMatchObject({ items: [{ at: '2026-01-05T06:01:12.345+06:00', seen: [{ lastSeenAt: '2026-01-05T06:01:12+06:00' }] }] });
  expect(answer.items[0]?.at).toBe('2026-01-05T00:01:12.345Z');
});

test.each(['2026-01-05', '2026-13-05T00:01:12Z', '见 2026-01-05T00:01:12Z 的记录', '2026-01-05T00:01:12', '冀A12345'])(
  '%s is no instant and stays as it is',
  (text) => {
    expect(inOffset({ text }, '+06:00')).toEqual({ text });
  },
);

test('bytes and dates are handed on as they are', () => {
  const bytes = Buffer.from('{"at":"2026-01-05T00:01:12.345Z"}');
  expect(inOffset(bytes, '+06:00')).toBe(bytes);
});

test('what a camera wrote as its time stays as it wrote it', () => {
  const passage = {
    capturedAt: '2026-01-05T00:01:12.000Z',
    capturedAtText: '2026-01-05T00:01:12Z',
    read: { begun: '2026-01-05T00:01:11Z' },
    plateText: '冀A12345',
  };
  expect(inOffset(passage, '+08:00')).toEqual({ ...passage, capturedAt: '2026-01-05T08:01:12+08:00' });
});
