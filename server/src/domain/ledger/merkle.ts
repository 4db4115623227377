import { hash } from 'node:crypto';

/** Gives the root of the complete, aligned subtree of 2^level leaves that begins at leaf index·2^level. Level 0 are the leaf hashes themselves. */
export type SubtreeReader = (level: number, index: number) => Uint8Array;

/** A tree that only grows: its size and the roots of its complete subtrees, largest first (one for each 1 in the binary size). */
export interface Frontier {
  size: number;
  hashes: readonly Uint8Array[];
}

export const emptyFrontier: Frontier = { size: 0, hashes: [] };

/** RFC 6962 §2.1: SHA-256 of 0x00 and the leaf's bytes. */
export function leafHash(bytes: Uint8Array): Uint8Array {
  const input = Buffer.allocUnsafe(bytes.length + 1);
  input[0] = 0;
  input.set(bytes, 1);
  return sha256(input);
}

/** RFC 6962 §2.1: SHA-256 of 0x01 and both children. */
export function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  const input = Buffer.allocUnsafe(65);
  input[0] = 1;
  input.set(left, 1);
  input.set(right, 33);
  return sha256(input);
}

/** The root of a tree without leaves: SHA-256 of nothing. */
export function emptyRoot(): Uint8Array {
  return sha256(Buffer.alloc(0));
}

/**
 * The frontier with one more leaf hash; the given one is left as it was, so a rolled-back commit costs nothing.
 * `onSubtree` is told of every complete subtree (level ≥ 1) that this leaf finishes.
 */
export function appendLeaf(frontier: Frontier, leaf: Uint8Array, onSubtree?: (level: number, index: number, root: Uint8Array) => void): Frontier {
  const hashes = frontier.hashes.slice();
  let root = leaf;
  let size = frontier.size;
  for (let level = 1; size % 2 === 1; level++) {
    root = nodeHash(hashes.pop() as Uint8Array, root);
    size = (size - 1) / 2;
    onSubtree?.(level, size, root);
  }
  hashes.push(root);
  return { size: frontier.size + 1, hashes };
}

/** The root of a frontier, as a checkpoint of its size signs it. */
export function frontierRoot(frontier: Frontier): Uint8Array {
  return frontier.hashes.reduceRight<Uint8Array | null>((right, left) => (right === null ? left : nodeHash(left, right)), null) ?? emptyRoot();
}

/** The frontier of the first `size` leaves, read from stored subtrees (for a restart). */
export function readFrontier(size: number, subtree: SubtreeReader): Frontier {
  const hashes: Uint8Array[] = [];
  for (let start = 0; start < size; ) {
    const level = Math.floor(Math.log2(size - start));
    hashes.push(subtree(level, start / 2 ** level));
    start += 2 ** level;
  }
  return { size, hashes };
}

/** The root of the first `size` leaves. */
export function treeRoot(size: number, subtree: SubtreeReader): Uint8Array {
  return frontierRoot(readFrontier(size, subtree));
}

/** RFC 6962 §2.1.1: the hashes that lead from leaf `index` to the root of the first `size` leaves, nearest first. */
export function inclusionProof(index: number, size: number, subtree: SubtreeReader): Uint8Array[] {
  if (!isCount(index) || !isCount(size) || index >= size) throw new RangeError(`no leaf ${index} in a tree of ${size}`);
  const path = (start: number, end: number): Uint8Array[] => {
    if (end - start === 1) return [];
    const middle = start + largestPowerBelow(end - start);
    return index < middle ? [...path(start, middle), rangeRoot(middle, end, subtree)] : [...path(middle, end), rangeRoot(start, middle, subtree)];
  };
  return path(0, size);
}

