import { type Kysely, sql } from 'kysely';
import type { Page } from '../contract.ts';
import type { Database } from '../schema.ts';
import { defineQuery } from './definition.ts';

/** `attention` cuts states finer: `incomplete` waits for a person, `entry` for the entry of its visit, `due` for its turn. */
export interface UploadFilter {
  state?: string | undefined;
  attention?: 'incomplete' | 'entry' | 'due' | undefined;
  regulatorId?: string | undefined;
  plateNumber?: string | undefined;
  laneId?: string | undefined;
  passageId?: string | undefined;
  message?: string | undefined;
  /** ms; over the time of the passage, `until` excluded. */
  from?: number | undefined;
  until?: number | undefined;
  /** ms; over the time at which the platform took the record. */
  acceptedFrom?: number | undefined;
}

export interface UploadItem {
  id: string;
  regulator_id: string;
  regulator_name: string;
  passage_id: string;
  visit_id: string | null;
  direction: string;
  plate_number: string | null;
  plate_color: string;
  lane_code: string;
  passed_at: number;
  state: string;
  attempts: number;
  next_attempt_at: number | null;
  message: string | null;
  remote: string | null;
  accepted_at: number | null;
  recorded_at: number;
}

export interface RateRow {
  regulator_id: string;
  /** Days since 1970 in Beijing. */
  day: number;
  lane_id: string;
  entrance_code: string;
  lane_code: string;
  produced: number;
  enqueued: number;
  accepted: number;
  on_time: number;
}

function uploads(db: Kysely<Database>, siteId: string, filter: UploadFilter) {
  return db
    .selectFrom('upload as u')
    .innerJoin('passage as p', (join) => join.onRef('p.site_id', '=', 'u.site_id').onRef('p.id', '=', 'u.passage_id'))
    .where('u.site_id', '=', siteId)
    .$if(filter.state !== undefined, (q) => q.where('u.state', '=', filter.state as string))
    .$if(filter.attention === 'incomplete', (q) => q.where('u.state', '=', 'waiting').where('u.next_attempt_at', 'is', null).where('u.message', 'is not', null))
    .$if(filter.attention === 'entry', (q) => q.where('u.state', '=', 'waiting').where('u.next_attempt_at', 'is', null).where('u.message', 'is', null))
    .$if(filter.attention === 'due', (q) => q.where('u.state', 'in', ['waiting', 'retry', 'unknown', 'sending']).where('u.next_attempt_at', 'is not', null))
    .$if(filter.regulatorId !== undefined, (q) => q.where('u.regulator_id', '=', filter.regulatorId as string))
    .$if(filter.passageId !== undefined, (q) => q.where('u.passage_id', '=', filter.passageId as string))
    .$if(filter.message !== undefined, (q) => q.where('u.message', '=', filter.message as string))
    .$if(filter.plateNumber !== undefined, (q) => q.where('p.plate_number', '=', filter.plateNumber as string))
    .$if(filter.laneId !== undefined, (q) => q.where('p.lane_id', '=', filter.laneId as string))
    .$if(filter.from !== undefined, (q) => q.where('p.passed_at', '>=', filter.from as number))
    .$if(filter.until !== undefined, (q) => q.where('p.passed_at', '<', filter.until as number))
    .$if(filter.acceptedFrom !== undefined, (q) => q.where('u.accepted_at', '>=', filter.acceptedFrom as number));
}

function items(db: Kysely<Database>, siteId: string, filter: UploadFilter) {
  return uploads(db, siteId, filter)
    .innerJoin('regulator as r', (join) => join.onRef('r.site_id', '=', 'u.site_id').onRef('r.id', '=', 'u.regulator_id'))
    .select([
      'u.id',
      'u.regulator_id',
      'r.name as regulator_name',
      'u.passage_id',
      'p.visit_id',
      'u.direction',
      'p.plate_number',
      'p.plate_color',
      'p.lane_code',
    ])
    .select(['p.passed_at', 'u.state', 'u.attempts', 'u.next_attempt_at', 'u.message', 'u.remote', 'u.accepted_at', 'u.recorded_at']);
}

