import { canonicalJson } from '../../domain/ledger/canonical-json.ts';
import { decide } from '../../domain/decision/decide.ts';
import type { Decision } from '../../domain/decision/decision.ts';
import type { RuleSetContent } from '../../domain/decision/rule-set.ts';
import { AppError } from '../../domain/errors.ts';
import type { AnyEntry, Entry, SnapshotRef } from '../../domain/ledger/entry.ts';
import type { Passage, Visit } from '../../domain/passage.ts';
import type { Page, QueryParams, QueryResult, Readers } from '../../storage/contract.ts';
import { passageOut, visitOut } from './passage-out.ts';
import { timelineItem, type TimelineItem } from './timeline.ts';

export interface PassageDetail extends Passage {
  facts: Entry<'passage'>['body']['facts'];
  read: Record<string, string | number | boolean>;
  decisionReplay: { outcome: Decision['outcome']; reasons: Decision['reasons']; same: boolean } | null;
  timeline: TimelineItem[];
  frame: { contentType: string | null; text: string } | null;
  nearPlates: { plateNumber: string; plateColor: string; vehicleId: string; distance: number }[];
}

/** Reads passages and visits for screens, from the reader workers. */
export function createPassageReader(parts: {
  readers: Readers;
  siteId: string;
  ruleSetOf: (id: string) => Promise<RuleSetContent | null>;
  nearPlates: (plateNumber: string) => Promise<PassageDetail['nearPlates']>;
}) {
  const { readers, siteId } = parts;

  const photosOf = async (visits: readonly { in: { passageId: string } | null; out: { passageId: string } | null }[]) => {
    const ids = visits.flatMap((visit) => [visit.in?.passageId, visit.out?.passageId]).filter((id) => id !== undefined);
    const passages = ids.length === 0 ? [] : await readers.query('passage.many', { ids: [...new Set(ids)] });
    const snapshots = new Map(passages.map((passage) => [passage.id, passage.snapshots]));
    return (passageId: string): readonly SnapshotRef[] => snapshots.get(passageId) ?? [];
  };

  return {
    async passages(params: QueryParams<'passage.list'>): Promise<Page<Passage>> {
      const page = await readers.query('passage.list', params);
      return { items: page.items.map((passage) => passageOut(passage, siteId)), nextCursor: page.nextCursor };
    },

    async passage(id: string): Promise<Passage | null> {
      const passage = await readers.query('passage.get', { id });
      return passage && passageOut(passage, siteId);
    },

    /** Everything about one passage. Throws PASSAGE_NOT_FOUND. */
    async detail(id: string, options: { near: boolean }): Promise<PassageDetail> {
      const passage = await readers.query('passage.get', { id });
      if (!passage) throw new AppError('PASSAGE_NOT_FOUND', { id });
      const [entries, frame] = await Promise.all([readers.query('passage.timeline', { id }), readers.query('frame.ofPassage', { passageId: id })]);
      const entry = entries.find((each): each is Entry<'passage'> & AnyEntry => each.kind === 'passage');
      return {
        ...passageOut(passage, siteId),
        facts: entry?.body.facts as PassageDetail['facts'],
        read: entry?.body.read ?? {},
        decisionReplay: entry ? await replay(entry) : null,
        timeline: [...entries.map((each) => timelineItem(each, id)), ...(await barrierSteps(id, entries))].sort((one, other) => one.seq - other.seq),
        frame: frame && { contentType: frame.contentType, text: new TextDecoder().decode(frame.frame).slice(0, 20_000) },
        nearPlates: options.near && passage.plateNumber !== null ? await parts.nearPlates(passage.plateNumber) : [],
      };
    },

    /** Questions that nobody has answered since `sinceMs`, oldest first. */
    async questions(sinceMs: number): Promise<Passage[]> {
      const ids = await readers.query('passage.questions', { since: sinceMs });
      if (ids.length === 0) return [];
      const passages = await readers.query('passage.many', { ids });
      return passages.map((passage) => passageOut(passage, siteId)).sort((a, b) => a.seq - b.seq);
    },

    async visits(params: QueryParams<'visit.list'>): Promise<Page<Visit>> {
      const page = await readers.query('visit.list', params);
      const photos = await photosOf(page.items);
      return { items: page.items.map((visit) => visitOut(visit, photos)), nextCursor: page.nextCursor };
    },

    /** Who is inside now, and how many in all. */
    async inside(params: QueryParams<'visit.inside'>): Promise<Page<Visit> & { count: number }> {
      const [page, count] = await Promise.all([readers.query('visit.inside', params), readers.query('visit.insideCount', {})]);
      const photos = await photosOf(page.items);
      return { items: page.items.map((visit) => visitOut(visit, photos)), nextCursor: page.nextCursor, count };
    },

    /** Passages a Beijing day (`YYYY-MM-DD`, both included), from the roll-ups. */
    dailyCounts: (from: string, to: string): Promise<QueryResult<'daily.counts'>> => readers.query('daily.counts', { from, to }),

    /** Throws VISIT_NOT_FOUND. */
    async visit(id: string): Promise<Visit> {
      const visit = await readers.query('visit.get', { id });
      if (!visit) throw new AppError('VISIT_NOT_FOUND', { id });
      return visitOut(visit, await photosOf([visit]));
    },
  };

  /** What became of the openings: after the decision, the answer and each lift. */
  async function barrierSteps(passageId: string, entries: readonly AnyEntry[]): Promise<TimelineItem[]> {
    const openings = entries.filter((each) => 'barrier' in each.body && each.body.barrier === 'requested');
    const found = await Promise.all(openings.map((each) => readers.query('passage.barrierEntries', { passageId, after: each.seq })));
    const bySeq = new Map(found.flat().map((each) => [each.seq, each as AnyEntry]));
    return [...bySeq.values()].map((each) => timelineItem(each, passageId));
  }

  /** The decision once more, from nothing but the entry and the published rules it names. */
  async function replay(entry: Entry<'passage'>): Promise<PassageDetail['decisionReplay']> {
    const { body } = entry;
    const rules = await parts.ruleSetOf(body.ruleSetId);
    if (!rules) return null;
    const again = decide(
      {
        direction: body.direction,
        plateNumber: body.plateNumber,
        noPlateReason: body.noPlateReason,
        plateColor: body.plateColor,
        confidence: body.confidence,
        suspectedFake: body.suspectedFake,
      },
      body.facts,
      rules,
      entry.at,
    );
    return { ...again, same: canonicalJson([again.outcome, again.reasons]) === canonicalJson([body.outcome, body.reasons]) };
  }
}
export type PassageReader = ReturnType<typeof createPassageReader>;
