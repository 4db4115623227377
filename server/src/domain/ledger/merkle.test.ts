import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  appendLeaf,
  consistencyProof,
  emptyFrontier,
  emptyRoot,
  frontierRoot,
  inclusionProof,
  leafHash,
  readFrontier,
  treeRoot,
  verifyConsistency,
  verifyInclusion,
} from './merkle.ts';
import type { Frontier, SubtreeReader } from './merkle.ts';

const ctLeaves = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'].map((hex) => Buffer.from(hex, 'hex'));
const ctRoots = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

/** RFC 6962 §2.1, §2.1.1, §2.1.2 word for word, to compare with. */
function sha(...parts: Uint8Array[]): Uint8Array {
  return parts.reduce((digest, part) => digest.update(part), createHash('sha256')).digest();
}
function split(count: number): number {
  let power = 1;
  while (power * 2 < count) power *= 2;
  return power;
}
function naiveRoot(data: Uint8Array[]): Uint8Array {
  if (data.length === 0) return sha();
  if (data.length === 1) return sha(Buffer.of(0), data[0] as Uint8Array);
  const k = split(data.length);
  return sha(Buffer.of(1), naiveRoot(data.slice(0, k)), naiveRoot(data.slice(k)));
}
function naivePath(m: number, data: Uint8Array[]): Uint8Array[] {
  if (data.length <= 1) return [];
  const k = split(data.length);
  return m < k ? [...naivePath(m, data.slice(0, k)), naiveRoot(data.slice(k))] : [...naivePath(m - k, data.slice(k)), naiveRoot(data.slice(0, k))];
}
function naiveSubproof(m: number, data: Uint8Array[], known: boolean): Uint8Array[] {
  if (m === data.length) return known ? [] : [naiveRoot(data)];
  const k = split(data.length);
  return m <= k
    ? [...naiveSubproof(m, data.slice(0, k), known), naiveRoot(data.slice(k))]
    : [...naiveSubproof(m - k, data.slice(k), false), naiveRoot(data.slice(0, k))];
}

function readerOf(data: Uint8Array[]): SubtreeReader {
  return (level, index) => {
    const part = data.slice(index * 2 ** level, (index + 1) * 2 ** level);
    if (part.length !== 2 ** level) throw new Error('read past the end');
    return naiveRoot(part);
  };
}
function grow(data: Uint8Array[]): Frontier {
  return data.reduce<Frontier>((frontier, item) => appendLeaf(frontier, leafHash(item)), emptyFrontier);
}

