import { sql } from 'kysely';
import type { ListKind, PlateColor } from '../../domain/codes.ts';
import type { Page } from '../contract.ts';
import type { ListEntryTable } from '../schema.ts';
import { pageOf, seqBefore } from './cursor.ts';
import { defineQuery } from './definition.ts';

/** One listed plate; instants in ms. In force from `startAt` (or at once) until before `endAt` (or for ever), unless ended. */
export interface ListEntryView {
  id: string;
  seq: number;
  list: ListKind;
  plateNumber: string;
  /** Null: in every colour. */
  plateColor: PlateColor | null;
  reason: string;
  startAt: number | null;
  endAt: number | null;
  addedBy: string;
  addedAt: number;
  endedBy: string | null;
  endedAt: number | null;
}

export const listEntryQueries = {
  /** Newest first. `active`: in force at `now`, or not. */
  'list-entry.list': defineQuery(
    (
      db,
      params: {
        list?: ListKind | undefined;
        plateNumber?: string | undefined;
        active?: { is: boolean; now: number } | undefined;
        limit: number;
        cursor?: string | null | undefined;
      },
      siteId,
    ) => {
      // Added to zero, so that the few rows of one number are found by it and then sorted.
      const seq = params.plateNumber === undefined ? sql<number>`seq` : sql<number>`seq + 0`;
      let query = db
        .selectFrom('list_entry')
        .selectAll()
        .where('site_id', '=', siteId)
        .where(sql<boolean>`${seq} < ${seqBefore(params.cursor)}`);
      if (params.list !== undefined) query = query.where('list', '=', params.list);
      if (params.plateNumber !== undefined) query = query.where('plate_number', '=', params.plateNumber);
      if (params.active !== undefined) {
        const { is, now } = params.active;
        query = query.where((over) => {
          const inForce = over.and([
            over('ended_at', 'is', null),
            over.or([over('start_at', 'is', null), over('start_at', '<=', now)]),
            over.or([over('end_at', 'is', null), over('end_at', '>', now)]),
          ]);
          return is ? inForce : over.not(inForce);
        });
      }
      return query.orderBy(seq, 'desc').limit(params.limit + 1);
    },
    (rows, params): Page<ListEntryView> => pageOf(rows.map(viewOf), params.limit),
  ),
  'list-entry.get': defineQuery(
    (db, params: { id: string }, siteId) => db.selectFrom('list_entry').selectAll().where('site_id', '=', siteId).where('id', '=', params.id),
    (rows): ListEntryView | null => (rows[0] ? viewOf(rows[0]) : null),
  ),
};

function viewOf(row: ListEntryTable): ListEntryView {
  return {
    id: row.id,
    seq: row.seq,
    list: row.list as ListKind,
    plateNumber: row.plate_number,
    plateColor: row.plate_color as PlateColor | null,
    reason: row.reason,
    startAt: row.start_at,
    endAt: row.end_at,
    addedBy: row.added_by,
    addedAt: row.added_at,
    endedBy: row.ended_by,
    endedAt: row.ended_at,
  };
}
