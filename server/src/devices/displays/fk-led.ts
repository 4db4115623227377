import { z } from 'zod';
import type { DisplayAdapter, DisplayContent, SerialFrame } from '../contract.ts';
import { encodeGbk, encodeGbkWithin } from '../kit/charset.ts';
import { crc16 } from '../kit/crc16.ts';
import { displayLines, displaySettings } from '../kit/display-layout.ts';
import { settingsReader } from '../kit/settings.ts';

const colorCode = z.int().min(0).max(255);

const settings = z.object({
  ...displaySettings,
  address: z.int().min(0).max(255).default(0x64).meta({ title: '控制卡地址', description: '出厂为 100' }),
  redCode: colorCode.default(1).meta({ title: '红色代码', description: '厂家资料未说明 1 和 2 哪个是红色；若颜色相反，把红色和绿色代码对调' }),
  greenCode: colorCode.default(2).meta({ title: '绿色代码' }),
  askCode: colorCode.optional().meta({ title: '待核验颜色代码', description: '留空用红色' }),
  voiceFrame: z
    .enum(['plate', 'text'])
    .default('text')
    .meta({ title: '播报方式', labels: { text: '整句播报', plate: '只报车牌' } }),
});
const read = settingsReader(settings);

const showTemporary = 0x27;
const speakPlate = 0x22;
const mostText = 64;
const mostVoice = 200;

/** 方控 cards: one frame a line, then the voice. The card gives no answer. */
export const fkLed: DisplayAdapter = {
  id: 'fk-led',
  title: '方控（FK）LED 显示屏',
  models: ['AA55 协议控制卡'],
  verified: 'simulator',
  settings,
  capabilities: ['text-display', 'announcer'],
  kind: 'display',
  encode,
};

function encode(content: DisplayContent, given: unknown): SerialFrame[] {
  const own = read(given);
  if (own === null) return [];
  const color = { admit: own.greenCode, deny: own.redCode, ask: own.askCode ?? own.redCode }[content.outcome];
  const frames = displayLines(content, own).map((line, index) => {
    const text = line.text === '' ? encodeGbk(' ') : encodeGbkWithin(line.text, mostText);
    return fkFrame(own.address, showTemporary, [index + 1, own.seconds, color, 0x00, ...text]);
  });
  if (own.speak && content.voiceText) {
    if (own.voiceFrame === 'text') frames.push(speechFrame(encodeGbkWithin(content.voiceText, mostVoice)));
    else if (content.plateNumber !== null) frames.push(fkFrame(own.address, speakPlate, [...encodeGbkWithin(content.plateNumber, mostText), 0x01]));
  }
  return frames.map((bytes) => ({ channel: own.serialChannel, bytes }));
}

/** `AA 55 number address 00 command length(2) data CRC AF`; the CRC covers number to data and two zero bytes, high byte first. */
export function fkFrame(address: number, command: number, data: readonly number[]): Uint8Array {
  const body = [0x00, address, 0x00, command, data.length >>> 8, data.length & 0xff, ...data];
  const crc = crc16(Uint8Array.from([...body, 0x00, 0x00]));
  return Uint8Array.from([0xaa, 0x55, ...body, crc >>> 8, crc & 0xff, 0xaf]);
}

/** A bare speech frame `FD length(2) 01 01 text`, the length counting the two codes; it has no CRC. */
export function speechFrame(text: Uint8Array): Uint8Array {
  const length = text.length + 2;
  return Uint8Array.from([0xfd, length >>> 8, length & 0xff, 0x01, 0x01, ...text]);
}
