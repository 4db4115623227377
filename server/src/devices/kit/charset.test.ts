import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decodeText, encodeGbk, encodeGbkWithin } from './charset.ts';

it('text of a device is UTF-8 when it can be, and GBK otherwise', () => {
  expect(decodeText(Buffer.from('\ufeff冀B00001'))).toBe('冀B00001');
  expect(decodeText(encodeGbk('冀B00001'))).toBe('冀B00001');
});

it('a text that is too long is cut between characters, never inside a pair', () => {
  expect(Buffer.from(encodeGbkWithin('禁止通行', 7)).toString('hex')).toBe('bdfbd6b9cda8');
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('冀', '京', 'A', '1', '·', '😀'), maxLength: 40 }), fc.nat(50), (text, limit) => {
      const bytes = encodeGbkWithin(text, limit);
      expect(bytes.length).toBeLessThanOrEqual(limit);
      expect(decodeText(encodeGbk(text)).startsWith(decodeText(bytes))).toBe(true);
    }),
  );
});
