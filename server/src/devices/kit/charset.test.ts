import fc from 'fast-check';
import { expect, it } from 'vitest';
import { provinceCharacters } from '../../domain/plates/provinces.ts';
import { decodeText, encodeGbk, encodeGbkWithin } from './charset.ts';

it('text of a device is UTF-8 when it can be, and GBK otherwise', () => {
  expect(decodeText(Buffer.from('\ufeff冀B00001'))).toBe('冀B00001');
  expect(decodeText(encodeGbk('冀B00001'))).toBe('冀B00001');
});

it('the plate of every province is read from GBK also when it is the only Chinese in a message', () => {
  for (const province of provinceCharacters)
    for (const number of [`${province}A12345`, `${province}0112345`, `{"license":"${province}A1234学","name":"IVS"}`])
      expect(decodeText(encodeGbk(number))).toBe(number);
  expect(decodeText(Buffer.from('{"name":"IVS·1","unit":"±5°"}'))).toBe('{"name":"IVS·1","unit":"±5°"}');
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
