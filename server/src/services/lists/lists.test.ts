import { afterEach, describe, expect, test } from 'vitest';
import { codesOf, listKinds } from '../../domain/codes.ts';
import type { Actor } from '../../domain/ledger/entry.ts';
import { decodeEntry } from '../../domain/ledger/entry-codec.ts';
import { createFakeClock } from '../../testing/fake-clock.ts';
import { openTempSite } from '../../testing/temp-database.ts';
import { gatherFacts } from '../passages/gather-facts.ts';
import { tryLane } from '../rules/rule-content.ts';
import { createLists, type NewListEntry } from './lists.ts';

const manager: Actor = { type: 'account', id: 'account-1', name: '李环保', role: 'environment-manager' };
const hour = 3_600_000;
const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

async function openHouse() {
  const clock = createFakeClock();
  const site = await openTempSite({ now: clock.now });
  cleanups.push(site.remove);
  const lists = createLists({ ...site, clock });
  const draft = (parts: Partial<NewListEntry> = {}): NewListEntry => {
    return { list: 'black', plateNumber: '冀B12345', plateColor: null, reason: '冒黑烟', startAt: null, endAt: null, ...parts };
  };
  const entries = () => Array.from({ length: site.ledger.size }, (_entry, seq) => decodeEntry(site.ledger.entryBytes(seq) as Uint8Array));
  /** What the gate knows now. */
  const atTheGate = (color: 'yellow' | 'blue' | 'unknown' = 'yellow') =>
    gatherFacts(site.writer.gate, tryLane('in'), { number: '冀B12345', color }, clock.now()).lists.map((entry) => entry.list);
  return { clock, lists, draft, entries, atTheGate };
}

describe('adding', () => {
  test.each(codesOf(listKinds))('%s is an entry and at the gate at once', async (list) => {
    const { lists, draft, entries, atTheGate, clock } = await openHouse();
    const endAt = clock.now() + hour;
    const entry = await lists.add(draft({ list, plateNumber: '冀b·12345', endAt }), manager);
    expect(entry).toMatchObject({ list, plateNumber: '冀B12345', addedBy: '李环保', addedAt: clock.now(), endAt, endedAt: null, active: true });
    expect(atTheGate()).toEqual([list]);
    expect(entries()).toMatchObject([
      {
        kind: 'list-entry',
        subject: `list-entry:${entry.id}`,
        by: manager,
        body: { id: entry.id, change: 'added', list, startAt: null, endAt: '2026-03-02T03:00:00.000Z' },
      },
    ]);
  });

  test('it counts from its start until before its end', async () => {
    const { lists, draft, atTheGate, clock } = await openHouse();
    const { id } = await lists.add(draft({ startAt: clock.now() + hour, endAt: clock.now() + 2 * hour }), manager);
    const state = async () => [atTheGate(), (await lists.get(id)).active];
    expect(await state()).toEqual([[], false]);
    await clock.advance(hour);
    expect(await state()).toEqual([['black'], true]);
    await clock.advance(hour);
    expect(await state()).toEqual([[], false]);
  });

  test('an entry for one colour leaves other colours alone, and an unread colour is taken for it', async () => {
    const { lists, draft, atTheGate } = await openHouse();
    await lists.add(draft({ plateColor: 'blue' }), manager);
    expect([atTheGate('blue'), atTheGate('yellow'), atTheGate('unknown')]).toEqual([['black'], [], ['black']]);
  });

  test.each([
    ['a temporary release without end', { list: 'temporary' }, 'LIST_END_NEEDED'],
    ['an end before the start', { startAt: 2 * hour, endAt: hour }, 'LIST_TIMES_REVERSED'],
    ['an end at the start', { startAt: hour, endAt: hour }, 'LIST_TIMES_REVERSED'],
    ['what is no plate', { plateNumber: '无牌' }, 'PLATE_INVALID'],
  ] as const)('%s is refused', async (_what, parts, code) => {
    const { lists, draft, entries } = await openHouse();
    await expect(lists.add(draft(parts), manager)).rejects.toMatchObject({ code });
    expect(entries()).toHaveLength(0);
  });
});

describe('ending', () => {
  test('an ended entry counts no more, and says who ended it; its reason stays in the ledger', async () => {
    const { lists, draft, entries, atTheGate, clock } = await openHouse();
    const { id } = await lists.add(draft(), manager);
    await clock.advance(hour);
    expect(await lists.end(id, '已整改', manager)).toMatchObject({ reason: '冒黑烟', endedBy: '李环保', endedAt: clock.now(), active: false });
    expect(atTheGate()).toEqual([]);
    expect(entries().at(-1)).toMatchObject({ body: { id, change: 'ended', reason: '已整改', plateNumber: '冀B12345' } });
  });

  test('two people ending it at once: one does, the other is told', async () => {
    const { lists, draft } = await openHouse();
    const { id } = await lists.add(draft(), manager);
    const results = await Promise.allSettled([lists.end(id, '已整改', manager), lists.end(id, '有误', manager)]);
    expect(results).toMatchObject([{ status: 'fulfilled' }, { status: 'rejected', reason: { code: 'LIST_ENTRY_ENDED' } }]);
    await expect(lists.end('none', '已整改', manager)).rejects.toMatchObject({ code: 'LIST_ENTRY_NOT_FOUND', params: { id: 'none' } });
  });
});

test('the list is narrowed by kind, plate and whether it is in force, newest first, in pages', async () => {
  const { lists, draft, clock } = await openHouse();
  await lists.add(draft(), manager);
  await lists.add(draft({ list: 'white', plateNumber: '冀B54321' }), manager);
  await lists.add(draft({ list: 'white', startAt: clock.now() + hour }), manager);
  const found = async (filter: object) => (await lists.list({ ...filter, limit: 10 })).items.map(({ list, plateNumber }) => `${list} ${plateNumber}`);
  expect(await found({})).toEqual(['white 冀B12345', 'white 冀B54321', 'black 冀B12345']);
  expect(await found({ list: 'white' })).toEqual(['white 冀B12345', 'white 冀B54321']);
  expect(await found({ plateNumber: '冀b 12345' })).toEqual(['white 冀B12345', 'black 冀B12345']);
  expect(await found({ active: true })).toEqual(['white 冀B54321', 'black 冀B12345']);
  expect(await found({ active: false })).toEqual(['white 冀B12345']);
  const first = await lists.list({ limit: 2 });
  expect((await lists.list({ limit: 2, cursor: first.nextCursor as string })).items).toHaveLength(1);
});
