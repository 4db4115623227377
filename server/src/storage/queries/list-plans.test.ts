import type { Database } from 'better-sqlite3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PassageBody, VisitEffect } from '../../domain/ledger/entry.ts';
import { draft, passageBody } from '../../testing/sample-drafts.ts';
import { openTempSite } from '../../testing/temp-database.ts';
import type { TempSite } from '../../testing/temp-database.ts';
import type { QueryName, QueryParams } from '../contract.ts';
import { databaseFile, openReadOnly } from '../sqlite/connection.ts';
import { compileQuery } from '../sqlite/statements.ts';
import type { QueryDefinition } from './definition.ts';
import { queries } from './index.ts';

let site: TempSite;
let db: Database;
const hour = 3_600_000;
const start = Date.parse('2026-03-01T00:00:00.000Z');

/** 1,000 trucks, one an hour, every tenth a stored read that came 500 hours late; lanes, outcomes and stages mixed. */
beforeAll(async () => {
  site = await openTempSite();
  db = openReadOnly(databaseFile(site.folder));
  await Promise.all(
    Array.from({ length: 1000 }, (_, index) =>
      site.writer.run((tx) => {
        const at = index % 10 === 0 ? index - 500 : index;
        const outcome = index % 7 === 0 ? 'deny' : index % 11 === 0 ? 'ask' : 'admit';
        const admitted = outcome === 'admit';
        const visit: VisitEffect = {
          effect: admitted ? 'open' : 'none',
          visitId: admitted ? String(index) : null,
          questions: index % 50 === 1 ? ['second-in'] : [],
        };
        const parts: Partial<PassageBody> = { laneId: `lane-${index % 3}`, plateNumber: `测A${index % 40}`, outcome, passed: admitted, visit };
        return tx.append(draft('passage', passageBody(parts), { at: at * hour }));
      }),
    ),
  );
});
afterAll(async () => {
  db.close();
  await site.remove();
});

function planOf<N extends QueryName>(name: N, params: QueryParams<N>): string[] {
  const statements = compileQuery(queries[name] as QueryDefinition<unknown, unknown>, params, site.siteId);
  return statements.flatMap(({ sql, parameters }) =>
    (db.prepare(`explain query plan ${sql}`).all(...parameters) as { detail: string }[]).map((row) => row.detail),
  );
}

/** The index that leads, and that nothing is scanned or sorted: only the page itself is walked. */
function indexesOf(plan: string[]): string[] {
  for (const step of plan) expect(step).toMatch(/^(SEARCH |CO-ROUTINE page$|SCAN page$)/);
  return plan
    .map((step) => /^SEARCH \w+ USING (?:COVERING )?(?:INDEX (\w+)|(PRIMARY KEY))/.exec(step))
    .flatMap((found) => (found ? [found[1] ?? 'primary key'] : []));
}

const page = ['upload_of_passage', 'correction_passage'];
const frame = { from: start, to: start + hour };

test.each([
  [{}, ['passage_seq']],
  [{ cursor: '500', laneId: 'lane-1' }, ['passage_lane']],
  [{ plateNumber: '测A1', ...frame }, ['passage_plate']],
  [{ outcome: 'deny' }, ['passage_outcome']],
  [{ emissionStage: 'china-3' }, ['passage_stage']],
  [{ question: true }, ['passage_question']],
  [frame, ['primary key', 'passage_seq']],
  [{ ...frame, laneId: 'lane-1', passed: true, direction: 'in' }, ['primary key', 'passage_seq']],
  [{ from: start, outcome: 'ask' }, ['primary key', 'passage_seq']],
] as const)('the passage list with %j walks its index in order', (filter, indexes) => {
  expect(indexesOf(planOf('passage.list', { limit: 50, ...filter }))).toEqual([...indexes, ...page]);
});

