import { sql } from 'kysely';
import type { PlateColor } from '../../domain/codes.ts';
import { decodeEntry } from '../../domain/ledger/entry-codec.ts';
import type { AnyEntry, Entry, VisitQuestion } from '../../domain/ledger/entry.ts';
import { defineQuery } from './definition.ts';

/** Lookups of the decision side that are rare enough not to be hand-written. Times in ms. */
export const pairingQueries = {
  /** The last visit of a plate that began at or before `at`; `outAt` is null while it has no exit. */
  'visit.before': defineQuery(
    (db, params: { plateNumber: string; at: number }, siteId) =>
      db
        .selectFrom('visit')
        .select(['id', 'plate_color', 'in_at', 'out_at'])
        .where('site_id', '=', siteId)
        .where('plate_number', '=', params.plateNumber)
        .where('in_at', '<=', params.at)
        .orderBy('in_at', 'desc')
        .orderBy('seq', 'desc')
        .limit(1),
    (rows): { id: string; plateColor: PlateColor; inAt: number | null; outAt: number | null } | null =>
      rows[0] ? { id: rows[0].id, plateColor: rows[0].plate_color as PlateColor, inAt: rows[0].in_at, outAt: rows[0].out_at } : null,
  ),
  /** The first passage of a plate at or after `at`, when it is an exit without an entry: a late entry belongs to it. */
  'visit.orphanAfter': defineQuery(
    (db, params: { plateNumber: string; at: number }, siteId) =>
      db
        .selectFrom('visit')
        .select(['id', 'plate_color', 'state'])
        .where('site_id', '=', siteId)
        .where('plate_number', '=', params.plateNumber)
        .where('state', '<>', 'void')
        .where(sql<boolean>`coalesce(in_at, out_at) >= ${params.at}`)
        .orderBy(sql`coalesce(in_at, out_at)`)
        .limit(1),
    (rows): { id: string; plateColor: PlateColor } | null =>
      rows[0]?.state === 'orphan' ? { id: rows[0].id, plateColor: rows[0].plate_color as PlateColor } : null,
  ),
  /** The first visit of a plate that began after `at`; `othersInside` counts the earlier ones that have no exit. */
  'visit.next': defineQuery(
    (db, params: { plateNumber: string; at: number }, siteId) =>
      db
        .selectFrom('visit as v')
        .select((eb) => [
          'v.id',
          'v.questions',
          eb
            .selectFrom('visit as o')
            .select(sql<number>`count(*)`.as('count'))
            .whereRef('o.site_id', '=', 'v.site_id')
            .whereRef('o.plate_number', '=', 'v.plate_number')
            .where('o.state', '=', 'inside')
            .whereRef('o.in_at', '<', 'v.in_at')
            .as('others'),
        ])
        .where('v.site_id', '=', siteId)
        .where('v.plate_number', '=', params.plateNumber)
        .where('v.in_at', '>', params.at)
        .orderBy('v.in_at')
        .limit(1),
    (rows): { id: string; secondIn: boolean; othersInside: number } | null =>
      rows[0]
        ? { id: rows[0].id, secondIn: (JSON.parse(rows[0].questions) as VisitQuestion[]).includes('second-in'), othersInside: rows[0].others ?? 0 }
        : null,
  ),
  /** Openings whose end nobody recorded, because the server stopped in between. Literal values, so that the partial index serves. */
  'passage.unsettledBarriers': defineQuery(
    (db, _params: Record<string, never>, siteId) =>
      db.selectFrom('passage').select(['id', 'lane_id']).where('site_id', '=', siteId).where(sql<boolean>`barrier in ('requested', 'accepted')`).orderBy('seq'),
    (rows): { id: string; laneId: string }[] => rows.map((row) => ({ id: row.id, laneId: row.lane_id })),
  ),
  /**
   * Passages that wait for a person, oldest first. A question is over for the gate when its plate has been read again, or
   * when another vehicle has gone through its lane since; the passage stays in the records, unanswered.
   */
  'passage.questions': defineQuery(
    (db, params: { since: number }, siteId) =>
      db
        .selectFrom('passage as p')
        .select(['p.id'])
        .where('p.site_id', '=', siteId)
        .where(sql<boolean>`p.outcome <> 'admit'`)
        .where('p.outcome', '=', 'ask')
        .where('p.answer', 'is', null)
        .where('p.passed', '=', 0)
        .where('p.received_at', '>=', params.since)
        .where(sql<boolean>`not exists (select 1 from passage n where n.site_id = p.site_id and n.plate_number = p.plate_number and n.seq > p.seq)`)
        .where(
          sql<boolean>`not exists (select 1 from passage n where n.site_id = p.site_id and n.lane_id = p.lane_id and n.seq > p.seq and n.live = 1 and n.passed = 1)`,
        )
        .orderBy('p.seq')
        .limit(200),
    (rows): string[] => rows.map((row) => row.id),
  ),
  /** The command states written after one of the seqs, each a bounded look: what became of an opening stands soon behind it. */
  'passage.barrierEntries': defineQuery(
    (db, params: { passageId: string; after: number }, siteId) =>
      db
        .selectFrom('ledger_entry')
        .select('bytes')
        .where('site_id', '=', siteId)
        .where('kind', '=', 'barrier-states')
        .where('seq', '>', params.after)
        .orderBy('seq')
        .limit(200),
    (rows, params): Entry<'barrier-states'>[] =>
      rows
        .map((row) => decodeEntry(row.bytes))
        .filter((entry): entry is Entry<'barrier-states'> & AnyEntry => entry.kind === 'barrier-states')
        .filter((entry) => entry.body.states.some((state) => state.passageId === params.passageId)),
  ),
};
