import { type Kysely, sql } from 'kysely';
import type { Database } from '../schema.ts';
import { inParts, raw, valuesOf } from './batch.ts';
import { defineQuery } from './definition.ts';

export interface NewUpload {
  id: string;
  regulatorId: string;
  passageId: string;
  visitId: string | null;
  direction: string;
  plateNumber: string | null;
  recordedAt: number;
  /** When it is sent at the earliest; never before it was recorded. */
  dueAt: number;
}

/** A due row with everything its record is made of; `entry*` is the upload of the visit's entry at the same regulator, for exits. */
export interface DueRow {
  id: string;
  passage_id: string;
  direction: string;
  state: string;
  attempts: number;
  recorded_at: number;
  visit_id: string | null;
  passed_at: number;
  entrance_code: string;
  lane_code: string;
  plate_number: string | null;
  plate_color: string;
  vehicle: string | null;
  vehicle_record: string | null;
  cargo_name: string | null;
  cargo_tonnes: string | null;
  snapshots: string;
  entry_state: string | null;
  entry_remote: string | null;
}

export interface SettledRow {
  id: string;
  state: string;
  attempts: number;
  nextAttemptAt: number | null;
  message: string | null;
  /** JSON; null keeps what is stored. */
  remote: string | null;
  acceptedAt: number | null;
}

export interface AttemptRow {
  uploadId: string;
  number: number;
  startedAt: number;
  finishedAt: number | null;
  state: string;
  status: number | null;
  request: string;
  reply: string | null;
  message: string | null;
}

/** Written out, because a partial index is only used for the same words. */
const open = sql<boolean>`u.state in ('waiting', 'retry', 'unknown', 'sending')`;
const unsent = sql<boolean>`u.state in ('waiting', 'retry', 'unknown')`;
const text = (value: string | null) => sql`cast(${value} as text)`;
const whole = (value: number | null) => sql`cast(${value} as bigint)`;

