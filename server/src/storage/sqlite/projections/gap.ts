import type { Projection } from './projection.ts';
import { insertInto, instant, json } from './projection.ts';

const columns = ['site_id', 'id', 'seq', 'kind', 'subject', 'since_at', 'until_at', 'details'] as const;

/** One row an interruption; open while `until_at` is null. A gap that is only known afterwards comes closed at once. */
export const gapProjection: Projection = {
  tables: [{ name: 'gap', key: ['id'] }],
  prepare(db, siteId) {
    const upsert = insertInto(db, 'gap', columns, 'on conflict (site_id, id) do update set until_at = excluded.until_at, details = excluded.details');
    return {
      gap({ seq, at, body }) {
        const until = body.change === 'closed' ? (instant(body.until) ?? Date.parse(at)) : null;
        upsert.run(siteId, body.id, seq, body.kind, body.subject, Date.parse(body.since), until, json(body.details));
      },
    };
  },
};
