import type { Database } from 'better-sqlite3';
import type { VisitEffect } from '../../../domain/ledger/entry.ts';
import { seqsPerBlock } from '../../queries/time-block.ts';
import type { Projection } from './projection.ts';

export type TimeBlockNoun = 'passage' | 'visit';

/**
 * Earliest and latest instant of the rows in each block of seqs. Reads stored for weeks arrive late, so seq and time do not run together;
 * blocks let a list that is ordered by seq skip what lies outside a time frame. A block only widens: a correction may leave it too wide, never too narrow.
 */
export const timeBlockProjection: Projection = {
  tables: [{ name: 'time_block', key: ['noun', 'block'] }],
  prepare(db, siteId) {
    const widen = prepareWiden(db, siteId);
    const passageOf = db.prepare<[string, string], { passed_at: number }>('select passed_at from passage where site_id = ? and id = ?');
    const visitOf = db.prepare<[string, string], { seq: number }>('select seq from visit where site_id = ? and id = ?');

    const follow = (passageId: string, effect: VisitEffect, seq: number) => {
      const passage = passageOf.get(siteId, passageId);
      if (!passage || effect.effect === 'none') return;
      widen('visit', visitOf.get(siteId, effect.visitId ?? String(seq))?.seq ?? seq, passage.passed_at);
    };
    return {
      passage({ seq, at, body }) {
        const passedAt = Date.parse(at);
        widen('passage', seq, passedAt);
        if (body.visit.effect === 'open' || body.visit.effect === 'orphan-out') widen('visit', seq, passedAt);
        else follow(String(seq), body.visit, seq);
      },
      'passage-answer': ({ seq, body }) => follow(body.passageId, body.visit, seq),
      'manual-lift': ({ seq, body }) => {
        if (body.passageId !== null) follow(body.passageId, body.visit, seq);
      },
      correction: ({ seq, body }) => {
        if (body.visit) follow(body.passageId, body.visit.to, seq);
      },
    };
  },
};

function prepareWiden(db: Database, siteId: string): (noun: TimeBlockNoun, seq: number, at: number) => void {
  const upsert = db.prepare(
    `insert into time_block (site_id, noun, block, from_at, until_at) values (?, ?, ?, ?, ?)
     on conflict (site_id, noun, block) do update set from_at = min(from_at, excluded.from_at), until_at = max(until_at, excluded.until_at)`,
  );
  return (noun, seq, at) => void upsert.run(siteId, noun, Math.floor(seq / seqsPerBlock), at, at);
}