/** The outbox: what the sending engine does with its rows. A row is sent when `next_attempt_at` has come; null waits for something else. */
export const uploadQueries = {
  'upload.insert': defineQuery(
    (db, params: { rows: NewUpload[] }, siteId) =>
      inParts(params.rows).map((rows) =>
        db
          .insertInto('upload')
          .values(
            rows.map((row) => ({
              site_id: siteId,
              id: row.id,
              regulator_id: row.regulatorId,
              passage_id: row.passageId,
              visit_id: row.visitId,
              direction: row.direction,
              plate_number: row.plateNumber,
              recorded_at: row.recordedAt,
              state: 'waiting',
              next_attempt_at: row.dueAt,
            })),
          )
          .onConflict((conflict) => conflict.columns(['site_id', 'regulator_id', 'passage_id']).doNothing()),
      ),
    () => undefined,
  ),
  /** Rows due by `until` and recorded since `since`, those that were due first or last; a row is never due before it was recorded. */
  'upload.due': defineQuery(
    (db: Kysely<Database>, params: { regulatorId: string; since: number; until: number; order: 'asc' | 'desc'; limit: number }, siteId: string) =>
      db
        .selectFrom('upload as u')
        .innerJoin('passage as p', (join) => join.onRef('p.site_id', '=', 'u.site_id').onRef('p.id', '=', 'u.passage_id'))
        .leftJoin('road_vehicle as rv', (join) => join.onRef('rv.site_id', '=', 'p.site_id').onRef('rv.id', '=', 'p.vehicle_id'))
        .leftJoin('visit as v', (join) => join.onRef('v.site_id', '=', 'p.site_id').onRef('v.id', '=', 'p.visit_id').on('u.direction', '=', sql.lit('out')))
        .leftJoin('upload as e', (join) =>
          join.onRef('e.site_id', '=', 'v.site_id').onRef('e.regulator_id', '=', 'u.regulator_id').onRef('e.passage_id', '=', 'v.in_passage_id'),
        )
        .select([
          'u.id',
          'u.passage_id',
          'u.direction',
          'u.state',
          'u.attempts',
          'u.recorded_at',
          'p.visit_id',
          'p.passed_at',
          'p.entrance_code',
          'p.lane_code',
        ])
        .select(['p.plate_number', 'p.plate_color', 'p.vehicle', 'rv.record as vehicle_record', 'p.cargo_name', 'p.cargo_tonnes', 'p.snapshots'])
        .select(['e.state as entry_state', 'e.remote as entry_remote'])
        .where('u.site_id', '=', siteId)
        .where('u.regulator_id', '=', params.regulatorId)
        .where(open)
        .where(unsent)
        .where('u.next_attempt_at', '>=', params.since)
        .where('u.recorded_at', '>=', params.since)
        .where('u.next_attempt_at', '<=', params.until)
        .orderBy('u.next_attempt_at', params.order)
        .limit(params.limit),
    (rows): DueRow[] => rows as DueRow[],
  ),
  /** The next instant at which anything is due, null when nothing is. */
  'upload.next-due': defineQuery(
    (db, params: { regulatorId: string }, siteId) =>
      db
        .selectFrom('upload as u')
        .select('u.next_attempt_at')
        .where('u.site_id', '=', siteId)
        .where('u.regulator_id', '=', params.regulatorId)
        .where(open)
        .where(unsent)
        .where('u.next_attempt_at', 'is not', null)
        .orderBy('u.next_attempt_at')
        .limit(1),
    (rows): number | null => rows[0]?.next_attempt_at ?? null,
  ),
  /** How many wait for their turn or for the entry of their visit, and not for a person. */
  'upload.backlog': defineQuery(
    (db, params: { regulatorId: string }, siteId) =>
      db
        .selectFrom('upload as u')
        .select((e) => e.fn.countAll<number>().as('uploads'))
        .where('u.site_id', '=', siteId)
        .where('u.regulator_id', '=', params.regulatorId)
        .where(open)
        .where((e) => e.or([e('u.next_attempt_at', 'is not', null), e.and([e('u.state', '=', 'waiting'), e('u.message', 'is', null)])])),
    (rows): number => Number(rows[0]?.uploads ?? 0),
  ),
  /** While it is being sent, `next_attempt_at` keeps when that began. */
  'upload.mark-sending': defineQuery(
    (db, params: { ids: string[]; at: number }, siteId) =>
      inParts(params.ids).map((ids) =>
        db
          .updateTable('upload')
          .set((column) => ({ state: 'sending', attempts: column('attempts', '+', 1), next_attempt_at: params.at }))
          .where('site_id', '=', siteId)
          .where('id', 'in', ids),
      ),
    () => undefined,
  ),
  /** An exit whose entry is not accepted yet: waits without a time and without a message of its own. */
  'upload.park': defineQuery(
    (db, params: { ids: string[] }, siteId) =>
      inParts(params.ids).map((ids) =>
        db.updateTable('upload').set({ state: 'waiting', next_attempt_at: null, message: null }).where('site_id', '=', siteId).where('id', 'in', ids),
      ),
    () => undefined,
  ),
  'upload.settle': defineQuery(
    (db, params: { rows: SettledRow[] }, siteId) =>
      inParts(params.rows).map((rows) => {
        const values = valuesOf(
          rows.map((row) => [
            text(row.id),
            text(row.state),
            whole(row.attempts),
            whole(row.nextAttemptAt),
            text(row.message),
            text(row.remote),
            whole(row.acceptedAt),
          ]),
        );
        return raw(
          db,
          sql`with done (id, state, attempts, next_attempt_at, message, remote, accepted_at) as (values ${values})
            update upload set state = done.state, attempts = done.attempts, next_attempt_at = done.next_attempt_at, message = done.message,
              remote = coalesce(done.remote, upload.remote), accepted_at = done.accepted_at
            from done where upload.site_id = ${siteId} and upload.id = done.id`,
        );
      }),
    () => undefined,
  ),
  'upload.add-attempts': defineQuery(
    (db, params: { rows: AttemptRow[] }, siteId) =>
      inParts(params.rows).map((rows) =>
        db.insertInto('upload_attempt').values(
          rows.map((row) => ({
            site_id: siteId,
            upload_id: row.uploadId,
            number: row.number,
            started_at: row.startedAt,
            finished_at: row.finishedAt,
            state: row.state,
            status: row.status,
            request: row.request,
            reply: row.reply,
            message: row.message,
          })),
        ),
      ),
    () => undefined,
  ),
  /** Exits of these visits that waited get their turn. */
  'upload.release-exits': defineQuery(
    (db, params: { regulatorId: string; visitIds: string[]; at: number }, siteId) =>
      inParts(params.visitIds).map((visitIds) =>
        db
          .updateTable('upload')
          .set({ next_attempt_at: params.at })
          .where('site_id', '=', siteId)
          .where('regulator_id', '=', params.regulatorId)
          .where('state', '=', 'waiting')
          .where('next_attempt_at', 'is', null)
          .where('passage_id', 'in', (q) =>
            q.selectFrom('visit').select('out_passage_id').where('site_id', '=', siteId).where('id', 'in', visitIds).$castTo<{ out_passage_id: string }>(),
          ),
      ),
    () => undefined,
  ),
  /** The platform is back: everything that was put off comes at once. */
  'upload.hasten': defineQuery(
    (db, params: { regulatorId: string; at: number }, siteId) =>
      db
        .updateTable('upload as u')
        .set({ next_attempt_at: params.at })
        .where('u.site_id', '=', siteId)
        .where('u.regulator_id', '=', params.regulatorId)
        .where(open)
        .where(unsent)
        .where('u.next_attempt_at', '>', params.at),
    () => undefined,
  ),
  /** After a stop in the middle of sending nobody knows what they took: an attempt says so, and the row becomes `unknown`. */
  'upload.recover': defineQuery(
    (db, params: { regulatorId: string; nextAttemptAt: number | null; message: string }, siteId) => [
      db
        .insertInto('upload_attempt')
        .columns(['site_id', 'upload_id', 'number', 'started_at', 'finished_at', 'state', 'status', 'request', 'reply', 'message'])
        .expression((q) =>
          q
            .selectFrom('upload as u')
            .select([
              'u.site_id',
              'u.id',
              'u.attempts',
              sql<number>`coalesce(u.next_attempt_at, u.recorded_at)`.as('started_at'),
              sql<null>`null`.as('finished_at'),
            ])
            .select([sql.lit('unknown').as('state'), sql<null>`null`.as('status'), sql.lit('').as('request'), sql<null>`null`.as('reply')])
            .select(text(params.message).as('message'))
            .where('u.site_id', '=', siteId)
            .where('u.regulator_id', '=', params.regulatorId)
            .where('u.state', '=', 'sending'),
        )
        .onConflict((conflict) => conflict.columns(['site_id', 'upload_id', 'number']).doNothing()),
      db
        .updateTable('upload')
        .set({ state: 'unknown', next_attempt_at: params.nextAttemptAt, message: params.message })
        .where('site_id', '=', siteId)
        .where('regulator_id', '=', params.regulatorId)
        .where('state', '=', 'sending'),
    ],
    () => undefined,
  ),
  /** A corrected passage: what waited for a person or was refused is tried again. */
  'upload.after-correction': defineQuery(
    (db, params: { passageId: string; at: number }, siteId) =>
      db
        .updateTable('upload')
        .set({ state: 'waiting', next_attempt_at: params.at, message: null })
        .where('site_id', '=', siteId)
        .where('passage_id', '=', params.passageId)
        .where('regulator_id', 'in', (q) => q.selectFrom('regulator').select('id').where('site_id', '=', siteId))
        .where((e) => e.or([e('state', '=', 'rejected'), e.and([e('state', '=', 'waiting'), e('next_attempt_at', 'is', null)])])),
    () => undefined,
  ),
};
