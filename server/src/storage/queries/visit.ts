import type { ExpressionBuilder, Kysely, SelectQueryBuilder } from 'kysely';
import { sql } from 'kysely';
import type { EmissionStage, FuelType, PlateColor } from '../../domain/codes.ts';
import type { VehicleFacts } from '../../domain/decision/decision.ts';
import type { VisitQuestion } from '../../domain/ledger/entry.ts';
import type { Page } from '../contract.ts';
import type { Database, VisitTable } from '../schema.ts';
import { pageOf, seqBefore } from './cursor.ts';
import { defineQuery } from './definition.ts';
import type { TimeFrame } from './time-block.ts';
import { blockEnd, blocksWithin, hasFrame, seqsPerBlock } from './time-block.ts';

/** `void`: corrections took both passages away; only shown when asked for. */
export type VisitState = 'inside' | 'closed' | 'orphan' | 'void';

export interface VisitLeg {
  passageId: string;
  /** ms since the epoch. */
  at: number;
  entranceCode: string;
  laneCode: string;
  cargoName: string | null;
  cargoTonnes: string | null;
}
/** An in and its out, one row of the 台账; corrections applied. */
export interface VisitView {
  id: string;
  seq: number;
  state: VisitState;
  plateNumber: string | null;
  plateColor: PlateColor;
  vehicleId: string | null;
  vehicle: VehicleFacts | null;
  questions: VisitQuestion[];
  in: VisitLeg | null;
  out: VisitLeg | null;
}

/** A visit is in the frame when its in or its out is, and at an entrance or lane when one of its legs went through it: both named, the same leg. */
export interface VisitFilter extends TimeFrame {
  plateNumber?: string | undefined;
  state?: VisitState | undefined;
  question?: boolean | undefined;
  entranceCode?: string | undefined;
  laneCode?: string | undefined;
  /** `unknown` is also a vehicle that nobody has registered. */
  emissionStage?: EmissionStage | undefined;
  fuelType?: FuelType | undefined;
}
export interface VisitListParams extends VisitFilter {
  limit: number;
  cursor?: string | null | undefined;
}

export const visitQueries = {
  /** Newest first by seq. */
  'visit.list': defineQuery(
    (db, params: VisitListParams, siteId) => visitPage(db, params, siteId),
    (rows, params): Page<VisitView> => pageOf(rows.map(visitView), params.limit),
  ),
  'visit.get': defineQuery(
    (db, params: { id: string }, siteId) => db.selectFrom('visit').selectAll().where('site_id', '=', siteId).where('id', '=', params.id),
    (rows): VisitView | null => (rows[0] ? visitView(rows[0]) : null),
  ),
  /** Who is inside now, newest first. */
  'visit.inside': defineQuery(
    (db, params: { limit: number; cursor?: string | null }, siteId) => visitPage(db, { ...params, state: 'inside' }, siteId),
    (rows, params): Page<VisitView> => pageOf(rows.map(visitView), params.limit),
  ),
  'visit.insideCount': defineQuery(
    (db, _params: Record<string, never>, siteId) =>
      db
        .selectFrom('visit')
        .select((e) => e.fn.countAll<number>().as('visits'))
        .where('site_id', '=', siteId)
        .where(sql<boolean>`state = 'inside'`),
    (rows): number => Number(rows[0]?.visits ?? 0),
  ),
};

type VisitPage = SelectQueryBuilder<Database & { v: VisitTable }, 'v', VisitTable>;

/** The rows of a list or an export, newest first, one more than the limit. */
export function visitPage(db: Kysely<Database>, params: VisitListParams, siteId: string): VisitPage {
  const before = seqBefore(params.cursor);
  if (!hasFrame(params) || params.plateNumber !== undefined) {
    const all = db.selectFrom('visit as v').selectAll('v').where('v.site_id', '=', siteId).where('v.seq', '<', before);
    return filtered(all, params)
      .orderBy('v.seq', 'desc')
      .limit(params.limit + 1);
  }
  const framed = blocksWithin(db, siteId, 'visit', { ...params, before })
    .crossJoin('visit as v')
    .selectAll('v')
    .where('v.site_id', '=', siteId)
    .where(sql<boolean>`v.seq >= b.block * ${seqsPerBlock} and v.seq < ${blockEnd(before)}`);
  return filtered(framed as unknown as VisitPage, params)
    .orderBy('v.seq', 'desc')
    .limit(params.limit + 1);
}

function filtered(query: VisitPage, { plateNumber, state, question, from, to, ...params }: VisitFilter): VisitPage {
  let q = query;
  if (plateNumber !== undefined) q = q.where('v.plate_number', '=', plateNumber);
  if (state !== undefined) q = q.where('v.state', '=', state);
  else q = q.where(sql<boolean>`v.state <> 'void'`);
  if (question !== undefined) q = q.where('v.questions', question ? '<>' : '=', '[]');
  const { entranceCode, laneCode, emissionStage, fuelType } = params;
  if (entranceCode !== undefined || laneCode !== undefined) {
    q = q.where((e) => e.or((['in', 'out'] as const).map((side) => through(e, side, { entranceCode, laneCode }))));
  }
  if (emissionStage !== undefined) q = q.where(sql<boolean>`coalesce(v.vehicle ->> 'emissionStage', 'unknown') = ${emissionStage}`);
  if (fuelType !== undefined) q = q.where(sql<boolean>`coalesce(v.vehicle ->> 'fuelType', 'unknown') = ${fuelType}`);
  if (typeof from !== 'number' && typeof to !== 'number') return q;
  const [first, end] = [from ?? Number.MIN_SAFE_INTEGER, to ?? Number.MAX_SAFE_INTEGER];
  // Added to zero, so that no engine walks by time and then sorts by seq.
  return q.where(sql<boolean>`((v.in_at + 0 >= ${first} and v.in_at + 0 < ${end}) or (v.out_at + 0 >= ${first} and v.out_at + 0 < ${end}))`);
}

function through(e: ExpressionBuilder<Database & { v: VisitTable }, 'v'>, side: 'in' | 'out', at: Pick<VisitFilter, 'entranceCode' | 'laneCode'>) {
  const named = [
    ...(at.entranceCode === undefined ? [] : [e(`v.${side}_entrance_code`, '=', at.entranceCode)]),
    ...(at.laneCode === undefined ? [] : [e(`v.${side}_lane_code`, '=', at.laneCode)]),
  ];
  return e.and(named);
}

function visitView(row: VisitTable): VisitView {
  return {
    id: row.id,
    seq: row.seq,
    state: row.state as VisitState,
    plateNumber: row.plate_number,
    plateColor: row.plate_color as PlateColor,
    vehicleId: row.vehicle_id,
    vehicle: row.vehicle === null ? null : (JSON.parse(row.vehicle) as VehicleFacts),
    questions: JSON.parse(row.questions) as VisitQuestion[],
    in: leg(row, 'in'),
    out: leg(row, 'out'),
  };
}

function leg(row: VisitTable, side: 'in' | 'out'): VisitLeg | null {
  const passageId = row[`${side}_passage_id`];
  if (passageId === null) return null;
  return {
    passageId,
    at: row[`${side}_at`] as number,
    entranceCode: row[`${side}_entrance_code`] as string,
    laneCode: row[`${side}_lane_code`] as string,
    cargoName: row[`${side}_cargo_name`],
    cargoTonnes: row[`${side}_cargo_tonnes`],
  };
}
