import { createPublicKey } from 'node:crypto';
import type { Database } from 'better-sqlite3';
import { AppError } from '../../domain/errors.ts';
import { encodeEntry, entryOfDraft } from '../../domain/ledger/entry-codec.ts';
import type { AnyEntry, EntryDraft, EntryKind } from '../../domain/ledger/entry.ts';
import { appendLeaf, consistencyProof, emptyFrontier, frontierRoot, inclusionProof, leafHash, readFrontier } from '../../domain/ledger/merkle.ts';
import type { Frontier } from '../../domain/ledger/merkle.ts';
import { checkpointText, signNote, verifierKey } from '../../domain/ledger/signed-note.ts';
import type { LedgerReader } from '../contract.ts';
import { prepareProjections } from './projections/index.ts';
import { openSigningKey } from './signing-key.ts';
import { blockLevel, createSubtrees } from './subtrees.ts';

/** The write side, driven by the writer alone. A mark is a place to return to when a job undoes itself. */
export interface LedgerLog {
  readonly nextSeq: number;
  append<K extends EntryKind>(draft: EntryDraft<K>): { seq: number; subject: string };
  mark(): LedgerMark;
  undoTo(mark: LedgerMark): void;
  /** After a commit: what was appended is now what readers and proofs see. */
  committed(): void;
  /** Takes the state from the database: at the start, after a failed commit, and when another process has written. */
  reload(): void;
}
export interface LedgerMark {
  frontier: Frontier;
  blocks: number;
}

/** The origin line of a site's checkpoints, which is also the name of its key. */
export function ledgerOrigin(siteId: string): string {
  return `greengate/${siteId}`;
}

/** Opens the log of a site on the writing connection. `folder` holds the signing key. */
export function openLedger({ db, siteId, folder, now }: { db: Database; siteId: string; folder: string; now: () => number }): {
  log: LedgerLog;
  reader: LedgerReader;
} {
  const origin = ledgerOrigin(siteId);
  const lastSeq = db.prepare<[string], number | null>('select max(seq) from ledger_entry where site_id = ?').pluck();
  const bytesOf = db.prepare<[string, number], Uint8Array>('select bytes from ledger_entry where site_id = ? and seq = ?').pluck();
  const insert = db.prepare('insert into ledger_entry (site_id, seq, bytes, leaf_hash, kind, subject, recorded_at) values (?, ?, ?, ?, ?, ?, ?)');
  const insertSubtree = db.prepare('insert into ledger_subtree (site_id, position, hash) values (?, ?, ?)');
  const noteOf = db.prepare<[string, number], string>('select note from ledger_checkpoint where site_id = ? and tree_size = ?').pluck();
  const insertNote = db.prepare('insert into ledger_checkpoint (site_id, tree_size, note, signed_at) values (?, ?, ?, ?)');
  const anyNote = db.prepare<[string], number>('select 1 from ledger_checkpoint where site_id = ? limit 1').pluck();
  const privateKey = openSigningKey(folder, { mayCreate: anyNote.get(siteId) === undefined });
  const subtrees = createSubtrees(db, siteId);
  const project = prepareProjections(db, siteId);

  let committed = emptyFrontier;
  let current = emptyFrontier;
  let pendingBlocks: Uint8Array[] = [];

  const log: LedgerLog = {
    get nextSeq() {
      return current.size;
    },
    append(draft) {
      const seq = current.size;
      const recordedAt = Date.parse(draft.at);
      if (Number.isNaN(recordedAt) || new Date(recordedAt).toISOString() !== draft.at)
        throw new AppError('LEDGER_VALUE_UNENCODABLE', { path: 'at', problem: 'instant' });
      const bytes = encodeEntry(entryOfDraft(draft, { site: siteId, seq }));
      // Projections see what a replay will read back, not what was handed in.
      const entry = JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')) as AnyEntry;
      const leaf = leafHash(bytes);
      insert.run(siteId, seq, bytes, leaf, entry.kind, entry.subject, recordedAt);
      current = appendLeaf(current, leaf, (level, index, root) => {
        if (level !== blockLevel) return;
        insertSubtree.run(siteId, index, root);
        pendingBlocks.push(root);
      });
      project(entry);
      return { seq, subject: entry.subject };
    },
    mark: () => ({ frontier: current, blocks: pendingBlocks.length }),
    undoTo(mark) {
      current = mark.frontier;
      pendingBlocks.length = mark.blocks;
    },
    committed() {
      for (const root of pendingBlocks) subtrees.push(root);
      pendingBlocks = [];
      committed = current;
    },
    reload() {
      const size = (lastSeq.get(siteId) ?? -1) + 1;
      if (size !== committed.size) {
        subtrees.load(size);
        committed = readFrontier(size, subtrees.read);
      }
      current = committed;
      pendingBlocks = [];
    },
  };

  const reader: LedgerReader = {
    get size() {
      return committed.size;
    },
    entryBytes: (seq) => (seq < committed.size ? (bytesOf.get(siteId, seq) ?? null) : null),
    inclusionProof(seq, treeSize = committed.size) {
      if (!isSize(seq) || !isSize(treeSize) || seq >= treeSize || treeSize > committed.size) throw new AppError('LEDGER_ENTRY_NOT_FOUND', { seq });
      return { leafIndex: seq, treeSize, hashes: inclusionProof(seq, treeSize, subtrees.read) };
    },
    consistencyProof(from, to) {
      if (!isSize(from) || !isSize(to) || from > to || to > committed.size) throw new AppError('LEDGER_RANGE_INVALID', { from, to, size: committed.size });
      return consistencyProof(from, to, subtrees.read);
    },
    checkpoint() {
      const { size } = committed;
      try {
        const kept = noteOf.get(siteId, size);
        if (kept !== undefined) return kept;
        const note = signNote(checkpointText({ origin, size, root: frontierRoot(committed) }), { name: origin, privateKey });
        insertNote.run(siteId, size, note, now());
        return note;
      } catch (cause) {
        throw new AppError('STORAGE_WRITE_FAILED', {}, { cause });
      }
    },
    verifierKey: () => verifierKey(origin, createPublicKey(privateKey)),
  };
  log.reload();
  return { log, reader };
}

function isSize(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}
