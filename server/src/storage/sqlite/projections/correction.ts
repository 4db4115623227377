import { actorName } from '../../../domain/ledger/actor.ts';
import type { Projection } from './projection.ts';
import { insertInto, json } from './projection.ts';

const columns = ['site_id', 'seq', 'passage_id', 'before', 'after', 'reason', 'evidence', 'corrected_by', 'corrected_at'] as const;

/** One row a correction; both versions stay readable. */
export const correctionProjection: Projection = {
  tables: [{ name: 'correction', key: ['seq'] }],
  prepare(db, siteId) {
    const insert = insertInto(db, 'correction', columns);
    return {
      correction({ seq, at, by, body }) {
        insert.run(siteId, seq, body.passageId, json(body.before), json(body.after), body.reason, body.evidence, actorName(by), Date.parse(at));
      },
    };
  },
};
