import { isUtf8 } from 'node:buffer';
import { createPublicKey } from 'node:crypto';
import { statSync } from 'node:fs';
import type { Database } from 'better-sqlite3';
import { isCanonicalEntry } from '../../../domain/ledger/entry-codec.ts';
import type { AnyEntry } from '../../../domain/ledger/entry.ts';
import { appendLeaf, emptyFrontier, leafHash } from '../../../domain/ledger/merkle.ts';
import { parseVerifierKey, verifierKey } from '../../../domain/ledger/signed-note.ts';
import type { Verifier } from '../../../domain/ledger/signed-note.ts';
import { picturePath } from '../../snapshots/picture-path.ts';
import { ledgerOrigin } from '../ledger.ts';
import { readSigningKey, signingKeyFile } from '../signing-key.ts';
import { blockLevel } from '../subtrees.ts';
import { createCheckpointCheck } from './checkpoints.ts';
import { namedFiles } from './named-files.ts';
import { mostProblems } from './pass.ts';
import type { PassResult, PassTask, Problem, Report } from './pass.ts';

type EntryRow = [seq: number, bytes: Buffer, leafHash: Buffer, kind: string, subject: string, recordedAt: number];

/**
 * Re-derives the tree from the stored bytes: every leaf hash, every index column, every stored subtree, every checkpoint, and whether the
 * files that entries name are there. `db` is a read-only connection inside one read transaction.
 */
export function verifyEntries(db: Database, siteId: string, { task, report }: { task: PassTask; report: Report }): PassResult {
  const problems: Problem[] = [];
  const total = (db.prepare<[string], number | null>('select max(seq) from ledger_entry where site_id = ?').pluck().get(siteId) ?? -1) + 1;
  const subtrees = new Map(
    db
      .prepare<[string], { position: number; hash: Buffer }>('select position, hash from ledger_subtree where site_id = ?')
      .all(siteId)
      .map((row) => [row.position, row.hash]),
  );
  const checkpoints = createCheckpointCheck({ db, siteId, external: externalNote(task), verifier: ownVerifier(task.folder, siteId) });
  const rows = db.prepare('select seq, bytes, leaf_hash, kind, subject, recorded_at from ledger_entry where site_id = ? order by seq').raw();

  let frontier = emptyFrontier;
  let whole = true;
  const onSubtree = (level: number, index: number, root: Uint8Array) => {
    if (level !== blockLevel || !whole) return;
    const stored = subtrees.get(index);
    subtrees.delete(index);
    if (stored && Buffer.compare(stored, root) === 0) return;
    const [first, last] = [index * 2 ** level, (index + 1) * 2 ** level - 1];
    problems.push(
      stored ? `seq ${first}: 这一段（至 seq ${last}）与已存的子树哈希不符，其中有条目被改过` : `ledger_subtree ${index}: 缺少 seq ${first}–${last} 的子树哈希`,
    );
  };
  problems.push(...checkpoints.at(frontier));
  for (const row of rows.iterate(siteId) as IterableIterator<EntryRow>) {
    const [seq, bytes, storedLeaf] = row;
    if (whole && seq !== frontier.size) {
      problems.push(`seq ${frontier.size}: 条目缺失，下一条是 seq ${seq}`);
      // Every later leaf index has moved; the tree cannot be compared any more, single entries can.
      whole = false;
    }
    const leaf = leafHash(bytes);
    if (Buffer.compare(leaf, storedLeaf) !== 0) problems.push(`seq ${seq}: 内容与叶哈希不符，该条目被改过`);
    else problems.push(...contentProblems(row, { siteId, folder: task.folder }));
    if (whole) {
      frontier = appendLeaf(frontier, leaf, onSubtree);
      if (frontier.size === checkpoints.next) problems.push(...checkpoints.at(frontier));
    }
    if (seq % 4096 === 0) report(seq, total);
    if (problems.length >= mostProblems) return { checked: seq + 1, problems: problems.slice(0, mostProblems) };
  }
  if (whole) {
    problems.push(...checkpoints.beyond(frontier.size));
    for (const position of subtrees.keys()) problems.push(`ledger_subtree ${position}: 没有对应的条目`);
  }
  return { checked: total, problems: problems.slice(0, mostProblems) };
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

/** Null unless the bytes are a canonical entry. Written in order and unchanged by a round trip means canonical; rare shapes take the exact way. */
function readCanonical(bytes: Buffer): AnyEntry | null {
  try {
    const text = bytes.toString('utf8');
    const value = JSON.parse(text) as AnyEntry;
    if (isUtf8(bytes) && JSON.stringify(value) === text && isSorted(value)) return value;
    return isCanonicalEntry(bytes) ? value : null;
  } catch {
    return null;
  }
}

function isSorted(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (Array.isArray(value)) return value.every(isSorted);
  let previous = '';
  for (const key in value) {
    if (key < previous || !isSorted((value as Record<string, unknown>)[key])) return false;
    previous = key;
  }
  return true;
}

function ownVerifier(folder: string, siteId: string): Verifier | null {
  try {
    const key = readSigningKey(signingKeyFile(folder));
    return key && parseVerifierKey(verifierKey(ledgerOrigin(siteId), createPublicKey(key)));
  } catch {
    return null;
  }
}

function externalNote({ checkpoint, verifierKey: key }: PassTask): { note: string; verifier: Verifier | null; keyGiven: boolean } | null {
  return checkpoint === null ? null : { note: checkpoint, verifier: key === null ? null : parseVerifierKey(key), keyGiven: key !== null };
}
