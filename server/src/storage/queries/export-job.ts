import { sql } from 'kysely';
import type { PlateColor } from '../../domain/codes.ts';
import type { VehicleFacts } from '../../domain/decision/decision.ts';
import type { Actor as AnyActor, SnapshotRef } from '../../domain/ledger/entry.ts';
import type { Page } from '../contract.ts';
import type { ExportJobTable, VisitTable } from '../schema.ts';
import { defineQuery } from './definition.ts';
import type { VisitListParams } from './visit.ts';
import { visitPage } from './visit.ts';

type Actor = Extract<AnyActor, { type: 'account' | 'token' }>;

export interface ExportJobRow {
  id: string;
  kind: 'visits' | 'passages';
  format: 'xlsx' | 'csv';
  /** As it was asked, JSON. */
  filter: string;
  state: 'running' | 'done' | 'failed';
  rows: number;
  problem: string | null;
  createdBy: Actor;
  /** ms since the epoch. */
  createdAt: number;
  finishedAt: number | null;
}

/** One row of the 台账 with the pictures of both its passages; instants in ms. */
export interface VisitExportRow {
  seq: number;
  plateNumber: string | null;
  plateColor: PlateColor;
  inEntranceCode: string | null;
  inLaneCode: string | null;
  outEntranceCode: string | null;
  outLaneCode: string | null;
  inAt: number | null;
  outAt: number | null;
  inCargoName: string | null;
  inCargoTonnes: string | null;
  outCargoName: string | null;
  outCargoTonnes: string | null;
  vehicle: VehicleFacts | null;
  inPhotos: SnapshotRef[];
  outPhotos: SnapshotRef[];
}

interface PicturedVisit extends VisitTable {
  in_snapshots: string | null;
  out_snapshots: string | null;
}

export const exportJobQueries = {
  'export.insert': defineQuery(
    (db, job: Omit<ExportJobRow, 'state' | 'rows' | 'problem' | 'finishedAt'>, siteId) =>
      db.insertInto('export_job').values({
        site_id: siteId,
        id: job.id,
        kind: job.kind,
        format: job.format,
        filter: job.filter,
        state: 'running',
        rows: 0,
        created_by: authorText(job.createdBy),
        created_at: job.createdAt,
      }),
    () => undefined,
  ),
  'export.finish': defineQuery(
    (db, job: { id: string; state: 'done' | 'failed'; rows: number; problem: string | null; at: number }, siteId) =>
      db
        .updateTable('export_job')
        .set({ state: job.state, rows: job.rows, problem: job.problem, finished_at: job.at })
        .where('site_id', '=', siteId)
        .where('id', '=', job.id),
    () => undefined,
  ),
  'export.get': defineQuery(
    (db, params: { id: string }, siteId) => db.selectFrom('export_job').selectAll().where('site_id', '=', siteId).where('id', '=', params.id),
    (rows): ExportJobRow | null => (rows[0] ? jobRow(rows[0]) : null),
  ),
  /** Newest first, one more than the limit; `before` is the last row of the page before, `createdBy` null means everybody's. */
  'export.list': defineQuery(
    (db, { limit, createdBy, before }: { limit: number; createdBy: Pick<Actor, 'type' | 'id'> | null; before: { at: number; id: string } | null }, siteId) => {
      let q = db.selectFrom('export_job').selectAll().where('site_id', '=', siteId);
      if (createdBy) q = q.where(sql<boolean>`substr(created_by, 1, ${authorKey(createdBy).length}) = ${authorKey(createdBy)}`);
      if (before) q = q.where((e) => e.or([e('created_at', '<', before.at), e.and([e('created_at', '=', before.at), e('id', '<', before.id)])]));
      return q
        .orderBy('created_at', 'desc')
        .orderBy('id', 'desc')
        .limit(limit + 1);
    },
    (rows): ExportJobRow[] => rows.map(jobRow),
  ),
  /** What no thread is writing any more when a start finds it. */
  'export.unfinished': defineQuery(
    (db, _params: Record<string, never>, siteId) => db.selectFrom('export_job').selectAll().where('site_id', '=', siteId).where('state', '=', 'running'),
    (rows): ExportJobRow[] => rows.map(jobRow),
  ),
  /** Ids of those done since `since` (ms). */
  'export.doneSince': defineQuery(
    (db, params: { since: number }, siteId) =>
      db.selectFrom('export_job').select('id').where('site_id', '=', siteId).where('state', '=', 'done').where('finished_at', '>=', params.since),
    (rows): string[] => rows.map((row) => row.id),
  ),
  /** The rows of `visit.list` with all that the 25 columns need. */
  'export.visits': defineQuery(
    (db, params: VisitListParams, siteId) =>
      visitPage(db, params, siteId).select((e) => [
        e.selectFrom('passage as i').select('i.snapshots').where('i.site_id', '=', siteId).whereRef('i.id', '=', 'v.in_passage_id').as('in_snapshots'),
        e.selectFrom('passage as o').select('o.snapshots').where('o.site_id', '=', siteId).whereRef('o.id', '=', 'v.out_passage_id').as('out_snapshots'),
      ]),
    (rows, { limit }): Page<VisitExportRow> => {
      const page = (rows.length > limit ? rows.slice(0, limit) : rows).map((row) => visitRow(row as PicturedVisit));
      return { items: page, nextCursor: rows.length > limit ? String(page.at(-1)?.seq) : null };
    },
  ),
};

/** Type and id come first, so that one author's jobs are found whatever name and role were then. */
function authorKey({ type, id }: Pick<Actor, 'type' | 'id'>): string {
  return `{"type":${JSON.stringify(type)},"id":${JSON.stringify(id)},`;
}
function authorText(author: Actor): string {
  return authorKey(author) + JSON.stringify({ name: author.name, role: author.role }).slice(1);
}

function jobRow(row: Omit<ExportJobTable, 'rows'> & { rows: number }): ExportJobRow {
  return {
    id: row.id,
    kind: row.kind as ExportJobRow['kind'],
    format: row.format as ExportJobRow['format'],
    filter: row.filter,
    state: row.state as ExportJobRow['state'],
    rows: row.rows,
    problem: row.problem,
    createdBy: JSON.parse(row.created_by) as Actor,
    createdAt: row.created_at,
    finishedAt: row.finished_at,
  };
}

function visitRow(row: PicturedVisit): VisitExportRow {
  return {
    seq: row.seq,
    plateNumber: row.plate_number,
    plateColor: row.plate_color as PlateColor,
    inEntranceCode: row.in_entrance_code,
    inLaneCode: row.in_lane_code,
    outEntranceCode: row.out_entrance_code,
    outLaneCode: row.out_lane_code,
    inAt: row.in_at,
    outAt: row.out_at,
    inCargoName: row.in_cargo_name,
    inCargoTonnes: row.in_cargo_tonnes,
    outCargoName: row.out_cargo_name,
    outCargoTonnes: row.out_cargo_tonnes,
    vehicle: row.vehicle === null ? null : (JSON.parse(row.vehicle) as VehicleFacts),
    inPhotos: photos(row.in_snapshots),
    outPhotos: photos(row.out_snapshots),
  };
}

function photos(snapshots: string | null): SnapshotRef[] {
  return snapshots === null || snapshots === '[]' ? [] : (JSON.parse(snapshots) as SnapshotRef[]);
}
