import { decodeText } from './charset.ts';

export interface Part {
  name: string | null;
  filename: string | null;
  contentType: string | null;
  body: Uint8Array;
}

const mostParts = 64;
const longestHead = 8192;

/**
 * The parts of a multipart body, as tolerant as cameras need: the boundary is taken from the content type or from the first line,
 * a part ends by its Content-Length when a boundary really follows there (pictures may contain boundary-like bytes), otherwise at the
 * next boundary, and an unfinished last part keeps what came. Null when the body is no multipart at all. Never throws.
 */
export function parseMultipart(body: Uint8Array, contentType: string | null): Part[] | null {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const marker = markerOf(bytes, contentType);
  if (marker === null) return null;
  const parts: Part[] = [];
  let at = bytes.indexOf(marker);
  while (at >= 0 && parts.length < mostParts) {
    const headFrom = afterLine(bytes, at + marker.length);
    if (headFrom === null) break;
    const head = headOf(bytes, headFrom);
    if (head === null) break;
    const end = endOf(bytes, head.bodyFrom, head.length, marker);
    parts.push({ name: head.name, filename: head.filename, contentType: head.contentType, body: bytes.subarray(head.bodyFrom, end.bodyTo) });
    at = end.nextMarker;
  }
  return parts;
}

function markerOf(bytes: Buffer, contentType: string | null): Buffer | null {
  const stated = /boundary\s*=\s*(?:"([^"]{1,200})"|([^;,\s]{1,200}))/i.exec(contentType ?? '');
  if (stated !== null) {
    const marker = Buffer.from(`--${stated[1] ?? stated[2] ?? ''}`, 'latin1');
    if (bytes.includes(marker)) return marker;
  }
  const start = bytes.toString('latin1', 0, 512);
  const sniffed = /^\s*(--[^\r\n]{1,200}?)[ \t]*\r?\n/.exec(start);
  return sniffed === null ? null : Buffer.from(sniffed[1] ?? '', 'latin1');
}

/** The start of the line after a marker, or null at the closing marker. */
function afterLine(bytes: Buffer, from: number): number | null {
  if (bytes[from] === 0x2d && bytes[from + 1] === 0x2d) return null;
  const newline = bytes.indexOf(0x0a, from);
  return newline < 0 ? null : newline + 1;
}

interface Head {
  bodyFrom: number;
  name: string | null;
  filename: string | null;
  contentType: string | null;
  length: number | null;
}

function headOf(bytes: Buffer, from: number): Head | null {
  const window = bytes.subarray(from, from + longestHead);
  const blank = /^\r?\n|\r?\n\r?\n/.exec(window.toString('latin1'));
  if (blank === null) return null;
  const bodyFrom = from + blank.index + blank[0].length;
  const lines = decodeText(window.subarray(0, blank.index)).split(/\r?\n(?![ \t])/);
  const head: Head = { bodyFrom, name: null, filename: null, contentType: null, length: null };
  for (const line of lines) {
    const colon = line.indexOf(':');
    const field = line.slice(0, colon).trim().toLowerCase();
    const value = line.slice(colon + 1).trim();
    if (field === 'content-disposition') {
      head.name = parameter(value, 'name');
      head.filename = parameter(value, 'filename');
    } else if (field === 'content-type') head.contentType = value.toLowerCase();
    else if (field === 'content-length' && /^\d{1,9}$/.test(value)) head.length = Number(value);
  }
  return head;
}

function parameter(value: string, name: string): string | null {
  const found = new RegExp(`(?:^|[;\\s])${name}\\s*=\\s*(?:"([^"]*)"|([^;\\s]+))`, 'i').exec(value);
  const text = found?.[1] ?? found?.[2] ?? '';
  return text === '' ? null : text;
}

function endOf(bytes: Buffer, from: number, length: number | null, marker: Buffer): { bodyTo: number; nextMarker: number } {
  // quirk: some firmware states a length of 0 before a body, so a length counts only when a boundary follows it.
  if (length !== null && from + length <= bytes.length) {
    let next = from + length;
    if (bytes[next] === 0x0d) next++;
    if (bytes[next] === 0x0a) next++;
    if (bytes.subarray(next, next + marker.length).equals(marker)) return { bodyTo: from + length, nextMarker: next };
  }
  // quirk: some firmware puts the boundary straight behind a text; in a picture the same bytes are part of the picture.
  const text = bytes[from] === 0x3c || bytes[from] === 0x7b;
  let next = bytes.indexOf(marker, from);
  while (next > from && bytes[next - 1] !== 0x0a && !(text && endsLine(bytes, next + marker.length))) next = bytes.indexOf(marker, next + 1);
  if (next < 0) return { bodyTo: length !== null && length > 0 ? Math.min(from + length, bytes.length) : bytes.length, nextMarker: -1 };
  let bodyTo = next;
  if (bodyTo > from && bytes[bodyTo - 1] === 0x0a) bodyTo--;
  if (bodyTo > from && bytes[bodyTo - 1] === 0x0d) bodyTo--;
  return { bodyTo, nextMarker: next };
}

function endsLine(bytes: Buffer, at: number): boolean {
  return bytes[at] === 0x0d || bytes[at] === 0x0a || (bytes[at] === 0x2d && bytes[at + 1] === 0x2d);
}
