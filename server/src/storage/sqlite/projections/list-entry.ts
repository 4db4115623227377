import { actorName } from '../../../domain/ledger/actor.ts';
import type { Projection } from './projection.ts';
import { insertInto, instant } from './projection.ts';

const columns = [
  'site_id',
  'id',
  'seq',
  'list',
  'plate_number',
  'plate_color',
  'reason',
  'start_at',
  'end_at',
  'added_by',
  'added_at',
  'ended_by',
  'ended_at',
] as const;

/** One row a list entry; an ended one stays, with who ended it. */
export const listEntryProjection: Projection = {
  tables: [{ name: 'list_entry', key: ['id'] }],
  prepare(db, siteId) {
    const insert = insertInto(db, 'list_entry', columns);
    const end = db.prepare('update list_entry set ended_by = ?, ended_at = ? where site_id = ? and id = ?');
    return {
      'list-entry'({ seq, at, by, body }) {
        const time = Date.parse(at);
        if (body.change === 'ended') end.run(actorName(by), time, siteId, body.id);
        else {
          const frame = [instant(body.startAt), instant(body.endAt)];
          insert.run(siteId, body.id, seq, body.list, body.plateNumber, body.plateColor, body.reason, ...frame, actorName(by), time, null, null);
        }
      },
    };
  },
};
