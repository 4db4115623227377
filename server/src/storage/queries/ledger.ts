import { decodeEntry } from '../../domain/ledger/entry-codec.ts';
import type { AnyEntry, EntryKind } from '../../domain/ledger/entry.ts';
import type { Page } from '../contract.ts';
import { pageOf, seqBefore } from './cursor.ts';
import { defineQuery } from './definition.ts';

export const ledgerQueries = {
  /** Entries newest first: all of them, of one subject (`road-vehicle:<id>`), or of one kind. */
  'ledger.entries': defineQuery(
    (db, params: { subject?: string | undefined; kind?: EntryKind | undefined; limit: number; cursor?: string | null | undefined }, siteId) => {
      let query = db.selectFrom('ledger_entry').select('bytes').where('site_id', '=', siteId).where('seq', '<', seqBefore(params.cursor));
      if (params.subject !== undefined) query = query.where('subject', '=', params.subject);
      if (params.kind !== undefined) query = query.where('kind', '=', params.kind);
      return query.orderBy('seq', 'desc').limit(params.limit + 1);
    },
    (rows, params): Page<AnyEntry> =>
      pageOf(
        rows.map((row) => decodeEntry(row.bytes)),
        params.limit,
      ),
  ),
  /** Stored checkpoints, newest first: the note is a C2SP signed note. */
  'ledger.checkpoints': defineQuery(
    (db, params: { limit: number }, siteId) =>
      db.selectFrom('ledger_checkpoint').selectAll().where('site_id', '=', siteId).orderBy('tree_size', 'desc').limit(params.limit),
    (rows): { treeSize: number; note: string; signedAt: number }[] => rows.map((row) => ({ treeSize: row.tree_size, note: row.note, signedAt: row.signed_at })),
  ),
};
