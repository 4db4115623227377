import { expect, it } from 'vitest';
import { giveBack } from './give-back.ts';

it('takes the memory from everybody who still looks at it', () => {
  const bytes = Buffer.allocUnsafeSlow(1000).fill(7);
  const view = bytes.subarray(10, 20);
  giveBack(bytes);
  expect([bytes.length, view.length]).toEqual([0, 0]);
  giveBack(bytes);
});

it('leaves alone what is only a part of a larger buffer, which others use', () => {
  const whole = Buffer.allocUnsafeSlow(1000).fill(7);
  giveBack(whole.subarray(1));
  giveBack(whole.subarray(0, 999));
  const small = Buffer.from('三个字');
  giveBack(small);
  expect([whole.length, whole[999], small.toString()]).toEqual([1000, 7, '三个字']);
});

it('leaves shared memory alone', () => {
  const shared = new Uint8Array(new SharedArrayBuffer(8));
  giveBack(shared);
  expect(shared.length).toBe(8);
});
