import { sha256 } from './sha256.ts';

/** RFC 6962 hashing in the browser, so that a person need not trust the server's word for an entry. */

/** SHA-256 of the parts, one behind the other. */
export async function sha256Of(...parts: Uint8Array[]): Promise<Uint8Array> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return globalThis.crypto?.subtle ? new Uint8Array(await crypto.subtle.digest('SHA-256', whole)) : sha256(whole);
}

/** The leaf hash of an entry's exact bytes: SHA-256(0x00 ‖ bytes). */
export function leafHash(bytes: Uint8Array): Promise<Uint8Array> {
  return sha256Of(Uint8Array.of(0), bytes);
}

/**
 * The root that an inclusion proof leads to (RFC 9162 §2.1.3.2). Null when the proof has the wrong number of hashes
 * or the index lies outside the tree. Plain numbers: exact below 2^53 entries.
 */
export async function rootFromProof(proof: { leafIndex: number; treeSize: number; hashes: Uint8Array[] }, leaf: Uint8Array): Promise<Uint8Array | null> {
  let index = proof.leafIndex;
  let last = proof.treeSize - 1;
  if (!(index >= 0 && index <= last)) return null;
  let root = leaf;
  for (const sibling of proof.hashes) {
    if (last === 0) return null;
    if (index % 2 === 1 || index === last) {
      root = await sha256Of(Uint8Array.of(1), sibling, root);
      while (index % 2 === 0 && index !== 0) {
        index /= 2;
        last = Math.floor(last / 2);
      }
    } else root = await sha256Of(Uint8Array.of(1), root, sibling);
    index = Math.floor(index / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 ? root : null;
}

export interface Checkpoint {
  origin: string;
  treeSize: number;
  /** base64, as it stands in the note. */
  rootHash: string;
  /** The signature lines as they stand. */
  signatures: string[];
}

/** Reads a C2SP tlog-checkpoint; null when it is none. */
export function parseCheckpoint(note: string): Checkpoint | null {
  const cut = note.lastIndexOf('\n\n');
  if (cut < 0) return null;
  const [origin, size, rootHash] = note.slice(0, cut).split('\n');
  const signatures = note
    .slice(cut + 2)
    .split('\n')
    .filter((line) => line.startsWith('— '));
  if (!origin || !size || !rootHash || !/^(0|[1-9]\d*)$/.test(size)) return null;
  return { origin, treeSize: Number(size), rootHash, signatures };
}

export function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

export function toBase64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}

export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
