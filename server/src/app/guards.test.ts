import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createVzenithCamera } from '../../simulators/cameras/vzenith.ts';
import { type GateWorld, openGateWorld, tester } from './gate-world.ts';
import { AppError, explainError } from '../domain/errors.ts';

let world: GateWorld;
let serial = 0;
beforeAll(async () => {
  world = await openGateWorld();
});
afterAll(() => world.close());

const other = { type: 'account', id: 'guard-2', name: '李门卫', role: 'guard' } as const;

/** An unknown truck that waits for a guard, before a camera that fetches its commands. */
async function asked(plate: string) {
  const { pushUrl, lane, camera: device } = await world.addLane('in');
  serial += 1;
  const camera = createVzenithCamera({ serial: `abcd0001-${String(serial).padStart(8, '0')}`, pushUrl, comet: true, cometRetryMs: 50 });
  expect((await camera.passVehicle({ plate, color: 'yellow' })).opened).toBe(false);
  const [passage] = (await world.passages()).filter((each) => each.laneId === lane.id);
  if (passage?.outcome !== 'ask') throw new Error('nobody was asked');
  const pending = () => world.gate.runtime.mailbox.take(device.id, { pulse: true }).commands.openBarrier;
  const now = () => world.reader.passage(passage.id);
  return { id: passage.id, lane, camera, pending, now };
}

describe('two guards who answer the same question at the same time', () => {
  it.each([
    ['admit', 'admit'],
    ['deny', 'admit'],
    ['admit', 'deny'],
  ] as const)('with %s and %s: the first is taken, the second reads who it was, and one pulse goes out at most', async (first, second) => {
    const { id, pending, now, camera } = await asked(`冀B004${serial + 10}`);
    const results = await Promise.allSettled([
      world.gate.answer(id, { outcome: first, reason: '已核对' }, tester),
      world.gate.answer(id, { outcome: second, reason: '我也核对了' }, other),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    const refusal = results[1]?.status === 'rejected' ? results[1].reason : null;
    if (!(refusal instanceof AppError)) throw refusal;
    expect([refusal.code, explainError(refusal.code, refusal.params).message]).toEqual(['PASSAGE_ANSWERED', '这条通行记录已由 测试员 答复']);
    expect(await now()).toMatchObject({
      answer: { outcome: first, by: '测试员' },
      passed: first === 'admit',
      barrier: first === 'admit' ? 'requested' : 'none',
    });
    expect([pending(), pending()]).toEqual([first === 'admit', false]);
    camera.stop();
  });
});

describe('an answer to a truck that may be gone', () => {
  it('stands in the record and moves no arm', async () => {
    const { id, pending, now, camera } = await asked('冀B00421');
    world.passTime(5 * 60_000);
    expect((await world.gate.answer(id, { outcome: 'admit', reason: '补录' }, tester)).barrier).toBe('none');
    expect([await now(), pending()]).toMatchObject([{ passed: true, barrier: 'none', answer: { outcome: 'admit' } }, false]);
    camera.stop();
  });

  it('moves none either when the clock was set back meanwhile', async () => {
    const { id, pending, camera } = await asked('冀B00422');
    world.passTime(8 * 60_000);
    world.stepClock(-4 * 60_000);
    expect((await world.gate.answer(id, { outcome: 'admit', reason: '补录' }, tester)).barrier).toBe('none');
    expect(pending()).toBe(false);
    world.stepClock(4 * 60_000);
    camera.stop();
  });

  it('still opens for a truck that is there, although the clock was set forward meanwhile', async () => {
    const { id, pending, camera } = await asked('冀B00423');
    world.stepClock(3_600_000);
    expect((await world.gate.answer(id, { outcome: 'admit', reason: '已核对' }, tester)).barrier).toBe('requested');
    expect(pending()).toBe(true);
    world.stepClock(-3_600_000);
    camera.stop();
  });
});

it('two cameras of one lane that read the same truck make one passage and one pulse', async () => {
  const { pushUrl, lane } = await world.addLane('in');
  const second = await world.sites.devices.create(
    { laneId: lane.id, adapter: 'vzenith-http', name: '辅相机', settings: {}, allowedSources: [], serialNumber: null },
    { by: tester },
  );
  await world.addVehicle({ plateNumber: '冀B00431' });
  const cameras = [pushUrl, `${world.baseUrl}/in/${second.token}`].map((url, index) =>
    createVzenithCamera({ serial: `abce0001-0000000${index}`, pushUrl: url }),
  );
  const passes = await Promise.all(cameras.map((camera) => camera.passVehicle({ plate: '冀B00431', color: 'yellow' })));
  expect(passes.map(({ status }) => status)).toEqual([200, 200]);
  expect(passes.filter(({ opened }) => opened)).toHaveLength(1);
  expect(cameras.flatMap((camera) => camera.openings)).toHaveLength(1);
  const passages = (await world.passages()).filter((each) => each.laneId === lane.id);
  expect(passages).toMatchObject([{ plateNumber: '冀B00431', evidenceCount: 1, passed: true }]);
  for (const camera of cameras) camera.stop();
});
