import type { VisitEffect, VisitQuestion } from '../../../domain/ledger/entry.ts';
import type { PassageTable, VisitTable } from '../../schema.ts';
import type { Projection } from './projection.ts';
import { insertInto, json } from './projection.ts';

const columns = [
  'site_id',
  'id',
  'seq',
  'plate_number',
  'plate_color',
  'vehicle_id',
  'in_passage_id',
  'in_at',
  'in_entrance_code',
  'in_lane_code',
  'out_passage_id',
  'out_at',
  'out_entrance_code',
  'out_lane_code',
  'in_cargo_name',
  'in_cargo_tonnes',
  'out_cargo_name',
  'out_cargo_tonnes',
  'vehicle',
  'questions',
  'state',
] as const;

/** What a visit takes from each of its passages. */
const legColumns = [
  'id',
  'plate_number',
  'plate_color',
  'vehicle_id',
  'vehicle',
  'passed_at',
  'entrance_code',
  'lane_code',
  'cargo_name',
  'cargo_tonnes',
  'visit_id',
] as const satisfies readonly (keyof PassageTable)[];
type Leg = Pick<PassageTable, (typeof legColumns)[number]>;

/**
 * One row an in and its out: `inside`, `closed`, `orphan` (an out alone), `void` (corrections took both away).
 * A row is always a function of its two passages, so it is written anew from them. Stands after `passage`.
 */
export const visitProjection: Projection = {
  tables: [{ name: 'visit', key: ['id'] }],
  prepare(db, siteId) {
    const changing = columns.slice(3).map((column) => `${column} = excluded.${column}`);
    const upsert = insertInto(db, 'visit', columns, `on conflict (site_id, id) do update set ${changing.join(', ')}`);
    const visitOf = db.prepare<[string, string], VisitTable>('select * from visit where site_id = ? and id = ?');
    const passageOf = db.prepare<[string, string], Leg>(`select ${legColumns.join(', ')} from passage where site_id = ? and id = ?`);
    const questionsOf = db.prepare<[string, string], string>('select questions from visit where site_id = ? and id = ?').pluck();
    const setQuestions = db.prepare('update visit set questions = ? where site_id = ? and id = ?');
    const find = (id: string | null) => (id === null ? undefined : passageOf.get(siteId, id));

    const write = (visit: { id: string; seq: number; questions: string }, inward: Leg | undefined, outward: Leg | undefined, before?: VisitTable) => {
      const named = inward ?? outward;
      const facts = inward?.vehicle ? inward : (outward ?? inward);
      const state = inward ? (outward ? 'closed' : 'inside') : outward ? 'orphan' : 'void';
      upsert.run(
        siteId,
        visit.id,
        visit.seq,
        named ? named.plate_number : (before?.plate_number ?? null),
        named?.plate_color ?? before?.plate_color ?? 'unknown',
        facts?.vehicle_id ?? null,
        inward?.id ?? null,
        inward?.passed_at ?? null,
        inward?.entrance_code ?? null,
        inward?.lane_code ?? null,
        outward?.id ?? null,
        outward?.passed_at ?? null,
        outward?.entrance_code ?? null,
        outward?.lane_code ?? null,
        inward?.cargo_name ?? null,
        inward?.cargo_tonnes ?? null,
        outward?.cargo_name ?? null,
        outward?.cargo_tonnes ?? null,
        facts?.vehicle ?? null,
        visit.questions,
        state,
      );
    };

    const answer = ({ visitId, question }: NonNullable<VisitEffect['answered']>[number]) => {
      const asked = questionsOf.get(siteId, visitId);
      if (asked !== undefined) setQuestions.run(json((JSON.parse(asked) as VisitQuestion[]).filter((each) => each !== question)), siteId, visitId);
    };
    const attach = (passageId: string, { effect, visitId, questions, answered }: VisitEffect, seq: number) => {
      const passage = find(passageId);
      if (!passage || effect === 'none') return;
      for (const each of answered ?? []) answer(each);
      const id = visitId ?? String(seq);
      const before = visitOf.get(siteId, id);
      const asked = json(union(before ? (JSON.parse(before.questions) as VisitQuestion[]) : [], questions));
      const inward = effect === 'open' ? passage : find(before?.in_passage_id ?? null);
      const outward = effect === 'open' ? find(before?.out_passage_id ?? null) : passage;
      write({ id, seq: before?.seq ?? seq, questions: asked }, inward, outward, before);
    };
    const rewrite = (visitId: string, without: string | null) => {
      const before = visitOf.get(siteId, visitId);
      if (!before) return;
      const side = (id: string | null) => (id === without ? undefined : find(id));
      write(before, side(before.in_passage_id), side(before.out_passage_id), before);
    };

    return {
      passage: ({ seq, body }) => attach(String(seq), body.visit, seq),
      'passage-answer': ({ seq, body }) => attach(body.passageId, body.visit, seq),
      'manual-lift': ({ seq, body }) => {
        if (body.passageId !== null) attach(body.passageId, body.visit, seq);
      },
      correction: ({ seq, body }) => {
        if (body.visit) {
          if (body.visit.fromVisitId !== null) rewrite(body.visit.fromVisitId, body.passageId);
          attach(body.passageId, body.visit.to, seq);
        } else {
          const visitId = find(body.passageId)?.visit_id;
          if (visitId) rewrite(visitId, null);
        }
      },
    };
  },
};

function union(before: readonly VisitQuestion[], added: readonly VisitQuestion[]): VisitQuestion[] {
  return [...before, ...added.filter((question) => !before.includes(question))];
}
