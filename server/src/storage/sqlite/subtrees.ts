import type { Database } from 'better-sqlite3';
import { AppError } from '../../domain/errors.ts';
import { nodeHash } from '../../domain/ledger/merkle.ts';
import type { SubtreeReader } from '../../domain/ledger/merkle.ts';

/** Level of the subtrees that have a row of their own: 256 leaves. */
export const blockLevel = 8;
const blockSize = 2 ** blockLevel;
const keptBlocks = 64;

/** Roots of complete subtrees of the committed tree: 256 leaves and more in memory, smaller ones from the leaf hashes of their block. */
export interface Subtrees {
  readonly read: SubtreeReader;
  /** Takes the root of a finished block of 256 leaves, in order. */
  push(root: Uint8Array): void;
  /** Reads everything anew; `size` is the number of committed leaves. */
  load(size: number): void;
}

export function createSubtrees(db: Database, siteId: string): Subtrees {
  const rows = db.prepare<[string], { position: number; hash: Uint8Array }>('select position, hash from ledger_subtree where site_id = ? order by position');
  const leaves = db.prepare<[string, number, number], { seq: number; leaf_hash: Uint8Array }>(
    'select seq, leaf_hash from ledger_entry where site_id = ? and seq >= ? and seq < ? order by seq',
  );
  let levels: Uint8Array[][] = [];
  const blocks = new Map<number, Uint8Array[][]>();

  /** All complete nodes of one block, leaves first. */
  const readBlock = (block: number): Uint8Array[][] => {
    const kept = blocks.get(block);
    if (kept) return kept;
    const found = leaves.all(siteId, block * blockSize, (block + 1) * blockSize);
    found.forEach((row, index) => {
      if (row.seq !== block * blockSize + index) throw new AppError('LEDGER_BROKEN', { seq: block * blockSize + index });
    });
    const nodes = [found.map((row) => row.leaf_hash)];
    for (let below = nodes[0] as Uint8Array[]; below.length >= 2; below = nodes.at(-1) as Uint8Array[]) nodes.push(pairUp(below));
    if (found.length === blockSize) {
      if (blocks.size >= keptBlocks) blocks.delete(blocks.keys().next().value as number);
      blocks.set(block, nodes);
    }
    return nodes;
  };
  const read: SubtreeReader = (level, index) => {
    const root =
      level >= blockLevel
        ? levels[level - blockLevel]?.[index]
        : readBlock(Math.floor((index * 2 ** level) / blockSize))[level]?.[index % (blockSize >> level)];
    if (!root) throw new AppError('LEDGER_BROKEN', { seq: index * 2 ** level });
    return root;
  };
  return {
    read,
    push(root) {
      let carried = root;
      for (let level = 0; ; level++) {
        const row = levels[level] ?? [];
        levels[level] = row;
        row.push(carried);
        if (row.length % 2 === 1) return;
        carried = nodeHash(row.at(-2) as Uint8Array, carried);
      }
    },
    load(size) {
      levels = [];
      blocks.clear();
      const complete = Math.floor(size / blockSize);
      const stored = new Map(rows.all(siteId).map((row) => [row.position, row.hash]));
      for (let block = 0; block < complete; block++) this.push(stored.get(block) ?? (readBlock(block)[blockLevel]?.[0] as Uint8Array));
    },
  };
}

function pairUp(nodes: readonly Uint8Array[]): Uint8Array[] {
  const parents: Uint8Array[] = [];
  for (let index = 0; index + 1 < nodes.length; index += 2) parents.push(nodeHash(nodes[index] as Uint8Array, nodes[index + 1] as Uint8Array));
  return parents;
}