/** What people see of the outbox, and the rows that they send again. An upload's id begins with its passage's padded seq, so ids sort by time. */
export const uploadListQueries = {
  'upload.list': defineQuery(
    (db, params: UploadFilter & { limit: number; cursor?: string | undefined }, siteId) =>
      items(db, siteId, params)
        .$if(params.cursor !== undefined, (q) => q.where('u.id', '<', params.cursor as string))
        .orderBy('u.id', 'desc')
        .limit(params.limit + 1),
    (rows, params): Page<UploadItem> => {
      const page = rows.slice(0, params.limit) as UploadItem[];
      return { items: page, nextCursor: rows.length > params.limit ? (page.at(-1)?.id ?? null) : null };
    },
  ),
  'upload.get': defineQuery(
    (db, params: { id: string }, siteId) => items(db, siteId, {}).where('u.id', '=', params.id),
    (rows): UploadItem | null => (rows[0] as UploadItem | undefined) ?? null,
  ),
  /** The newest attempts, newest first. */
  'upload.attempts': defineQuery(
    (db, params: { id: string; limit: number }, siteId) =>
      db
        .selectFrom('upload_attempt')
        .selectAll()
        .where('site_id', '=', siteId)
        .where('upload_id', '=', params.id)
        .orderBy('number', 'desc')
        .limit(params.limit),
    (rows) => [...rows],
  ),
  'upload.of-passages': defineQuery(
    (db, params: { passageIds: string[]; regulatorIds: string[] }, siteId) =>
      db
        .selectFrom('upload')
        .select(['passage_id', 'regulator_id', 'state'])
        .where('site_id', '=', siteId)
        .where('regulator_id', 'in', params.regulatorIds)
        .where('passage_id', 'in', params.passageIds)
        .orderBy('regulator_id'),
    (rows) => [...rows],
  ),
  /** Rows not accepted yet, by state and whether a person must act. */
  'upload.counts': defineQuery(
    (db, _params: Record<string, never>, siteId) =>
      db
        .selectFrom('upload as u')
        .select(['u.regulator_id', 'u.state'])
        .select(sql<number>`case when u.next_attempt_at is not null then 0 when u.message is null then 1 else 2 end`.as('attention'))
        .select((e) => [e.fn.countAll<number>().as('uploads'), e.fn.min('u.recorded_at').as('oldest')])
        .where('u.site_id', '=', siteId)
        .where('u.state', 'in', ['waiting', 'retry', 'unknown', 'sending', 'rejected'])
        .groupBy(['u.regulator_id', 'u.state', 'attention']),
    (rows) => rows.map((row) => ({ ...row, uploads: Number(row.uploads), oldest: Number(row.oldest) })),
  ),
  'upload.accepted-since': defineQuery(
    (db, params: { regulatorId: string; since: number; recordedSince: number }, siteId) =>
      db
        .selectFrom('upload')
        .select((e) => e.fn.countAll<number>().as('uploads'))
        .where('site_id', '=', siteId)
        .where('regulator_id', '=', params.regulatorId)
        .where('recorded_at', '>=', params.recordedSince)
        .where('accepted_at', '>=', params.since),
    (rows) => Number(rows[0]?.uploads ?? 0),
  ),
  'upload.reasons': defineQuery(
    (db, params: UploadFilter, siteId) =>
      uploads(db, siteId, params)
        .select(['u.regulator_id', 'u.state', 'u.message'])
        .select((e) => [e.fn.countAll<number>().as('uploads'), e.fn.min('u.recorded_at').as('oldest')])
        .where('u.state', '<>', 'accepted')
        .groupBy(['u.regulator_id', 'u.state', 'u.message'])
        .orderBy('uploads', 'desc')
        .limit(200),
    (rows) => rows.map((row) => ({ ...row, uploads: Number(row.uploads), oldest: Number(row.oldest) })),
  ),
  /** Ids that a person may send again: refused, unclear, put off or waiting for a person. Newest first, from `cursor` on. */
  'upload.resendable': defineQuery(
    (db, params: UploadFilter & { ids?: string[] | undefined; limit: number; cursor?: string | undefined }, siteId) =>
      uploads(db, siteId, params)
        .select('u.id')
        .where((e) => e.or([e('u.state', 'in', ['rejected', 'unknown', 'retry']), e.and([e('u.state', '=', 'waiting'), e('u.next_attempt_at', 'is', null)])]))
        .$if(params.ids !== undefined, (q) => q.where('u.id', 'in', params.ids as string[]))
        .$if(params.cursor !== undefined, (q) => q.where('u.id', '<', params.cursor as string))
        .orderBy('u.id', 'desc')
        .limit(params.limit),
    (rows) => rows.map((row) => row.id),
  ),
  'upload.resend': defineQuery(
    (db, params: { ids: string[]; at: number }, siteId) =>
      db
        .updateTable('upload')
        .set({ state: 'waiting', next_attempt_at: params.at, message: null })
        .where('site_id', '=', siteId)
        .where('id', 'in', params.ids)
        .where('state', 'in', ['rejected', 'unknown', 'retry', 'waiting'])
        .returning('id'),
    (rows) => rows.length,
  ),
  /** Passages that passed since a regulator was set up, by day and lane, and what became of their uploads. */
  'upload.rate': defineQuery(
    (db, params: { from: number; until: number; regulatorId?: string | undefined; onTimeMs: number }, siteId) =>
      db
        .selectFrom('passage as p')
        .innerJoin('regulator as r', (join) => join.onRef('r.site_id', '=', 'p.site_id').on('r.removed', '=', 0))
        .leftJoin('upload as u', (join) => join.onRef('u.site_id', '=', 'p.site_id').onRef('u.regulator_id', '=', 'r.id').onRef('u.passage_id', '=', 'p.id'))
        .select(['r.id as regulator_id', 'p.lane_id', 'p.entrance_code', 'p.lane_code'])
        .select(sql<number>`(p.passed_at + 28800000) / 86400000`.as('day'))
        .select((e) => e.fn.countAll<number>().as('produced'))
        .select(sql<number>`sum(case when u.id is not null then 1 else 0 end)`.as('enqueued'))
        .select(sql<number>`sum(case when u.state = 'accepted' then 1 else 0 end)`.as('accepted'))
        .select(sql<number>`sum(case when u.state = 'accepted' and u.accepted_at - u.recorded_at <= ${params.onTimeMs} then 1 else 0 end)`.as('on_time'))
        .where('p.site_id', '=', siteId)
        .where('p.passed', '=', 1)
        .where('p.passed_at', '>=', params.from)
        .where('p.passed_at', '<', params.until)
        .whereRef('p.received_at', '>=', 'r.created_at')
        .$if(params.regulatorId !== undefined, (q) => q.where('r.id', '=', params.regulatorId as string))
        .groupBy(['r.id', 'day', 'p.lane_id', 'p.entrance_code', 'p.lane_code'])
        .orderBy('day', 'desc'),
    (rows): RateRow[] =>
      rows.map((row) => ({
        ...row,
        day: Number(row.day),
        produced: Number(row.produced),
        enqueued: Number(row.enqueued),
        accepted: Number(row.accepted),
        on_time: Number(row.on_time),
      })),
  ),
};