describe('the reference vectors of certificate transparency', () => {
  test('the root of nothing is SHA-256 of nothing', () => {
    expect(hex(frontierRoot(emptyFrontier))).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    expect(hex(emptyRoot())).toBe(hex(frontierRoot(emptyFrontier)));
  });

  test('the roots of 1 to 8 leaves', () => {
    expect(ctRoots.map((_root, at) => hex(frontierRoot(grow(ctLeaves.slice(0, at + 1)))))).toEqual(ctRoots);
    expect(ctRoots.map((_root, at) => hex(treeRoot(at + 1, readerOf(ctLeaves))))).toEqual(ctRoots);
  });

  test('the inclusion proof of leaf 0 among 8 and of leaf 5 among 8', () => {
    expect(inclusionProof(0, 8, readerOf(ctLeaves)).map(hex)).toEqual([
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ]);
    expect(inclusionProof(5, 8, readerOf(ctLeaves)).map(hex)).toEqual([
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ]);
  });

  test('the consistency proof from 6 to 8', () => {
    expect(consistencyProof(6, 8, readerOf(ctLeaves)).map(hex)).toEqual([
      '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ]);
  });
});

describe('against the recursive definition', () => {
  const data = Array.from({ length: 70 }, (_item, at) => Buffer.from(`leaf ${at}`));
  const reader = readerOf(data);
  const size = fc.integer({ min: 1, max: data.length });
  const sizeAndSmaller = size.chain((count) => fc.tuple(fc.constant(count), fc.integer({ min: 0, max: count - 1 })));

  test('every root is the root of the definition', () => {
    fc.assert(fc.property(size, (count) => void expect(hex(frontierRoot(grow(data.slice(0, count))))).toBe(hex(naiveRoot(data.slice(0, count))))));
  });

  test('every inclusion proof is that of the definition and verifies, at its own place only', () => {
    fc.assert(
      fc.property(sizeAndSmaller, ([count, index]) => {
        const proof = inclusionProof(index, count, reader);
        const root = naiveRoot(data.slice(0, count));
        const claim = { leaf: leafHash(data[index] as Buffer), index, size: count, proof, root };
        expect(proof.map(hex)).toEqual(naivePath(index, data.slice(0, count)).map(hex));
        expect(verifyInclusion(claim)).toBe(true);
        expect(verifyInclusion({ ...claim, leaf: leafHash(Buffer.from('other')) })).toBe(false);
        expect(verifyInclusion({ ...claim, proof: [...proof, root] })).toBe(false);
        expect(verifyInclusion({ ...claim, index: index + 1 })).toBe(false);
        if (proof.length > 0) expect(verifyInclusion({ ...claim, proof: proof.slice(1) })).toBe(false);
      }),
    );
  });

  test('every consistency proof is that of the definition and verifies, for its own roots only', () => {
    fc.assert(
      fc.property(sizeAndSmaller, ([newSize, smaller]) => {
        const oldSize = smaller + 1;
        const proof = consistencyProof(oldSize, newSize, reader);
        const claim = { oldSize, newSize, oldRoot: naiveRoot(data.slice(0, oldSize)), newRoot: naiveRoot(data.slice(0, newSize)), proof };
        expect(proof.map(hex)).toEqual(naiveSubproof(oldSize, data.slice(0, newSize), true).map(hex));
        expect(verifyConsistency(claim)).toBe(true);
        expect(verifyConsistency({ ...claim, oldRoot: leafHash(Buffer.from('rewritten')) })).toBe(false);
        expect(verifyConsistency({ ...claim, newRoot: leafHash(Buffer.from('rewritten')) })).toBe(false);
        expect(verifyConsistency({ ...claim, proof: [...proof, claim.newRoot] })).toBe(false);
        if (proof.length > 0) expect(verifyConsistency({ ...claim, proof: proof.slice(0, -1) })).toBe(false);
      }),
    );
  });

  test('a frontier read back grows like the one that was kept', () => {
    fc.assert(fc.property(size, (count) => void expect(readFrontier(count, reader)).toEqual(grow(data.slice(0, count)))));
  });

  test('appending leaves the earlier frontier alone', () => {
    const before = grow(data.slice(0, 3));
    const root = hex(frontierRoot(before));
    appendLeaf(before, leafHash(Buffer.from('rolled back')));
    expect(hex(frontierRoot(before))).toBe(root);
  });

  test('the empty tree is the beginning of every tree', () => {
    expect(consistencyProof(0, 5, reader)).toEqual([]);
    expect(verifyConsistency({ oldSize: 0, newSize: 5, oldRoot: emptyRoot(), newRoot: naiveRoot(data.slice(0, 5)), proof: [] })).toBe(true);
  });

  test('nonsense is refused without an exception', () => {
    const root = emptyRoot();
    expect(verifyInclusion({ leaf: root, index: -1, size: 1, proof: [], root })).toBe(false);
    expect(verifyInclusion({ leaf: root, index: 0.5, size: 1, proof: [], root })).toBe(false);
    expect(verifyInclusion({ leaf: Buffer.of(1), index: 0, size: 1, proof: [], root: Buffer.of(1) })).toBe(false);
    expect(verifyConsistency({ oldSize: 3, newSize: 2, oldRoot: root, newRoot: root, proof: [] })).toBe(false);
    expect(() => inclusionProof(5, 5, reader)).toThrow(RangeError);
    expect(() => consistencyProof(6, 5, reader)).toThrow(RangeError);
  });
});
