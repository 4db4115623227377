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
