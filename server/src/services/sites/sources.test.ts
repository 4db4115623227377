import { expect, test } from 'vitest';
import { isSource, sourceAllowed } from './sources.ts';

test('a source is one address or a range, and nothing else', () => {
  for (const text of ['192.168.1.64', '192.168.1.0/24', '10.0.0.0/8', 'fe80::1', '2001:db8::/32', '0.0.0.0/0'])
    expect([text, isSource(text)]).toEqual([text, true]);
  for (const text of ['', '192.168.1', '192.168.1.0/33', '192.168.1.0/24/1', '192.168.1.0/', 'camera.local', '::/129', 'fe80::1%eth0', '1.2.3.4/-1']) {
    expect([text, isSource(text)]).toEqual([text, false]);
  }
});

test('a device without a list may push from anywhere, one with a list only from it', () => {
  const allows = (allowedSources: string[], address: string) => sourceAllowed({ allowedSources }, address);
  expect(allows([], '203.0.113.9')).toBe(true);
  expect(allows(['192.168.1.64'], '192.168.1.64')).toBe(true);
  expect(allows(['192.168.1.64'], '::ffff:192.168.1.64')).toBe(true);
  expect(allows(['192.168.1.64'], '192.168.1.65')).toBe(false);
  expect(allows(['192.168.1.0/24', '2001:db8::/32'], '192.168.1.200')).toBe(true);
  expect(allows(['192.168.1.0/24', '2001:db8::/32'], '2001:db8::9')).toBe(true);
  expect(allows(['192.168.1.0/24'], '192.168.2.1')).toBe(false);
  expect(allows(['192.168.1.0/24'], '')).toBe(false);
});
