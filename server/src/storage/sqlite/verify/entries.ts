import { createPublicKey } from 'node:crypto';
import type { Database } from 'better-sqlite3';
import { appendLeaf, emptyFrontier } from '../../../domain/ledger/merkle.ts';
import { parseVerifierKey, verifierKey } from '../../../domain/ledger/signed-note.ts';
import type { Verifier } from '../../../domain/ledger/signed-note.ts';
import { ledgerOrigin } from '../ledger.ts';
import { readSigningKey, signingKeyFile } from '../signing-key.ts';
import { blockLevel } from '../subtrees.ts';
import { createCheckpointCheck } from './checkpoints.ts';
import { leafOf } from './contents.ts';
import type { ContentChunk, Stretch } from './contents.ts';
import { mostProblems } from './pass.ts';
import type { PassResult, PassTask, Problem, Report } from './pass.ts';

/** Entries of one stretch. */
const stretchSize = 2048;

/** Checks the contents of the given stretches and yields them in their order. */
export type ContentSource = (stretches: Iterable<Stretch>) => AsyncIterable<ContentChunk>;

/**
 * Re-derives the tree from the stored bytes: every leaf hash, every index column, every stored subtree, every checkpoint, and whether the
 * files that entries name are there. `db` is a read-only connection inside one read transaction; `contents` looks into the single entries.
 */
export async function verifyEntries(
  db: Database,
  siteId: string,
  { task, report, contents }: { task: PassTask; report: Report; contents: ContentSource },
): Promise<PassResult> {
  const problems: Problem[] = [];
  const total = (db.prepare<[string], number | null>('select max(seq) from ledger_entry where site_id = ?').pluck().get(siteId) ?? -1) + 1;
  const subtrees = new Map(
    db
      .prepare<[string], { position: number; hash: Buffer }>('select position, hash from ledger_subtree where site_id = ?')
      .all(siteId)
      .map((row) => [row.position, row.hash]),
  );
  const checkpoints = createCheckpointCheck({ db, siteId, external: externalNote(task), verifier: ownVerifier(task.folder, siteId) });

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
  for await (const chunk of contents(stretchesOf(db, siteId, total))) {
    const found = chunk.problems.values();
    let next = found.next().value;
    for (const [index, seq] of chunk.seqs.entries()) {
      if (whole && seq !== frontier.size) {
        problems.push(`seq ${frontier.size}: 条目缺失，下一条是 seq ${seq}`);
        // Every later leaf index has moved; the tree cannot be compared any more, single entries can.
        whole = false;
      }
      for (; next?.seq === seq; next = found.next().value) problems.push(next.problem);
      if (whole) {
        frontier = appendLeaf(frontier, leafOf(chunk, index), onSubtree);
        if (frontier.size === checkpoints.next) problems.push(...checkpoints.at(frontier));
      }
      if (problems.length >= mostProblems) return { checked: seq + 1, problems: problems.slice(0, mostProblems) };
    }
    report(chunk.seqs.at(-1) ?? 0, total);
  }
  if (whole) {
    problems.push(...checkpoints.beyond(frontier.size));
    for (const position of subtrees.keys()) problems.push(`ledger_subtree ${position}: 没有对应的条目`);
  }
  return { checked: total, problems: problems.slice(0, mostProblems) };
}

/** Stretches by what is there, not by numbers: a forged seq of billions makes no billions of empty ones. */
function* stretchesOf(db: Database, siteId: string, total: number): Iterable<Stretch> {
  const later = db
    .prepare<[string, number], number>(`select seq from ledger_entry where site_id = ? and seq >= ? order by seq limit 1 offset ${stretchSize}`)
    .pluck();
  for (let from = 0; from < total; ) {
    const until = later.get(siteId, from) ?? total;
    yield { from, until };
    from = until;
  }
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
