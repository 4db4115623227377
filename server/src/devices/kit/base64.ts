/** Characters turned into a text at a time: a multiple of four, and small enough to leave the heap of young objects again at once. */
const sliceLength = 48 * 1024;
const [lineFeed, carriageReturn, blank] = [0x0a, 0x0d, 0x20];

/** As `decodeBase64`, from the ASCII bytes of a body: pictures are hundreds of kilobytes, and no text of such a size is made on the way. */
export function decodeBase64Bytes(encoded: Buffer): Uint8Array | null {
  return decodeInSlices(encoded) ?? decodeBase64(encoded.toString('latin1'));
}

/** Null unless every character of it is of the alphabet; the rarer writings are left to the exact way. */
function decodeInSlices(encoded: Buffer): Uint8Array | null {
  if (encoded.length < sliceLength || encoded.length % 4 !== 0) return null;
  if (encoded.includes(lineFeed) || encoded.includes(carriageReturn) || encoded.includes(blank)) return null;
  const padding = encoded.at(-1) !== 0x3d ? 0 : encoded.at(-2) !== 0x3d ? 1 : 2;
  const bytes = Buffer.allocUnsafeSlow((encoded.length / 4) * 3 - padding);
  let written = 0;
  for (let from = 0; from < encoded.length; from += sliceLength) {
    const until = Math.min(from + sliceLength, encoded.length);
    const expected = until === encoded.length ? bytes.length - written : ((until - from) / 4) * 3;
    // Node skips what it cannot read, so a shorter result betrays foreign characters.
    if (bytes.write(encoded.toString('latin1', from, until), written, 'base64') !== expected) return null;
    written += expected;
  }
  return bytes;
}

/** Bytes of a base64 text (plain, URL-safe, with line breaks, or as a data URL); null when it is anything else. */
export function decodeBase64(text: string): Uint8Array | null {
  const comma = text.startsWith('data:') ? text.slice(0, 128).indexOf(',') : -1;
  const body = comma >= 0 ? text.slice(comma + 1) : text;
  const bytes = Buffer.from(body, 'base64');
  if (bytes.length === 0) return null;
  // Node skips what it cannot read, so a shorter result betrays foreign characters; line breaks cost under 3 %.
  let significant = body.length;
  while (significant > 0 && (body.charCodeAt(significant - 1) === 0x3d || body.charCodeAt(significant - 1) <= 0x20)) significant--;
  const missing = Math.floor((significant * 3) / 4) - bytes.length;
  if (missing > (body.length < 1024 ? 0 : 2 + significant * 0.03)) return body.length < 1024 ? decodeShort(body) : null;
  return bytes;
}

function decodeShort(body: string): Uint8Array | null {
  const packed = body.replace(/\s+/g, '');
  return /^[A-Za-z0-9+/_-]+={0,2}$/.test(packed) && packed.replace(/=+$/, '').length % 4 !== 1 ? Buffer.from(packed, 'base64') : null;
}
