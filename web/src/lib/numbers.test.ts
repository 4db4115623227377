import { expect, test } from 'vitest';
import { bytesText, countText, shareText, tonnesText } from './numbers.ts';

test('tons have three decimals and an unknown weight is a dash, never zero', () => {
  expect(tonnesText('32.5')).toBe('32.500');
  expect(tonnesText('0')).toBe('0.000');
  expect(tonnesText(null)).toBe('—');
  expect(tonnesText('')).toBe('—');
});

test('a share is cut and not rounded up, so that 94.96 % never looks like the required 95 %', () => {
  expect(shareText(0.9496)).toBe('94.9%');
  expect(shareText(1)).toBe('100.0%');
  expect(shareText(null)).toBe('—');
  expect(shareText(3, 0)).toBe('—');
});

test('counts are grouped and sizes have their unit', () => {
  expect(countText(1234567)).toBe('1,234,567');
  expect(countText(undefined)).toBe('—');
  expect(bytesText(1536)).toBe('1.5 KB');
  expect(bytesText(900)).toBe('900 B');
});
