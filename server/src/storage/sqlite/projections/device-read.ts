import type { Projection } from './projection.ts';

/** The key of every read that became a passage or evidence of one; the first passage of a key keeps it. */
export const deviceReadProjection: Projection = {
  tables: [{ name: 'device_read', key: ['device_id', 'event_key'] }],
  prepare(db, siteId) {
    const insert = db.prepare('insert into device_read (site_id, device_id, event_key, passage_id) values (?, ?, ?, ?) on conflict do nothing');
    return {
      passage({ seq, body }) {
        if (body.eventKey !== null) insert.run(siteId, body.deviceId, body.eventKey, String(seq));
      },
      'passage-evidence'({ body }) {
        if (body.eventKey !== null) insert.run(siteId, body.deviceId, body.eventKey, body.passageId);
      },
    };
  },
};
