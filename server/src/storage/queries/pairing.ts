import { sql } from 'kysely';
import { defineQuery } from './definition.ts';

/** Lookups of the decision side that are rare enough not to be hand-written. Times in ms. */
export const pairingQueries = {
  /** The first exit without an entry of a plate at or after `at`: a late entry belongs to it. */
  'visit.orphanAfter': defineQuery(
    (db, params: { plateNumber: string; at: number }, siteId) =>
      db
        .selectFrom('visit')
        .select(['id', 'out_at'])
        .where('site_id', '=', siteId)
        .where('plate_number', '=', params.plateNumber)
        .where('state', '=', 'orphan')
        .where('out_at', '>=', params.at)
        .orderBy('out_at')
        .limit(1),
    (rows): { id: string } | null => (rows[0] ? { id: rows[0].id } : null),
  ),
  /** Openings whose end nobody recorded, because the server stopped in between. Literal values, so that the partial index serves. */
  'passage.unsettledBarriers': defineQuery(
    (db, _params: Record<string, never>, siteId) =>
      db.selectFrom('passage').select(['id', 'lane_id']).where('site_id', '=', siteId).where(sql<boolean>`barrier in ('requested', 'accepted')`).orderBy('seq'),
    (rows): { id: string; laneId: string }[] => rows.map((row) => ({ id: row.id, laneId: row.lane_id })),
  ),
  /** Passages that wait for a person, oldest first. */
  'passage.questions': defineQuery(
    (db, params: { since: number }, siteId) =>
      db
        .selectFrom('passage')
        .select(['id'])
        .where('site_id', '=', siteId)
        .where('outcome', '=', 'ask')
        .where('answer', 'is', null)
        .where('passed', '=', 0)
        .where('received_at', '>=', params.since)
        .orderBy('seq')
        .limit(200),
    (rows): string[] => rows.map((row) => row.id),
  ),
};
