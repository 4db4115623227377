import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PassageBody, VisitEffect } from '../../domain/ledger/entry.ts';
import { draft, passageBody } from '../../testing/sample-drafts.ts';
import { openTempSite, type TempSite } from '../../testing/temp-database.ts';
import type { VisitFilter } from './visit.ts';

let site: TempSite;
const { facts } = passageBody();
const open: VisitEffect = { effect: 'open', visitId: null, questions: [] };

/** Four visits: 0 in by E1/1 and out by E2/1, 1 in by E1/2, 2 in by E2/1 without a known vehicle, 3 an electric one in by E2/2. */
beforeAll(async () => {
  site = await openTempSite();
  const drive = (parts: Partial<PassageBody>) => site.writer.run((tx) => tx.append(draft('passage', passageBody(parts))));
  const vehicle = facts.vehicle as NonNullable<typeof facts.vehicle>;
  await drive({ entranceCode: 'E1', laneCode: '1', visit: open, passed: true });
  await drive({ entranceCode: 'E1', laneCode: '2', visit: open, passed: true, facts: { ...facts, vehicle: { ...vehicle, emissionStage: 'china-5' } } });
  await drive({ entranceCode: 'E2', laneCode: '1', visit: open, passed: true, facts: { ...facts, vehicle: null } });
  const electric = { ...facts, vehicle: { ...vehicle, fuelType: 'electric', emissionStage: 'electric' } as const };
  await drive({ entranceCode: 'E2', laneCode: '2', visit: open, passed: true, facts: electric });
  await drive({ entranceCode: 'E2', laneCode: '1', direction: 'out', visit: { effect: 'close', visitId: '0', questions: [] }, passed: true });
});
afterAll(() => site.remove());

test.each([
  [{}, [3, 2, 1, 0]],
  [{ entranceCode: 'E1' }, [1, 0]],
  [{ entranceCode: 'E2' }, [3, 2, 0]],
  [{ laneCode: '1' }, [2, 0]],
  [{ entranceCode: 'E2', laneCode: '1' }, [2, 0]],
  [{ entranceCode: 'E2', laneCode: '2' }, [3]],
  [{ entranceCode: 'E3' }, []],
  [{ emissionStage: 'china-6' }, [0]],
  [{ emissionStage: 'unknown' }, [2]],
  [{ fuelType: 'unknown' }, [2]],
  [{ fuelType: 'diesel' }, [1, 0]],
  [{ fuelType: 'diesel', emissionStage: 'china-5', entranceCode: 'E1' }, [1]],
  [{ emissionStage: "china-6' or 1=1 --" as 'china-6' }, []],
] as [VisitFilter, number[]][])('the visits with %j are those of the filter, newest first, in the list and in the export', (filter, seqs) => {
  expect(site.writer.query('visit.list', { limit: 50, ...filter }).items.map((visit) => visit.seq)).toEqual(seqs);
  expect(site.writer.query('export.visits', { limit: 50, ...filter }).items.map((visit) => visit.seq)).toEqual(seqs);
});
