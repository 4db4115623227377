import type { Kysely, SelectQueryBuilder } from 'kysely';
import { sql } from 'kysely';
import type { Direction, EmissionStage, Outcome } from '../../domain/codes.ts';
import { decodeEntry } from '../../domain/ledger/entry-codec.ts';
import type { AnyEntry, CorrectedValues } from '../../domain/ledger/entry.ts';
import type { Page } from '../contract.ts';
import type { Database, PassageTable } from '../schema.ts';
import { pageOf, seqBefore } from './cursor.ts';
import { defineQuery } from './definition.ts';
import type { CorrectionView, JoinedPassageRow, PassageView } from './passage-view.ts';
import { passageViews } from './passage-view.ts';
import type { TimeFrame } from './time-block.ts';
import { blockEnd, blocksWithin, hasFrame, seqsPerBlock } from './time-block.ts';

/** Every part narrows; `from` and `to` go by `passedAt`, in ms. `question`: true for passages with an open question of their visit. */
export interface PassageFilter extends TimeFrame {
  plateNumber?: string | undefined;
  laneId?: string | undefined;
  entranceId?: string | undefined;
  entranceCode?: string | undefined;
  direction?: Direction | undefined;
  outcome?: Outcome | undefined;
  emissionStage?: EmissionStage | undefined;
  passed?: boolean | undefined;
  question?: boolean | undefined;
}
export interface PassageListParams extends PassageFilter {
  limit: number;
  cursor?: string | null | undefined;
}

export const passageQueries = {
  /** Newest first by seq. */
  'passage.list': defineQuery(
    (db, params: PassageListParams, siteId) => joined(db, listPage(db, params, siteId), siteId),
    (rows, params): Page<PassageView> => pageOf(passageViews(rows as unknown as JoinedPassageRow[]), params.limit),
  ),
  'passage.get': defineQuery(
    (db, params: { id: string }, siteId) =>
      joined(db, db.selectFrom('passage as p').selectAll('p').where('p.site_id', '=', siteId).where('p.id', '=', params.id).limit(1), siteId),
    (rows): PassageView | null => passageViews(rows as unknown as JoinedPassageRow[])[0] ?? null,
  ),
  /** Passages by their ids, newest first; unknown ids are left out. */
  'passage.many': defineQuery(
    (db, params: { ids: string[] }, siteId) =>
      joined(db, db.selectFrom('passage as p').selectAll('p').where('p.site_id', '=', siteId).where('p.id', 'in', params.ids).limit(params.ids.length), siteId),
    (rows): PassageView[] => passageViews(rows as unknown as JoinedPassageRow[]),
  ),
  /** Oldest first. */
  'passage.corrections': defineQuery(
    (db, params: { passageId: string }, siteId) =>
      db.selectFrom('correction').selectAll().where('site_id', '=', siteId).where('passage_id', '=', params.passageId).orderBy('seq'),
    (rows): CorrectionView[] =>
      rows.map((row) => ({
        seq: row.seq,
        before: JSON.parse(row.before) as CorrectedValues,
        after: JSON.parse(row.after) as CorrectedValues,
        by: row.corrected_by,
        at: row.corrected_at,
        reason: row.reason,
        evidence: row.evidence,
      })),
  ),
  /** Every entry about a passage, oldest first, at most 500. */
  'passage.timeline': defineQuery(
    (db, params: { id: string }, siteId) =>
      db.selectFrom('ledger_entry').select('bytes').where('site_id', '=', siteId).where('subject', '=', `passage:${params.id}`).orderBy('seq').limit(500),
    (rows): AnyEntry[] => rows.map((row) => decodeEntry(row.bytes)),
  ),
};

type PassagePage = SelectQueryBuilder<Database & { p: PassageTable }, 'p', PassageTable>;

function listPage(db: Kysely<Database>, params: PassageListParams, siteId: string): PassagePage {
  const before = seqBefore(params.cursor);
  // One plate has few passages, so its own index is the shortest way even with a time frame.
  if (!hasFrame(params) || params.plateNumber !== undefined) {
    const all = db.selectFrom('passage as p').selectAll('p').where('p.site_id', '=', siteId).where('p.seq', '<', before);
    return filtered(all, params)
      .orderBy('p.seq', 'desc')
      .limit(params.limit + 1);
  }
  const framed = blocksWithin(db, siteId, 'passage', { ...params, before })
    .crossJoin('passage as p')
    .selectAll('p')
    .where('p.site_id', '=', siteId)
    .where(sql<boolean>`p.seq >= b.block * ${seqsPerBlock} and p.seq < ${blockEnd(before)}`);
  return filtered(framed as unknown as PassagePage, params)
    .orderBy('p.seq', 'desc')
    .limit(params.limit + 1);
}

function filtered(query: PassagePage, { from, to, outcome, question, passed, ...params }: PassageFilter): PassagePage {
  let q = query;
  if (params.plateNumber !== undefined) q = q.where('p.plate_number', '=', params.plateNumber);
  if (params.laneId !== undefined) q = q.where('p.lane_id', '=', params.laneId);
  if (params.entranceId !== undefined) q = q.where('p.entrance_id', '=', params.entranceId);
  if (params.entranceCode !== undefined) q = q.where('p.entrance_code', '=', params.entranceCode);
  if (params.direction !== undefined) q = q.where('p.direction', '=', params.direction);
  if (params.emissionStage !== undefined) q = q.where('p.emission_stage', '=', params.emissionStage);
  if (passed !== undefined) q = q.where('p.passed', '=', Number(passed));
  if (outcome !== undefined) q = q.where('p.outcome', '=', outcome);
  // Said again as literals, because a partial index only serves a condition that repeats its own.
  if (outcome === 'deny' || outcome === 'ask') q = q.where(sql<boolean>`p.outcome <> 'admit'`);
  if (question === true) q = q.where(sql<boolean>`p.questions <> '[]'`);
  if (question === false) q = q.where('p.questions', '=', '[]');
  // Added to zero, so that no engine walks by time and then sorts by seq.
  if (typeof from === 'number') q = q.where(sql<boolean>`p.passed_at + 0 >= ${from}`);
  if (typeof to === 'number') q = q.where(sql<boolean>`p.passed_at + 0 < ${to}`);
  return q;
}

/** Uploads and corrections of the page alone: the limit is inside. */
function joined(db: Kysely<Database>, page: PassagePage, siteId: string) {
  return db
    .selectFrom(page.as('page'))
    .leftJoin('upload as u', (join) => join.on('u.site_id', '=', siteId).onRef('u.passage_id', '=', 'page.id'))
    .leftJoin('correction as c', (join) => join.on('c.site_id', '=', siteId).onRef('c.passage_id', '=', 'page.id').on('page.correction_count', '>', 0))
    .selectAll('page')
    .select(['u.regulator_id as upload_regulator_id', 'u.state as upload_state', 'c.seq as correction_seq', 'c.before as correction_before'])
    .select(['c.after as correction_after', 'c.reason as correction_reason', 'c.evidence as correction_evidence', 'c.corrected_by', 'c.corrected_at']);
}
