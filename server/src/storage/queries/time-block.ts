import { type Kysely, sql } from 'kysely';
import type { Database } from '../schema.ts';

/** Seqs in one row of `time_block`: five million passages have some twenty thousand blocks, and one block is read in a fraction of a millisecond. */
export const seqsPerBlock = 256;

/** A frame of time in ms: `from` is included, `to` is not. */
export interface TimeFrame {
  from?: number | null | undefined;
  to?: number | null | undefined;
}

export function hasFrame({ from, to }: TimeFrame): boolean {
  return typeof from === 'number' || typeof to === 'number';
}

/** The blocks of seqs that may hold rows of the frame, newest first, for the outer loop of a list that is ordered by seq. */
export function blocksWithin(db: Kysely<Database>, siteId: string, noun: 'passage' | 'visit', { from, to, before }: TimeFrame & { before: number }) {
  return db
    .selectFrom('time_block as b')
    .where('b.site_id', '=', siteId)
    .where('b.noun', '=', noun)
    .where('b.block', '<=', Math.floor(before / seqsPerBlock))
    .where('b.until_at', '>=', from ?? Number.MIN_SAFE_INTEGER)
    .where('b.from_at', '<', to ?? Number.MAX_SAFE_INTEGER)
    .orderBy('b.block', 'desc');
}

/** Where the rows of block `b` end, or the page begins. One bound alone: of two, an engine walks by the wider one, through every newer row. */
export function blockEnd(before: number) {
  return sql<number>`case when (b.block + 1) * ${seqsPerBlock} < ${before} then (b.block + 1) * ${seqsPerBlock} else ${before} end`;
}
