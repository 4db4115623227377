import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { sha256Of } from './sha256.ts';

it.each([0, 1, 65_535, 65_536, 300_000])('the SHA-256 of %i bytes is the same on either way', async (length) => {
  const bytes = Buffer.alloc(length + 3, 'greengate').subarray(3);
  expect(await sha256Of(bytes)).toBe(createHash('sha256').update(bytes).digest('hex'));
});
