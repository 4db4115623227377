import { isUtf8 } from 'node:buffer';
import iconv from 'iconv-lite';
import { provinceCharacters } from '../../domain/plates/provinces.ts';

/** Text of a device's bytes: UTF-8 when they are UTF-8, otherwise GBK. A byte order mark is dropped. Never throws. */
export function decodeText(bytes: Uint8Array): string {
  const text = isUtf8(bytes) ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8') : iconv.decode(bytes, 'gbk');
  if (mayBeGbk.test(text) && !chinese.test(text)) {
    const other = iconv.decode(bytes, 'gbk');
    if (plate.test(other)) return other;
  }
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}

/** Chinese takes three bytes in UTF-8. 鲁 and 豫 in GBK are two that read as one letter of another script: a plate alone in a message then looks like UTF-8. */
const mayBeGbk = /[\u0080-\u07ff]/;
const chinese = /[\u0800-\uffff]/;
const plate = new RegExp(`[${provinceCharacters}][A-Z0-9]`);

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
