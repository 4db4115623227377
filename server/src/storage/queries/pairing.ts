import { sql } from 'kysely';
import { decodeEntry } from '../../domain/ledger/entry-codec.ts';
import type { AnyEntry, Entry } from '../../domain/ledger/entry.ts';
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
