import { actorName } from '../../../domain/ledger/actor.ts';
import type { Projection } from './projection.ts';
import { insertInto, json } from './projection.ts';

const columns = ['site_id', 'id', 'seq', 'version', 'state', 'content', 'created_at', 'created_by', 'published_at', 'published_by'] as const;
const changing = ['version', 'state', 'content', 'published_at', 'published_by'].map((column) => `${column} = excluded.${column}`);

/** Every pack of base rules; publishing one supersedes the pack that was in force. */
export const ruleSetProjection: Projection = {
  tables: [{ name: 'rule_set', key: ['id'] }],
  prepare(db, siteId) {
    const upsert = insertInto(db, 'rule_set', columns, `on conflict (site_id, id) do update set ${changing.join(', ')}`);
    const supersede = db.prepare(`update rule_set set state = 'superseded' where site_id = ? and state = 'published' and id <> ?`);
    return {
      'rule-set'({ seq, at, by, body }) {
        const published = body.change === 'published';
        const { createdAt, createdBy } = body.ruleSet;
        if (published) supersede.run(siteId, body.id);
        const publication = published ? [Date.parse(at), actorName(by)] : [null, null];
        upsert.run(siteId, body.id, seq, body.version, published ? 'published' : 'draft', json(body.ruleSet), Date.parse(createdAt), createdBy, ...publication);
      },
    };
  },
};
