export type ShownLine = { line: number; text: string; color: 'red' | 'green' | 'yellow' | 'other' };
export type Violation = { at: number; what: string };

/** What every simulated LED card offers: feed it the bytes of its RS-485 line, see what drivers would read and hear. */
export type DisplayCard = {
  family: 'kf' | 'fk';
  feed(bytes: Uint8Array): void;
  /** Lines now on the screen, by line number. */
  lines: ShownLine[];
  /** Everything spoken, oldest first. */
  spoken: string[];
  /** Every decoded frame, oldest first. */
  frames: Array<{ command: number; data: Buffer }>;
  /** Frames with a wrong checksum or length, or text that is no GBK. */
  violations: Violation[];
  /** Bytes of no known frame, passed over in silence as the cards do. */
  ignoredBytes: number;
  clear(): void;
};

/** CRC16/Modbus (poly A001, start FFFF). */
export function modbusCrc(bytes: Uint8Array): number {
  let crc = 0xffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >> 1) ^ 0xa001 : crc >> 1;
  }
  return crc;
}

/** What stands at the head of the buffer: how many bytes to take and what they are, or that more are needed. */
export type FrameScan = { take: number; frame?: { command: number; data: Buffer }; wrong?: string; speech?: Buffer } | 'more';

/** The common part of a card: `show` returns what is wrong with a frame, if anything.
 * It holds a buffer that split and merged writes go through, and the book-keeping. */
export function createCard(
  family: DisplayCard['family'],
  parts: { scan(buffer: Buffer): FrameScan; show(card: DisplayCard, frame: { command: number; data: Buffer }): string | undefined },
): DisplayCard {
  let pending = Buffer.alloc(0);
  const card: DisplayCard = {
    family,
    lines: [],
    spoken: [],
    frames: [],
    violations: [],
    ignoredBytes: 0,
    feed(bytes) {
      pending = Buffer.concat([pending, bytes]);
      while (pending.length > 0) {
        const scanned = parts.scan(pending);
        if (scanned === 'more') break;
        pending = pending.subarray(scanned.take);
        if (scanned.wrong) card.violations.push({ at: Date.now(), what: scanned.wrong });
        else if (scanned.speech) card.spoken.push(gbkText(card, scanned.speech));
        else if (scanned.frame) {
          card.frames.push(scanned.frame);
          const wrong = parts.show(card, scanned.frame);
          if (wrong) card.violations.push({ at: Date.now(), what: wrong });
        } else card.ignoredBytes += scanned.take;
      }
    },
    clear() {
      card.lines.length = 0;
      card.spoken.length = 0;
      card.frames.length = 0;
      card.violations.length = 0;
      card.ignoredBytes = 0;
      pending = Buffer.alloc(0);
    },
  };
  return card;
}

/** GBK to text; bytes that are no GBK (such as UTF-8 sent by mistake) are a violation. */
export function gbkText(card: DisplayCard, bytes: Uint8Array): string {
  const text = decodeGbk(bytes);
  if (text.includes('\uFFFD')) card.violations.push({ at: Date.now(), what: 'text is not GBK' });
  return text.replace(/\0+$/, '').trimEnd();
}

export function showLine(card: DisplayCard, line: ShownLine): void {
  const at = card.lines.findIndex((shown) => shown.line === line.line);
  if (at >= 0) card.lines.splice(at, 1);
  card.lines.push(line);
  card.lines.sort((a, b) => a.line - b.line);
}

const gbk = new TextDecoder('gbk');
const decodeGbk = (bytes: Uint8Array): string => gbk.decode(bytes);
