import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import type { DisplayContent } from '../contract.ts';
import { crc16 } from '../kit/crc16.ts';
import { kfFrame, kfLed } from './kf-led.ts';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex').toUpperCase();
const content: DisplayContent = {
  outcome: 'admit',
  plateNumber: '冀B00001',
  stageText: '国六',
  controlText: '无预警',
  verdictText: '允许通行',
  voiceText: '欢迎光临',
};

/** Reads a frame back by the description, independently of how it was made. */
function readBack(bytes: Uint8Array) {
  const data = bytes.subarray(6, bytes.length - 2);
  expect([...bytes.subarray(0, 5)]).toEqual([0x00, 0x64, 0xff, 0xff, 0x6f]);
  expect(bytes[5]).toBe(data.length);
  expect(crc16(bytes.subarray(0, -2))).toBe((bytes.at(-2) ?? 0) | ((bytes.at(-1) ?? 0) << 8));
  const lines: { id: number; color: string; text: string; separator: number }[] = [];
  let at = 3;
  for (let count = data[2] ?? 0; count > 0; count--) {
    const length = data[at + 11] ?? 0;
    lines.push({
      id: data[at] ?? -1,
      color: hex(data.subarray(at + 7, at + 11)),
      text: iconv.decode(data.subarray(at + 12, at + 12 + length), 'gbk'),
      separator: data[at + 12 + length] ?? -1,
    });
    at += 13 + length;
  }
  expect(data[at]).toBe(0x0a);
  const voice = iconv.decode(data.subarray(at + 2, at + 2 + (data[at + 1] ?? 0)), 'gbk');
  expect(data.length).toBe(at + 3 + (data[at + 1] ?? 0));
  return { lines, voice };
}
function shown(change: Partial<DisplayContent>, settings: object = {}) {
  const [frame, ...more] = kfLed.encode({ ...content, ...change }, settings);
  expect(more).toEqual([]);
  return readBack(frame?.bytes ?? new Uint8Array());
}

describe('a 科发 card', () => {
  it('gets frames whose checksum is that of known ones', () => {
    expect(hex(kfFrame(0, 0x0c, [0x32]))).toBe('0064FFFF0C01327762');
    expect(hex(kfFrame(0, 0x30, [0x01, ...iconv.encode('欢迎光临', 'gbk')]))).toBe('0064FFFF300901BBB6D3ADB9E2C1D93258');
  });

  it('shows plate and verdict on two lines, green, and speaks', () => {
    expect(shown({}, { lines: 2 })).toEqual({
      lines: [
        { id: 0, color: '00FF0000', text: '冀B00001', separator: 0x0d },
        { id: 1, color: '00FF0000', text: '允许通行', separator: 0x00 },
      ],
      voice: '欢迎光临',
    });
  });

  it('shows plate, stage, control state and a refusal with its reason on four lines, red', () => {
    const { lines } = shown({ outcome: 'deny', stageText: '国四', controlText: '红色预警', verdictText: '国四禁止' }, { lines: 4 });
    expect(lines.map((line) => [line.color, line.text])).toEqual([
      ['FF000000', '冀B00001'],
      ['FF000000', '国四'],
      ['FF000000', '红色预警'],
      ['FF000000', '禁止通行 国四禁止'],
    ]);
  });

  it('says the verdict once when its text holds it already', () => {
    expect(shown({ outcome: 'deny', verdictText: '禁止通行：国四及以下' }, { lines: 2 }).lines[1]?.text).toBe('禁止通行 国四及以下');
  });

  it('waits in amber, and blanks the lines that nothing is known for', () => {
    const { lines, voice } = shown({ outcome: 'ask', plateNumber: null, stageText: null, controlText: null, verdictText: '', voiceText: null });
    expect(lines.map((line) => [line.color, line.text])).toEqual([
      ['FFFF0000', '无车牌'],
      ['FFFF0000', ' '],
      ['FFFF0000', ' '],
      ['FFFF0000', '等待核验'],
    ]);
    expect(voice).toBe('');
  });

  it('keeps whole characters within one byte of length, and the verdict first', () => {
    const { lines, voice } = shown({
      outcome: 'deny',
      stageText: '国'.repeat(99),
      controlText: '控'.repeat(99),
      verdictText: '理'.repeat(99),
      voiceText: '说'.repeat(99),
    });
    expect(lines[1]?.text).toBe('国'.repeat(16));
    expect(lines[3]?.text).toBe(`禁止通行 ${'理'.repeat(11)}`);
    expect(voice).toBe('说'.repeat(32));
  });

  it('shows own words and own lines, never without the verdict', () => {
    expect(shown({}, { lines: 2, words: { admit: '请进' }, templates: ['{{plate}}', '{{verdict}}'] }).lines.map((line) => line.text)).toEqual([
      '冀B00001',
      '请进',
    ]);
    expect(shown({}, { lines: 2, templates: ['欢迎', '光临'] }).lines.map((line) => line.text)).toEqual(['欢迎', '允许通行']);
  });

  it('goes out at the port of the settings, and sends nothing when they do not fit', () => {
    expect(kfLed.encode(content, { serialChannel: 1 }).map((frame) => frame.channel)).toEqual([1]);
    expect(kfLed.encode(content, { lines: 3 })).toEqual([]);
  });
});
