import { createCard, type DisplayCard, type FrameScan, gbkText, modbusCrc, showLine } from './card.ts';

/** Which colour code means red is unverified on real cards, so it is a setting here as well. */
export type FkOptions = { redCode?: 1 | 2 };

/** An FK card: `AA 55 SLNO ADDR 00 CMD DLhi DLlo DATA CRC(hi lo) AF`, or a bare voice frame `FD lenHi lenLo 01 01 text`. */
export function createFkDisplay({ redCode = 1 }: FkOptions = {}): DisplayCard {
  return createCard('fk', { scan, show: (card, frame) => show(card, frame, redCode) });
}

function scan(buffer: Buffer): FrameScan {
  if (buffer[0] === 0xfd) return scanSpeech(buffer);
  if (buffer[0] !== 0xaa) return { take: nextStart(buffer) };
  if (buffer.length < 2) return 'more';
  if (buffer[1] !== 0x55) return { take: nextStart(buffer) };
  if (buffer.length < 8) return 'more';
  const length = 8 + buffer.readUInt16BE(6) + 3;
  if (length > 1100) return { take: 2, wrong: 'FK length is beyond any card' };
  if (buffer.length < length) return 'more';
  if (buffer[length - 1] !== 0xaf) return { take: 2, wrong: 'FK frame does not end with AF' };
  const covered = Buffer.concat([buffer.subarray(2, length - 3), Buffer.alloc(2)]);
  if (buffer.readUInt16BE(length - 3) !== modbusCrc(covered)) return { take: 2, wrong: 'FK checksum does not match' };
  return { take: length, frame: { command: buffer[5] ?? 0, data: Buffer.from(buffer.subarray(8, length - 3)) } };
}

function scanSpeech(buffer: Buffer): FrameScan {
  if (buffer.length < 5) return 'more';
  const length = buffer.readUInt16BE(1);
  if (length < 2 || length > 512 || buffer[3] !== 1 || buffer[4] !== 1) return { take: nextStart(buffer) };
  if (buffer.length < 3 + length) return 'more';
  return { take: 3 + length, speech: Buffer.from(buffer.subarray(5, 3 + length)) };
}

function nextStart(buffer: Buffer): number {
  for (let at = 1; at < buffer.length; at++) if (buffer[at] === 0xaa || buffer[at] === 0xfd) return at;
  return buffer.length;
}

function show(card: DisplayCard, { command, data }: { command: number; data: Buffer }, redCode: number): string | undefined {
  if (command === 0x27) {
    const [line = 0, , color, retain] = data;
    if (data.length < 4 || line < 1 || retain !== 0) return 'FK 27 head is wrong';
    if (color !== 1 && color !== 2) return 'FK 27 colour is neither 1 nor 2';
    showLine(card, { line, color: color === redCode ? 'red' : 'green', text: gbkText(card, data.subarray(4)) });
  } else if (command === 0x22) {
    if (data.length < 2) return 'FK 22 is cut short';
    card.spoken.push(gbkText(card, data.subarray(0, -1)));
  }
  return undefined;
}
