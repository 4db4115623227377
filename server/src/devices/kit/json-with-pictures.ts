import { isUtf8 } from 'node:buffer';
import iconv from 'iconv-lite';
import { parseExactJson } from '../../domain/exact-json.ts';
import { decodeBase64, decodeBase64Bytes } from './base64.ts';
import { decodeText } from './charset.ts';
import { member } from './values.ts';

const quote = 0x22;
const backslash = 0x5c;
const namedCutFrom = 64;
const anyCutFrom = 2048;
const mostStrings = 20_000;
const deepest = 64;
const largestRest = 1 << 20;

/** `frame` is the JSON with every long text cut out; `picture` gives the bytes behind a value of the parsed tree. */
export interface CutJson {
  ok: true;
  value: unknown;
  frame: Uint8Array;
  picture(value: unknown): Uint8Array | null;
}

/**
 * Parses a pushed JSON body of which nearly everything is base64 pictures: the long texts are found in the bytes and cut out
 * before `JSON.parse`, which would cost most of the time otherwise. Texts under `pictureKeys` are cut from 64 bytes, others from 2 KiB.
 * UTF-8 or GBK; whole numbers too long for a double stay text. Work is linear in the body; depth, number of texts and the size of the rest are bounded. Never throws.
 */
export function parseJsonWithPictures(body: Uint8Array, pictureKeys: ReadonlySet<string>): CutJson | { ok: false; problem: string } {
  const bytes = trimmed(utf8Of(body));
  const cuts: Buffer[] = [];
  const pieces: Buffer[] = [];
  let copiedTo = 0;
  let at = 0;
  let depth = 0;
  let strings = 0;
  let keyFrom = 0;
  let keyTo = 0;
  let valueAt = -1;

  for (;;) {
    const found = bytes.indexOf(quote, at);
    const open = found < 0 ? bytes.length : found;
    for (let index = at; index < open; index++) {
      const byte = bytes[index];
      if (byte === 0x7b || byte === 0x5b) depth++;
      else if (byte === 0x7d || byte === 0x5d) depth--;
      if (depth > deepest) return { ok: false, problem: 'JSON 嵌套过深' };
    }
    if (found < 0) break;
    if (++strings > mostStrings) return { ok: false, problem: 'JSON 中的字段过多' };
    const close = closingQuote(bytes, open + 1);
    if (close < 0) return { ok: false, problem: 'JSON 不完整：字符串没有结束' };
    const next = afterBlanks(bytes, close + 1);
    const length = close - open - 1;
    if (bytes[next] === 0x3a) {
      keyFrom = open + 1;
      keyTo = close;
      valueAt = afterBlanks(bytes, next + 1);
    } else if (
      length >= anyCutFrom ||
      (length >= namedCutFrom && valueAt === open && keyTo - keyFrom < 64 && pictureKeys.has(bytes.toString('latin1', keyFrom, keyTo)))
    ) {
      pieces.push(bytes.subarray(copiedTo, open), Buffer.from(`{"cut":${cuts.length},"bytes":${length}}`));
      cuts.push(bytes.subarray(open + 1, close));
      copiedTo = close + 1;
    }
    at = close + 1;
  }

  pieces.push(bytes.subarray(copiedTo));
  const frame = Buffer.concat(pieces);
  if (frame.length > largestRest) return { ok: false, problem: 'JSON 除图片外的内容过大' };
  try {
    const value = parseExactJson(decodeText(frame));
    return { ok: true, value, frame, picture: (wanted) => pictureOf(wanted, cuts) };
  } catch {
    return { ok: false, problem: '内容不是完整的 JSON' };
  }
}

function pictureOf(value: unknown, cuts: readonly Buffer[]): Uint8Array | null {
  if (typeof value === 'string') return decodeBase64(value);
  const index = member(value, 'cut');
  const cut = typeof index === 'number' ? cuts[index] : undefined;
  if (cut === undefined) return null;
  if (!cut.includes(backslash)) return decodeBase64Bytes(cut);
  try {
    // Some senders escape every slash of their base64.
    return decodeBase64(JSON.parse(`"${cut.toString('latin1')}"`) as string);
  } catch {
    return null;
  }
}

function closingQuote(bytes: Buffer, from: number): number {
  let at = from;
  for (;;) {
    const found = bytes.indexOf(quote, at);
    if (found < 0) return -1;
    let slashes = 0;
    while (found - slashes > from && bytes[found - slashes - 1] === backslash) slashes++;
    if (slashes % 2 === 0) return found;
    at = found + 1;
  }
}

function afterBlanks(bytes: Buffer, from: number): number {
  let at = from;
  while (at < bytes.length && (bytes[at] === 0x20 || bytes[at] === 0x0a || bytes[at] === 0x0d || bytes[at] === 0x09)) at++;
  return at;
}

function utf8Of(body: Uint8Array): Buffer {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  return isUtf8(bytes) ? bytes : Buffer.from(iconv.decode(bytes, 'gbk'), 'utf8');
}

/** Without a byte order mark and without the NUL bytes that firmware leaves behind its buffer. */
function trimmed(bytes: Buffer): Buffer {
  const from = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  let to = bytes.length;
  while (to > from && (bytes[to - 1] === 0 || bytes[to - 1] === 0x0a || bytes[to - 1] === 0x0d || bytes[to - 1] === 0x20)) to--;
  return bytes.subarray(from, to);
}
