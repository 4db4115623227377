import { followedLifts, forgetLifts } from '../lanes/followed-lifts.ts';
import type { OpenGap } from '../health/gaps.ts';
import type { Writer } from '../../storage/contract.ts';

/** Interruptions that lasted when the server stopped, so that they are closed and not opened twice. */
export function openGapsOf(writer: Pick<Writer, 'query'>): OpenGap[] {
  const gaps: OpenGap[] = [];
  let cursor: string | null = null;
  do {
    const page: {
      items: readonly { id: string; kind: OpenGap['kind']; subject: string; sinceAt: number; details: OpenGap['details'] }[];
      nextCursor: string | null;
    } = writer.query('gap.list', { open: true, limit: 500, cursor });
    for (const { id, kind, subject, sinceAt, details } of page.items) gaps.push({ id, kind, subject, since: new Date(sinceAt).toISOString(), details });
    cursor = page.nextCursor;
  } while (cursor !== null);
  return gaps;
}

/** Openings that nobody followed to the end, because the server stopped: what became of them is not known. */
export async function settleOldBarriers(writer: Writer, nowMs: number): Promise<number> {
  return writer.run((tx) => {
    const passages = tx.query('passage.unsettledBarriers', {}).map(({ id }) => ({ passageId: id, liftSeq: null }));
    const lifts = followedLifts(tx);
    const left = [...passages, ...lifts.map((liftSeq) => ({ passageId: null, liftSeq }))];
    if (left.length === 0) return 0;
    const at = new Date(nowMs).toISOString();
    const states = left.map((command) => ({ ...command, state: 'unconfirmed' as const, at }));
    tx.append({ kind: 'barrier-states', subject: null, at, by: { type: 'system', name: 'barrier' }, body: { states } });
    forgetLifts(tx, new Set(lifts));
    return left.length;
  });
}
