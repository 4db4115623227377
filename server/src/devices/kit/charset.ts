import { isUtf8 } from 'node:buffer';
import iconv from 'iconv-lite';

/** Text of a device's bytes: UTF-8 when they are valid UTF-8, otherwise GBK. A byte order mark is dropped. Never throws. */
export function decodeText(bytes: Uint8Array): string {
  const text = isUtf8(bytes) ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8') : iconv.decode(bytes, 'gbk');
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}

/** GBK bytes of a text for an LED card; a character outside GBK becomes `?`. */
export function encodeGbk(text: string): Uint8Array {
  return iconv.encode(text, 'gbk');
}

/** GBK bytes of at most `limit` bytes, cut between characters and never inside a pair. */
export function encodeGbkWithin(text: string, limit: number): Uint8Array {
  const whole = encodeGbk(text);
  if (whole.length <= limit) return whole;
  const parts: Uint8Array[] = [];
  let length = 0;
  for (const character of text) {
    const bytes = encodeGbk(character);
    if (length + bytes.length > limit) break;
    parts.push(bytes);
    length += bytes.length;
  }
  return Buffer.concat(parts);
}
