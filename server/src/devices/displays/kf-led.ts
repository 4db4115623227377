import { z } from 'zod';
import type { Outcome } from '../../domain/codes.ts';
import type { DisplayAdapter, DisplayContent, SerialFrame } from '../contract.ts';
import { encodeGbk, encodeGbkWithin } from '../kit/charset.ts';
import { crc16 } from '../kit/crc16.ts';
import { type DisplayLine, displayLines, displaySettings } from '../kit/display-layout.ts';
import { settingsReader } from '../kit/settings.ts';

const settings = z.object({
  ...displaySettings,
  address: z.int().min(0).max(255).default(0).meta({ title: '控制卡地址', description: '出厂为 0' }),
  lineOffset: z.int().min(0).max(1).default(0).meta({ title: '首行编号', description: '多数卡从 0 数起' }),
});
const read = settingsReader(settings);

/** RGBA as the card takes it; amber is both diodes of a red-green module. */
const colors: Readonly<Record<Outcome, readonly number[]>> = { admit: [0, 0xff, 0, 0], deny: [0xff, 0, 0, 0], ask: [0xff, 0xff, 0, 0] };

const showLinesAndSpeak = 0x6f;
const temporary = 0x00;
const showAtOnce = 0x00;
const moveLeft = 0x15;
const song16 = 0x03;
const mostText = 32;
const mostVoice = 64;
const mostData = 255;

/** 科发 cards: one frame shows all lines and speaks. It goes to the temporary area; stored text would wear the card's flash. */
export const kfLed: DisplayAdapter = {
  id: 'kf-led',
  title: '科发（KF）LED 显示屏',
  models: ['OLM-M1D 类控制卡', '0064FFFF 协议控制卡'],
  verified: 'simulator',
  settings,
  capabilities: ['text-display', 'announcer'],
  kind: 'display',
  encode,
};

function encode(content: DisplayContent, given: unknown): SerialFrame[] {
  const own = read(given);
  if (own === null) return [];
  const lines = displayLines(content, own);
  const voice = own.speak && content.voiceText ? encodeGbkWithin(content.voiceText, mostVoice) : new Uint8Array(0);
  // The length of the data is one byte: what the frame itself and the voice leave is shared by the lines.
  const room = Math.floor((mostData - 3 - 3 - voice.length - lines.length * 13) / lines.length);
  const data = [temporary, own.seconds, lines.length];
  for (const [index, line] of lines.entries()) {
    const text = textBytes(line, Math.min(room, mostText));
    const mode = line.scrolls ? moveLeft : showAtOnce;
    const separator = index === lines.length - 1 ? 0x00 : 0x0d;
    data.push(index + own.lineOffset, mode, 0x01, own.seconds, 0x00, song16, 0x00, ...colors[content.outcome], text.length, ...text, separator);
  }
  data.push(0x0a, voice.length, ...voice, 0x00);
  return [{ channel: own.serialChannel, bytes: kfFrame(own.address, showLinesAndSpeak, data) }];
}

/** An empty line is a blank, so that the text of the vehicle before goes away. */
function textBytes(line: DisplayLine, limit: number): Uint8Array {
  return line.text === '' ? encodeGbk(' ') : encodeGbkWithin(line.text, limit);
}

/** `00 64 FF FF command length data CRC`, the CRC over everything before it, low byte first. `data` is at most 255 bytes. */
export function kfFrame(address: number, command: number, data: readonly number[]): Uint8Array {
  const body = Uint8Array.from([address, 0x64, 0xff, 0xff, command, data.length, ...data]);
  const crc = crc16(body);
  return Uint8Array.from([...body, crc & 0xff, crc >>> 8]);
}
