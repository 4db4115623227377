import { isUtf8 } from 'node:buffer';
import { statSync } from 'node:fs';
import type { Database } from 'better-sqlite3';
import { isCanonicalEntry } from '../../../domain/ledger/entry-codec.ts';
import type { AnyEntry } from '../../../domain/ledger/entry.ts';
import { leafHash } from '../../../domain/ledger/merkle.ts';
import { isPlainCanonical } from '../../../domain/ledger/plain-canonical.ts';
import { picturePath } from '../../snapshots/picture-path.ts';
import { namedFiles } from './named-files.ts';
import { mostProblems } from './pass.ts';
import type { Problem } from './pass.ts';

const hashBytes = 32;

/** Entries of one stretch, hashed again. Plain data, so that it can cross from a thread. */
export interface ContentChunk {
  /** The seqs that are there, in order. */
  seqs: Float64Array<ArrayBuffer>;
  /** Their leaf hashes made from the stored bytes, 32 bytes each. */
  leaves: Uint8Array<ArrayBuffer>;
  problems: { seq: number; problem: Problem }[];
}

/** Seqs from `from` to before `until`. */
export interface Stretch {
  from: number;
  until: number;
}

type EntryRow = [seq: number, bytes: Buffer, leafHash: Buffer, kind: string, subject: string, recordedAt: number];

/**
 * Checks single entries by what they say themselves: the leaf hash, the canonical writing, the index columns, and whether the files that they
 * name are there. `db` is inside one read transaction.
 */
export function prepareContents(db: Database, place: { siteId: string; folder: string }): (stretch: Stretch) => ContentChunk {
  const rows = db
    .prepare<[string, number, number], EntryRow>(
      'select seq, bytes, leaf_hash, kind, subject, recorded_at from ledger_entry where site_id = ? and seq >= ? and seq < ? order by seq',
    )
    .raw();
  return ({ from, until }) => {
    const found = rows.all(place.siteId, from, until);
    const seqs = new Float64Array(found.length);
    const leaves = new Uint8Array(found.length * hashBytes);
    const problems: ContentChunk['problems'] = [];
    for (const [index, row] of found.entries()) {
      const [seq, bytes, storedLeaf] = row;
      const leaf = leafHash(bytes);
      seqs[index] = seq;
      leaves.set(leaf, index * hashBytes);
      if (problems.length >= mostProblems) continue;
      if (Buffer.compare(leaf, storedLeaf) !== 0) problems.push({ seq, problem: `seq ${seq}: 内容与叶哈希不符，该条目被改过` });
      else for (const problem of contentProblems(row, place)) problems.push({ seq, problem });
    }
    return { seqs, leaves, problems };
  };
}

/** Looks into the stretches one after the other on the calling thread. */
export async function* contentsHere(check: (stretch: Stretch) => ContentChunk, stretches: Iterable<Stretch>): AsyncIterable<ContentChunk> {
  for (const stretch of stretches) yield check(stretch);
}

/** The leaf hash at `index` of a chunk. */
export function leafOf(chunk: ContentChunk, index: number): Uint8Array {
  return chunk.leaves.subarray(index * hashBytes, (index + 1) * hashBytes);
}

/** What is wrong with bytes whose hash is right: not canonical, other than the index columns say, or naming files that are missing. */
function contentProblems([seq, bytes, , kind, subject, recordedAt]: EntryRow, place: { siteId: string; folder: string }): Problem[] {
  const entry = readCanonical(bytes);
  if (!entry) return [`seq ${seq}: 内容不是规范的台账条目`];
  if (entry.seq !== seq || entry.site !== place.siteId) return [`seq ${seq}: 内容属于 ${entry.site} 的 seq ${entry.seq}`];
  if (entry.kind !== kind || entry.subject !== subject || Date.parse(entry.at) !== recordedAt) return [`seq ${seq}: 索引列与内容不符`];
  try {
    return namedFiles(entry)
      .map((sha256) => picturePath(place.folder, sha256))
      .filter((path) => !statSync(path, { throwIfNoEntry: false })?.isFile())
      .map((path) => `${path}: 文件缺失（seq ${seq} 引用）`);
  } catch {
    // Somebody wrote a body that no program of ours makes.
    return [`seq ${seq}: 内容不是规范的台账条目`];
  }
}

/** Null unless the bytes are a canonical entry. */
function readCanonical(bytes: Buffer): AnyEntry | null {
  const canonical = isUtf8(bytes) && (isPlainCanonical(bytes) || isCanonicalEntry(bytes));
  if (!canonical) return null;
  return JSON.parse(bytes.toString('utf8')) as AnyEntry;
}
