import { nodeHash } from './merkle.ts';
import type { SubtreeReader } from './merkle.ts';

/** A tile is the root of 2^8 leaves: the storage keeps one hash for each, so that a proof reads a few hundred hashes instead of millions. */
export const tileLevel = 8;
export const tileLeaves = 256;

/** Where the hashes of a log are kept. Both give `count` hashes from `first` on, in order. */
export interface HashSource {
  leafHashes: (first: number, count: number) => readonly Uint8Array[];
  tileHashes: (first: number, count: number) => readonly Uint8Array[];
}

/** Reads any complete subtree out of leaf hashes (below level 8) and tile hashes (from level 8 on). Throws when the source lacks one. */
export function tileReader(source: HashSource): SubtreeReader {
  return (level, index) => {
    const [read, below] = level < tileLevel ? [source.leafHashes, 0] : [source.tileHashes, tileLevel];
    const count = 2 ** (level - below);
    const hashes = read(index * count, count);
    if (hashes.length !== count) throw new RangeError(`the log has ${hashes.length} of ${count} hashes for subtree ${index} of level ${level}`);
    return foldComplete(hashes);
  };
}

/** The root over a power of two of neighbouring subtree roots. */
export function foldComplete(hashes: readonly Uint8Array[]): Uint8Array {
  let row = hashes;
  while (row.length > 1) {
    const next: Uint8Array[] = [];
    for (let at = 0; at + 1 < row.length; at += 2) next.push(nodeHash(row[at] as Uint8Array, row[at + 1] as Uint8Array));
    if (next.length * 2 !== row.length) throw new RangeError('a complete subtree has a power of two of leaves');
    row = next;
  }
  const [root] = row;
  if (root === undefined) throw new RangeError('a complete subtree has a power of two of leaves');
  return root;
}
