import type { Database } from 'better-sqlite3';
import { frontierRoot } from '../../../domain/ledger/merkle.ts';
import type { Frontier } from '../../../domain/ledger/merkle.ts';
import { parseCheckpoint, verifyNote } from '../../../domain/ledger/signed-note.ts';
import type { Verifier } from '../../../domain/ledger/signed-note.ts';
import { ledgerOrigin } from '../ledger.ts';
import type { Problem } from './pass.ts';

export interface CheckpointCheck {
  /** The tree size at which `at` must be called next; Infinity after the last. */
  readonly next: number;
  at(frontier: Frontier): Problem[];
  /** Checkpoints over more entries than there are. */
  beyond(size: number): Problem[];
}

interface Expected {
  size: number;
  note: string;
  verifier: Verifier | null;
  name: string;
}

/** Compares stored checkpoints, and one that was kept outside, with the tree while it is being rebuilt. */
export function createCheckpointCheck({
  db,
  siteId,
  external,
  verifier,
}: {
  db: Database;
  siteId: string;
  external: { note: string; verifier: Verifier | null; keyGiven: boolean } | null;
  verifier: Verifier | null;
}): CheckpointCheck {
  const early: Problem[] = [];
  const expected: Expected[] = db
    .prepare<[string], { size: number; note: string }>('select tree_size as size, note from ledger_checkpoint where site_id = ? order by tree_size')
    .all(siteId)
    .map(({ size, note }) => ({ size, note, verifier, name: `ledger_checkpoint ${size}` }));
  if (expected.length > 0 && !verifier) early.push('keys/ledger-ed25519.pem: 签名密钥缺失或无法读取，已存的检查点无法验证');
  if (external) {
    const text = external.note.split('\n\n')[0] ?? '';
    const size = parseCheckpoint(`${text}\n`)?.size;
    if (size === undefined) early.push('checkpoint: 给出的检查点无法读取');
    else expected.push({ size, note: external.note, verifier: external.keyGiven ? external.verifier : verifier, name: `checkpoint ${size}` });
    expected.sort((a, b) => a.size - b.size);
  }
  let index = 0;
  let lastGood = 0;

  const judge = ({ size, note, verifier: signer, name }: Expected, frontier: Frontier): Problem | null => {
    const verified = signer && verifyNote(note, [signer]);
    if (!verified) return `${name}: 签名无效，或不是本站点的密钥所签`;
    const stated = parseCheckpoint(verified.text);
    if (!stated || stated.origin !== ledgerOrigin(siteId) || stated.size !== size) return `${name}: 内容与所在位置不符`;
    if (Buffer.compare(stated.root, frontierRoot(frontier)) === 0) return null;
    return `seq ${lastGood}: 从这里到 seq ${size - 1} 的历史与已签名的检查点 ${name} 不符，其中有条目被改写`;
  };
  return {
    get next() {
      return expected[index]?.size ?? Number.POSITIVE_INFINITY;
    },
    at(frontier) {
      const problems = early.splice(0);
      for (let each = expected[index]; each && each.size === frontier.size; each = expected[index]) {
        index++;
        const problem = judge(each, frontier);
        if (problem) problems.push(problem);
        else lastGood = each.size;
      }
      return problems;
    },
    beyond(size) {
      return expected.slice(index).map((each) => `seq ${size}: 条目缺失，${each.name} 已签名到 seq ${each.size - 1}`);
    },
  };
}
