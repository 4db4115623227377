import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import type { Direction, PlateColor } from '../../domain/codes.ts';
import { draft, passageBody } from '../../testing/sample-drafts.ts';
import { openTempSite, type TempSite } from '../../testing/temp-database.ts';
import { pairLate, visitsAround } from './pair-late.ts';

let site: TempSite | null = null;
afterEach(async () => {
  await site?.remove();
  site = null;
});

const minute = 60_000;
const began = Date.parse('2026-03-01T00:00:00.000Z');
interface Late {
  direction: Direction;
  /** Minutes after the beginning of the day's log. */
  at: number;
  plateNumber?: string | null;
  plateColor?: PlateColor;
}

/** The visits after passages came to light in this order: [in, out, questions] by minute, in the order of their time. */
async function visitsAfter(passages: readonly Late[]): Promise<[number | null, number | null, ...string[]][]> {
  const opened = await openTempSite();
  site = opened;
  for (const { direction, at, plateNumber = '测A00001', plateColor = 'yellow' } of passages) {
    await opened.writer.run((tx) => {
      const passed = { direction, plateNumber, plateColor, at: began + at * minute };
      const visit = pairLate(passed, visitsAround(tx, plateNumber, passed.at), String(tx.nextSeq));
      return tx.append(draft('passage', passageBody({ direction, plateNumber, plateColor, live: false, visit }), { at: at * minute }));
    });
  }
  const { items } = opened.writer.query('visit.list', { limit: 100 });
  const minuteOf = (leg: { at: number } | null) => (leg === null ? null : (leg.at - began) / minute);
  return items
    .map((visit): [number | null, number | null, ...string[]] => [minuteOf(visit.in), minuteOf(visit.out), ...visit.questions])
    .sort((one, other) => (one[0] ?? one[1] ?? 0) - (other[0] ?? other[1] ?? 0));
}

describe('passages that come to light late', () => {
  const inward = (at: number, more: Partial<Late> = {}): Late => ({ direction: 'in', at, ...more });
  const outward = (at: number, more: Partial<Late> = {}): Late => ({ direction: 'out', at, ...more });

  it.each([
    ['the entry after its exit', [outward(30), inward(10)], [[10, 30]]],
    [
      'the exit after the next entry',
      [inward(10), inward(50), outward(30)],
      [
        [10, 30],
        [50, null],
      ],
    ],
    [
      'the exit of an earlier visit while two are open',
      [inward(10), inward(20), inward(50), outward(30)],
      [
        [10, null],
        [20, 30, 'second-in'],
        [50, null, 'second-in'],
      ],
    ],
    [
      'an entry within a known visit',
      [inward(10), outward(40), inward(20)],
      [
        [10, 40],
        [20, null, 'second-in'],
      ],
    ],
    [
      'an exit within a known visit',
      [inward(10), outward(40), outward(20)],
      [
        [10, 40],
        [null, 20, 'orphan-out'],
      ],
    ],
    [
      'an entry before a whole visit is not of the exit behind it',
      [inward(20), outward(30), outward(60), inward(10)],
      [
        [10, null],
        [20, 30],
        [null, 60, 'orphan-out'],
      ],
    ],
    [
      'an exit before everything',
      [inward(20), outward(10)],
      [
        [null, 10, 'orphan-out'],
        [20, null],
      ],
    ],
    ['another colour at the exit', [outward(30, { plateColor: 'green' }), inward(10)], [[10, 30, 'colour-changed']]],
    [
      'vehicles without a plate',
      [inward(10, { plateNumber: null }), outward(30, { plateNumber: null })],
      [
        [10, null],
        [null, 30, 'orphan-out'],
      ],
    ],
    [
      'different vehicles',
      [outward(30), inward(10, { plateNumber: '测A00002' })],
      [
        [10, null],
        [null, 30, 'orphan-out'],
      ],
    ],
  ] as [string, Late[], unknown[]][])('%s', async (_name, passages, visits) => {
    expect(await visitsAfter(passages)).toEqual(visits);
  });

  it('find their place however the replays of an entry camera and an exit camera fall together', async () => {
    const times = fc.uniqueArray(fc.integer({ min: 0, max: 1000 }), { minLength: 2, maxLength: 8 }).map((drawn) => drawn.sort((a, b) => a - b));
    await fc.assert(
      fc.asyncProperty(times, fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }), async (drawn, turns) => {
        const lines: [Late[], Late[]] = [[], []];
        for (const [index, at] of drawn.entries()) lines[index % 2]?.push({ direction: index % 2 === 0 ? 'in' : 'out', at });
        const merged: Late[] = [];
        for (const turn of turns) merged.push(...lines[turn ? 0 : 1].splice(0, 1));
        merged.push(...lines[0], ...lines[1]);
        const expected = drawn.flatMap((at, index) => (index % 2 === 0 ? [[at, drawn[index + 1] ?? null]] : []));
        expect(await visitsAfter(merged)).toEqual(expected);
        await site?.remove();
      }),
      { numRuns: 40 },
    );
  });
});
