import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { leafHash, parseCheckpoint, rootFromProof } from './merkle.ts';

const sha = (...parts: Uint8Array[]) => new Uint8Array(createHash('sha256').update(Buffer.concat(parts)).digest());
const node = (left: Uint8Array, right: Uint8Array) => sha(Uint8Array.of(1), left, right);

function split(size: number): number {
  let half = 1;
  while (half * 2 < size) half *= 2;
  return half;
}
function root(leaves: Uint8Array[]): Uint8Array {
  if (leaves.length === 1) return leaves[0] as Uint8Array;
  const half = split(leaves.length);
  return node(root(leaves.slice(0, half)), root(leaves.slice(half)));
}
function path(index: number, leaves: Uint8Array[]): Uint8Array[] {
  if (leaves.length === 1) return [];
  const half = split(leaves.length);
  if (index < half) return [...path(index, leaves.slice(0, half)), root(leaves.slice(half))];
  return [...path(index - half, leaves.slice(half)), root(leaves.slice(0, half))];
}

test('RFC 6962 §2.1.1 every proof of every tree up to 33 leaves leads to the root', async () => {
  for (let size = 1; size <= 33; size += 1) {
    const bytes = Array.from({ length: size }, (_, index) => new TextEncoder().encode(`entry ${index}`));
    const leaves = await Promise.all(bytes.map(leafHash));
    for (let index = 0; index < size; index += 1) {
      const proof = { leafIndex: index, treeSize: size, hashes: path(index, leaves) };
      expect(await rootFromProof(proof, leaves[index] as Uint8Array)).toEqual(root(leaves));
    }
  }
});

test('a proof for another leaf, of another length or outside the tree leads nowhere', async () => {
  const leaves = await Promise.all(['a', 'b', 'c', 'd', 'e'].map((text) => leafHash(new TextEncoder().encode(text))));
  const hashes = path(2, leaves);
  const leaf = leaves[2] as Uint8Array;
  expect(await rootFromProof({ leafIndex: 3, treeSize: 5, hashes }, leaf)).not.toEqual(root(leaves));
  expect(await rootFromProof({ leafIndex: 2, treeSize: 5, hashes: hashes.slice(1) }, leaf)).toBeNull();
  expect(await rootFromProof({ leafIndex: 2, treeSize: 5, hashes: [...hashes, leaf] }, leaf)).toBeNull();
  expect(await rootFromProof({ leafIndex: 5, treeSize: 5, hashes }, leaf)).toBeNull();
});

test('a checkpoint is read as origin, size, root and signatures, anything else is refused', () => {
  expect(parseCheckpoint('greengate/s1\n7\nAAAA\n\n— greengate/s1 c2ln\n')).toEqual({
    origin: 'greengate/s1',
    treeSize: 7,
    rootHash: 'AAAA',
    signatures: ['— greengate/s1 c2ln'],
  });
  expect(parseCheckpoint('greengate/s1\n07\nAAAA\n\n')).toBeNull();
  expect(parseCheckpoint('greengate/s1\n7\nAAAA')).toBeNull();
});
