import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import type { DisplayContent } from '../contract.ts';
import { fkFrame, fkLed, speechFrame } from './fk-led.ts';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex').toUpperCase();
const content: DisplayContent = {
  outcome: 'admit',
  plateNumber: '冀B00001',
  stageText: '国六',
  controlText: null,
  verdictText: '允许通行',
  voiceText: '请通行',
};
const gbk = (text: string) => iconv.encode(text, 'gbk').toString('hex').toUpperCase();

describe('a 方控 card', () => {
  it('gets frames whose checksum is that of known ones', () => {
    expect(hex(fkFrame(0x64, 0x13, [0x0a]))).toBe('AA550064001300010A762EAF');
    expect(hex(speechFrame(Buffer.from('Welcome')))).toBe('FD0009010157656C636F6D65');
  });

  it('gets one frame a line and then the voice', () => {
    const frames = fkLed.encode(content, { lines: 2, seconds: 10 }).map((frame) => hex(frame.bytes));
    expect(frames.length).toBe(3);
    expect(frames[0]?.startsWith(`AA5500640027000C010A0200${gbk('冀B00001')}`)).toBe(true);
    expect(frames[1]?.startsWith(`AA5500640027000C020A0200${gbk('允许通行')}`)).toBe(true);
    expect(frames[2]).toBe(`FD00080101${gbk('请通行')}`);
  });

  it('takes its colours from the settings, since which code is red is not documented', () => {
    const color = (outcome: DisplayContent['outcome'], settings: object) => fkLed.encode({ ...content, outcome }, settings)[0]?.bytes[10];
    expect([color('admit', {}), color('deny', {}), color('ask', {})]).toEqual([2, 1, 1]);
    expect([color('admit', { greenCode: 1, redCode: 2 }), color('deny', { redCode: 2 }), color('ask', { askCode: 3 })]).toEqual([1, 2, 3]);
  });

  it('speaks only the plate when asked for, and is silent when switched off', () => {
    const last = (settings: object) => hex(fkLed.encode(content, { lines: 2, ...settings }).at(-1)?.bytes ?? new Uint8Array());
    expect(last({ voiceFrame: 'plate' }).startsWith(`AA55006400220009${gbk('冀B00001')}01`)).toBe(true);
    expect(fkLed.encode(content, { lines: 2, speak: false }).length).toBe(2);
  });
});
