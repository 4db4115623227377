import type { GapKind } from '../../domain/ledger/entry.ts';
import type { Page } from '../contract.ts';
import { pageOf, seqBefore } from './cursor.ts';
import { defineQuery } from './definition.ts';

/** An interruption. Instants in ms; open while `untilAt` is null. */
export interface GapView {
  id: string;
  seq: number;
  kind: GapKind;
  subject: string;
  sinceAt: number;
  untilAt: number | null;
  details: Record<string, string | number | boolean | null>;
}

export const gapQueries = {
  /** Newest first by seq. `open`: only those that last, or only those that are over. */
  'gap.list': defineQuery(
    (
      db,
      params: { open?: boolean | undefined; kind?: GapKind | undefined; subject?: string | undefined; limit: number; cursor?: string | null | undefined },
      siteId,
    ) => {
      let query = db.selectFrom('gap').selectAll().where('site_id', '=', siteId).where('seq', '<', seqBefore(params.cursor));
      if (params.open === true) query = query.where('until_at', 'is', null);
      if (params.open === false) query = query.where('until_at', 'is not', null);
      if (params.kind !== undefined) query = query.where('kind', '=', params.kind);
      if (params.subject !== undefined) query = query.where('subject', '=', params.subject);
      return query.orderBy('seq', 'desc').limit(params.limit + 1);
    },
    (rows, params): Page<GapView> => {
      const views = rows.map((row) => ({
        id: row.id,
        seq: row.seq,
        kind: row.kind as GapKind,
        subject: row.subject,
        sinceAt: row.since_at,
        untilAt: row.until_at,
        details: JSON.parse(row.details) as GapView['details'],
      }));
      return pageOf(views, params.limit);
    },
  ),
};
