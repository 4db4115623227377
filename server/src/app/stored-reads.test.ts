import { afterAll, beforeAll, expect, it } from 'vitest';
import { type GateWorld, openGateWorld, tester } from './gate-world.ts';

let world: GateWorld;
let entry: string;
let exit: string;
beforeAll(async () => {
  world = await openGateWorld();
  entry = (await world.addLane('in')).pushUrl;
  exit = (await world.addLane('out')).pushUrl;
});
afterAll(() => world.close());

const today = Math.floor(Date.now() / 1000 / 86_400) * 86_400;
let plateid = 0;

/** A read that the camera kept while nobody answered; `opened`: by the camera's own list. */
async function replay(pushUrl: string, { license, hour, opened = false }: { license: string; hour: number; opened?: boolean }): Promise<unknown> {
  const PlateResult = {
    license,
    colorType: 2,
    confidence: 97,
    plateid: ++plateid,
    isoffline: 1,
    timeStamp: { Timeval: { sec: today - 86_400 + hour * 3600, usec: 0 } },
    gioouts: [{ ionum: '0', ctrltype: opened ? 2 : 0 }],
  };
  const serialno = pushUrl === entry ? '00000001-00000000' : '00000002-00000000';
  const body = JSON.stringify({ AlarmInfoPlate: { channel: 0, deviceName: 'IVS', ipaddr: '192.168.1.100', serialno, result: { PlateResult } } });
  const reply = await fetch(pushUrl, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  expect(reply.status).toBe(200);
  const { Response_AlarmInfoPlate } = (await reply.json()) as { Response_AlarmInfoPlate: { info?: string; ContinuePushOffline: unknown } };
  expect(Response_AlarmInfoPlate.info).toBeUndefined();
  return Response_AlarmInfoPlate.ContinuePushOffline;
}

async function visitsOf(plateNumber: string) {
  const { items } = await world.reader.visits({ limit: 20, plateNumber });
  const hourOf = (at: string | null) => (at === null ? null : (Date.parse(at) / 1000 - today + 86_400) / 3600);
  return items.map((visit) => [visit.state, hourOf(visit.inAt), hourOf(visit.outAt), visit.questions]);
}

it('the exit camera replays first: its exit waits for the entry that comes later', async () => {
  await world.addVehicle({ plateNumber: '冀B71001' });
  expect(await replay(exit, { license: '冀B71001', hour: 9, opened: true })).toEqual({ plateid, continue: 1 });
  expect(await visitsOf('冀B71001')).toEqual([['orphan', null, 9, ['orphan-out']]]);
  await replay(entry, { license: '冀B71001', hour: 8, opened: true });
  expect(await visitsOf('冀B71001')).toEqual([['closed', 8, 9, []]]);
  const both = world.passed.filter((each) => each.plateNumber === '冀B71001').map((each) => [each.direction, each.visitId]);
  expect(both).toEqual([
    ['out', both[0]?.[1]],
    ['in', both[0]?.[1]],
  ]);
});

it('the entry camera replays first: each exit finds its own entry by time, and no question stays', async () => {
  await world.addVehicle({ plateNumber: '冀B71002' });
  await replay(entry, { license: '冀B71002', hour: 7 });
  await replay(entry, { license: '冀B71002', hour: 12 });
  expect(await visitsOf('冀B71002')).toEqual([
    ['inside', 12, null, ['second-in']],
    ['inside', 7, null, []],
  ]);
  await replay(exit, { license: '冀B71002', hour: 10 });
  const admitted = (await world.passages()).find((each) => each.plateNumber === '冀B71002' && each.direction === 'out');
  expect([admitted?.outcome, admitted?.passed]).toEqual(['admit', true]);
  expect(await visitsOf('冀B71002')).toEqual([
    ['inside', 12, null, []],
    ['closed', 7, 10, []],
  ]);
  await replay(exit, { license: '冀B71002', hour: 15 });
  expect(await visitsOf('冀B71002')).toEqual([
    ['closed', 12, 15, []],
    ['closed', 7, 10, []],
  ]);
});

it('a plate that is corrected later goes to the visit of its time, and what was asked about the wrong one is asked no more', async () => {
  for (const plateNumber of ['冀B71003', '冀B71008']) await world.addVehicle({ plateNumber });
  await replay(entry, { license: '冀B71003', hour: 6 });
  await replay(exit, { license: '冀B71008', hour: 11, opened: true });
  await replay(entry, { license: '冀B71003', hour: 9 });
  expect(await visitsOf('冀B71003')).toEqual([
    ['inside', 9, null, ['second-in']],
    ['inside', 6, null, []],
  ]);
  const [misread] = (await world.passages()).filter((each) => each.plateNumber === '冀B71003');
  await world.gate.correct(misread?.id ?? '', { plateNumber: '冀B71008', reason: '数字 8 误识为 3' }, tester);
  expect(await visitsOf('冀B71003')).toEqual([['inside', 6, null, []]]);
  expect(await visitsOf('冀B71008')).toEqual([['closed', 9, 11, []]]);
});