/** RFC 6962 §2.1.2: the hashes that show the first `oldSize` leaves unchanged inside the first `newSize`. Empty for equal sizes and for size 0. */
export function consistencyProof(oldSize: number, newSize: number, subtree: SubtreeReader): Uint8Array[] {
  if (!isCount(oldSize) || !isCount(newSize) || oldSize > newSize) throw new RangeError(`a tree of ${oldSize} is no beginning of a tree of ${newSize}`);
  if (oldSize === 0) return [];
  const path = (start: number, end: number, known: boolean): Uint8Array[] => {
    if (oldSize === end) return known ? [] : [rangeRoot(start, end, subtree)];
    const middle = start + largestPowerBelow(end - start);
    return oldSize <= middle
      ? [...path(start, middle, known), rangeRoot(middle, end, subtree)]
      : [...path(middle, end, false), rangeRoot(start, middle, subtree)];
  };
  return path(0, newSize, true);
}

/** Whether `proof` leads from the leaf hash at `index` to `root` of a tree of `size` leaves (RFC 9162 §2.1.3.2). Never throws. */
export function verifyInclusion(claim: { leaf: Uint8Array; index: number; size: number; proof: readonly Uint8Array[]; root: Uint8Array }): boolean {
  const { leaf, index, size, proof, root } = claim;
  if (!isCount(index) || !isCount(size) || index >= size || !areHashes([leaf, root, ...proof])) return false;
  let [node, last, hash] = [index, size - 1, leaf];
  for (const other of proof) {
    if (last === 0) return false;
    if (node % 2 === 1 || node === last) {
      hash = nodeHash(other, hash);
      while (node % 2 === 0 && node !== 0) [node, last] = [node / 2, half(last)];
    } else {
      hash = nodeHash(hash, other);
    }
    [node, last] = [half(node), half(last)];
  }
  return last === 0 && same(hash, root);
}

/** Whether `proof` shows that the tree of `oldRoot` is the beginning of the tree of `newRoot` (RFC 9162 §2.1.4.2). Never throws. */
export function verifyConsistency(claim: {
  oldSize: number;
  newSize: number;
  oldRoot: Uint8Array;
  newRoot: Uint8Array;
  proof: readonly Uint8Array[];
}): boolean {
  const { oldSize, newSize, oldRoot, newRoot, proof } = claim;
  if (!isCount(oldSize) || !isCount(newSize) || oldSize > newSize || !areHashes([oldRoot, newRoot, ...proof])) return false;
  if (oldSize === newSize) return proof.length === 0 && same(oldRoot, newRoot);
  if (oldSize === 0) return proof.length === 0 && same(oldRoot, emptyRoot());
  const steps = isPowerOfTwo(oldSize) ? [oldRoot, ...proof] : [...proof];
  let [node, last] = [oldSize - 1, newSize - 1];
  while (node % 2 === 1) [node, last] = [half(node), half(last)];
  const first = steps.shift();
  if (first === undefined) return false;
  let [oldHash, newHash] = [first, first];
  for (const other of steps) {
    if (last === 0) return false;
    if (node % 2 === 1 || node === last) {
      oldHash = nodeHash(other, oldHash);
      newHash = nodeHash(other, newHash);
      while (node % 2 === 0 && node !== 0) [node, last] = [node / 2, half(last)];
    } else {
      newHash = nodeHash(newHash, other);
    }
    [node, last] = [half(node), half(last)];
  }
  return last === 0 && same(oldHash, oldRoot) && same(newHash, newRoot);
}

/** The root of the leaves from `start` up to `end`, where `start` is aligned as the recursion of RFC 6962 makes it. */
function rangeRoot(start: number, end: number, subtree: SubtreeReader): Uint8Array {
  const count = end - start;
  if (isPowerOfTwo(count)) return subtree(Math.log2(count), start / count);
  const middle = start + largestPowerBelow(count);
  return nodeHash(rangeRoot(start, middle, subtree), rangeRoot(middle, end, subtree));
}

function sha256(input: Buffer): Uint8Array {
  return hash('sha256', input, 'buffer');
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

function areHashes(list: readonly Uint8Array[]): boolean {
  return list.every((item) => item instanceof Uint8Array && item.length === 32);
}

function isPowerOfTwo(count: number): boolean {
  return 2 ** Math.floor(Math.log2(count)) === count;
}

function largestPowerBelow(count: number): number {
  return 2 ** (Math.ceil(Math.log2(count)) - 1);
}

function half(value: number): number {
  return Math.floor(value / 2);
}

function same(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}