test.each([
  [{ entranceCode: 'E1' }, ['visit_seq']],
  [{ entranceCode: 'E1', laneCode: '1', cursor: '500' }, ['visit_seq']],
  [{ emissionStage: 'china-6' }, ['visit_seq']],
  [{ fuelType: 'diesel', state: 'inside' }, ['visit_state']],
  [{ emissionStage: 'unknown', plateNumber: '测A1' }, ['visit_plate']],
  [{ ...frame, laneCode: '1', emissionStage: 'china-6', fuelType: 'diesel' }, ['primary key', 'visit_seq']],
] as const)('the list of visits with %j walks its index in order', (filter, indexes) => {
  expect(indexesOf(planOf('visit.list', { limit: 50, ...filter }))).toEqual(indexes);
  expect(planOf('export.visits', { limit: 50, ...filter })[0]).toBe(planOf('visit.list', { limit: 50, ...filter })[0]);
});

test('the other hot statements walk an index in order', () => {
  expect(indexesOf(planOf('passage.get', { id: '1' }))).toEqual(['sqlite_autoindex_passage_1', ...page]);
  expect(indexesOf(planOf('passage.timeline', { id: '1' }))).toEqual(['ledger_entry_subject']);
  expect(indexesOf(planOf('passage.corrections', { passageId: '1' }))).toEqual(['correction_passage']);
  expect(indexesOf(planOf('visit.list', { limit: 50 }))).toEqual(['visit_seq']);
  expect(indexesOf(planOf('visit.list', { limit: 50, ...frame }))).toEqual(['primary key', 'visit_seq']);
  expect(indexesOf(planOf('visit.list', { limit: 50, plateNumber: '测A1' }))).toEqual(['visit_plate']);
  expect(indexesOf(planOf('visit.inside', { limit: 50 }))).toEqual(['visit_state']);
  expect(indexesOf(planOf('gap.list', { limit: 50 }))).toEqual(['gap_seq']);
  expect(indexesOf(planOf('ledger.entries', { limit: 50, subject: 'device:1' }))).toEqual(['ledger_entry_subject']);
  expect(indexesOf(planOf('daily.counts', { from: '2026-03-01', to: '2026-03-31' }))).toEqual(['primary key']);
});

test.each([
  {},
  { laneId: 'lane-2' },
  { outcome: 'ask' },
  { question: true },
  { question: false, outcome: 'admit' },
  { plateNumber: '测A7' },
  { from: start + 100 * hour, to: start + 130 * hour },
  { from: start - 450 * hour, to: start - 100 * hour },
  { to: start },
  { from: start + 400 * hour, laneId: 'lane-0', passed: false },
  { from: start + 100 * hour, to: start + 900 * hour, plateNumber: '测A10' },
] as const)('pages of %j hold every passage of the filter once, newest first', (filter: Record<string, unknown>) => {
  const expected = Array.from({ length: 1000 }, (_, seq) => site.writer.query('passage.get', { id: String(seq) }))
    .filter((row) => row !== null)
    .filter(
      (row) => (filter.from === undefined || row.passedAt >= (filter.from as number)) && (filter.to === undefined || row.passedAt < (filter.to as number)),
    )
    .filter((row) => filter.question === undefined || row.questions.length > 0 === filter.question)
    .filter((row) => (['laneId', 'outcome', 'plateNumber', 'passed'] as const).every((key) => filter[key] === undefined || row[key] === filter[key]))
    .map((row) => row.seq)
    .reverse();
  const found: number[] = [];
  let cursor: string | null = null;
  do {
    const list: QueryResultOf = site.writer.query('passage.list', { ...filter, limit: 37, cursor });
    found.push(...list.items.map((item) => item.seq));
    cursor = list.nextCursor;
  } while (cursor !== null);
  expect(found).toEqual(expected);
  expect(found.length).toBeGreaterThan(0);
});
type QueryResultOf = { items: { seq: number }[]; nextCursor: string | null };

test('visits of a time frame are those whose in or out lies in it', () => {
  const within = site.writer.query('visit.list', { limit: 100, from: start + 100 * hour, to: start + 110 * hour });
  expect(within.items.map((visit) => visit.seq)).toEqual([600, 109, 108, 107, 106, 104, 103, 102, 101].filter((seq) => seq % 7 !== 0 && seq % 11 !== 0));
});
