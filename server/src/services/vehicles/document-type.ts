/** What a stored picture or document is, told by its first bytes alone: names and headers are the sender's word. */
const kinds = [
  { type: 'image/jpeg', matches: (bytes: Uint8Array) => starts(bytes, [0xff, 0xd8, 0xff]) },
  { type: 'image/png', matches: (bytes: Uint8Array) => starts(bytes, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]) },
  { type: 'image/webp', matches: (bytes: Uint8Array) => textAt(bytes, 0) === 'RIFF' && textAt(bytes, 8) === 'WEBP' },
  { type: 'application/pdf', matches: (bytes: Uint8Array) => textAt(bytes, 0) === '%PDF' },
] as const;
export type DocumentType = (typeof kinds)[number]['type'];

/** How many first bytes `documentTypeOf` looks at. */
export const documentHeadBytes = 12;

/** JPEG, PNG, WebP or PDF; null for everything else. */
export function documentTypeOf(head: Uint8Array): DocumentType | null {
  return kinds.find(({ matches }) => matches(head))?.type ?? null;
}

function starts(bytes: Uint8Array, signature: readonly number[]): boolean {
  return signature.every((byte, at) => bytes[at] === byte);
}

function textAt(bytes: Uint8Array, from: number): string {
  return String.fromCharCode(...bytes.subarray(from, from + 4));
}
