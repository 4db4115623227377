import { createCard, type DisplayCard, type FrameScan, gbkText, modbusCrc, type ShownLine, showLine } from './card.ts';

const head = Buffer.from([0x00, 0x64, 0xff, 0xff]);

/** A KF card (OLM-M1D class): `00 64 FF FF CMD DL DATA CRC(lo hi)`. */
export function createKfDisplay(): DisplayCard {
  return createCard('kf', { scan, show });
}

function scan(buffer: Buffer): FrameScan {
  const start = buffer.indexOf(head);
  if (start < 0) {
    for (let keep = Math.min(head.length - 1, buffer.length); keep > 0; keep--) {
      if (buffer.subarray(buffer.length - keep).equals(head.subarray(0, keep))) return keep === buffer.length ? 'more' : { take: buffer.length - keep };
    }
    return { take: buffer.length };
  }
  if (start > 0) return { take: start };
  if (buffer.length < 6) return 'more';
  const length = 6 + (buffer[5] ?? 0) + 2;
  if (buffer.length < length) return 'more';
  const crc = modbusCrc(buffer.subarray(0, length - 2));
  if (buffer.readUInt16LE(length - 2) !== crc) return { take: head.length, wrong: 'KF checksum does not match' };
  return { take: length, frame: { command: buffer[4] ?? 0, data: Buffer.from(buffer.subarray(6, length - 2)) } };
}

function show(card: DisplayCard, { command, data }: { command: number; data: Buffer }): string | undefined {
  if (command === 0x62) {
    const length = data.length < 19 ? -1 : data.readUInt16LE(17);
    if (length !== data.length - 19) return 'KF 62 text length does not match';
    showLine(card, { line: data[0] ?? 0, color: colorOf(data.subarray(9, 13)), text: gbkText(card, data.subarray(19)) });
  } else if (command === 0x6f) {
    if (!showSeveral(card, data)) return 'KF 6F is cut short or its separators are wrong';
  } else if (command === 0x30) {
    if (data[0] !== 1 && data[0] !== 2) return 'KF 30 mode is neither 01 nor 02';
    card.spoken.push(gbkText(card, data.subarray(1)));
  } else if (command === 0x67) {
    return 'KF 67 wears the flash; not for every vehicle';
  }
  return undefined;
}

/** `SF GST n · per line LID DM DS DT DR FINDEX FLAGS TC4 TL text sep · VF VTL voice 00`. */
function showSeveral(card: DisplayCard, data: Buffer): boolean {
  const count = data[2] ?? 0;
  let at = 3;
  for (let i = 0; i < count; i++) {
    const length = data[at + 11];
    const end = at + 12 + (length ?? 0);
    if (length === undefined || end >= data.length) return false;
    const separator = data[end];
    if (separator !== (i === count - 1 ? 0x00 : 0x0d)) return false;
    showLine(card, { line: data[at] ?? 0, color: colorOf(data.subarray(at + 7, at + 11)), text: gbkText(card, data.subarray(at + 12, end)) });
    at = end + 1;
  }
  if (data[at] !== 0x0a) return at >= data.length || data[at] === 0;
  const voice = data[at + 1] ?? 0;
  if (at + 2 + voice > data.length) return false;
  if (voice > 0) card.spoken.push(gbkText(card, data.subarray(at + 2, at + 2 + voice)));
  return true;
}

function colorOf(rgba: Uint8Array): ShownLine['color'] {
  const [red = 0, green = 0, blue = 0] = rgba;
  if (red > 0 && green === 0 && blue === 0) return 'red';
  if (green > 0 && red === 0 && blue === 0) return 'green';
  return red > 0 && green > 0 && blue === 0 ? 'yellow' : 'other';
}
