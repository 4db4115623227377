import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createVzenithCamera } from '../../simulators/cameras/vzenith.ts';
import { type GateWorld, openGateWorld, tester } from './gate-world.ts';

let slowDiskMs = 0;
let clockStepMs = 0;
let world: GateWorld;
beforeAll(async () => {
  world = await openGateWorld({
    slowDiskMs: () => {
      world?.stepClock(clockStepMs);
      clockStepMs = 0;
      return slowDiskMs;
    },
  });
});
beforeEach(() => {
  slowDiskMs = 0;
});
afterAll(() => world.close());

const barrierOf = async (id: string) => {
  await world.gate.runtime.barrierCommands.settle();
  return (await world.reader.passage(id))?.barrier;
};
const lastOf = async (laneId: string) => {
  const passage = (await world.passages()).find((each) => each.laneId === laneId);
  if (!passage) throw new Error('nothing was recorded');
  return passage;
};

describe('a disk that takes more than three seconds', () => {
  it('leaves the barrier shut for a truck that may come in, and the ledger says that the command expired', async () => {
    const { pushUrl, lane } = await world.addLane('in');
    await world.addVehicle({ plateNumber: '冀B00201' });
    const camera = createVzenithCamera({ serial: 'eeee0001-00000001', pushUrl });
    await camera.heartbeat();
    slowDiskMs = 3_000;
    expect(await camera.passVehicle({ plate: '冀B00201', color: 'yellow' })).toMatchObject({ opened: false, status: 200 });
    slowDiskMs = 0;
    const passage = await lastOf(lane.id);
    expect([passage.outcome, await barrierOf(passage.id)]).toEqual(['admit', 'expired']);
    camera.stop();
  });

  it('is no matter while it stays below', async () => {
    const { pushUrl } = await world.addLane('in');
    await world.addVehicle({ plateNumber: '冀B00202' });
    const camera = createVzenithCamera({ serial: 'eeee0001-00000002', pushUrl });
    await camera.heartbeat();
    slowDiskMs = 1_000;
    expect(await camera.passVehicle({ plate: '冀B00202', color: 'yellow' })).toMatchObject({ opened: true, status: 200 });
    camera.stop();
  });

  it('is no less late because somebody has set the clock back meanwhile', async () => {
    const { pushUrl, lane } = await world.addLane('in');
    await world.addVehicle({ plateNumber: '冀B00204' });
    const camera = createVzenithCamera({ serial: 'eeee0001-00000004', pushUrl, comet: true, cometRetryMs: 50 });
    await camera.heartbeat();
    [slowDiskMs, clockStepMs] = [3_000, -3_600_000];
    expect(await camera.passVehicle({ plate: '冀B00204', color: 'yellow' })).toMatchObject({ opened: false, status: 200 });
    const passage = await lastOf(lane.id);
    [slowDiskMs, clockStepMs] = [3_000, -3_600_000];
    camera.startComet();
    await world.gate.lift(lane.id, { reason: '检修', passageId: null }, tester);
    slowDiskMs = 0;
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect([passage.outcome, await barrierOf(passage.id), camera.openings.length]).toEqual(['admit', 'expired', 0]);
    camera.stop();
  });

  it("lets neither a guard's answer nor a lift move the arm so late", async () => {
    const { pushUrl, lane } = await world.addLane('in');
    const camera = createVzenithCamera({ serial: 'eeee0001-00000003', pushUrl, comet: true, cometRetryMs: 50 });
    camera.startComet();
    await camera.passVehicle({ plate: '冀B00203', color: 'yellow' });
    const asked = await lastOf(lane.id);
    slowDiskMs = 3_000;
    await world.gate.answer(asked.id, { outcome: 'admit', reason: '已核对' }, tester);
    await world.gate.lift(lane.id, { reason: '检修', passageId: null }, tester);
    slowDiskMs = 0;
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await barrierOf(asked.id)).toBe('expired');
    expect(camera.openings).toHaveLength(0);
    camera.stop();
  });
});

describe('a clock that is set forward while a truck stands at the gate', () => {
  it('takes no pulse from it, and none from a lift', async () => {
    const { pushUrl } = await world.addLane('in');
    await world.addVehicle({ plateNumber: '冀B00205' });
    const camera = createVzenithCamera({ serial: 'eeee0001-00000005', pushUrl });
    await camera.heartbeat();
    clockStepMs = 3_600_000;
    expect(await camera.passVehicle({ plate: '冀B00205', color: 'yellow' })).toMatchObject({ opened: true, status: 200 });
    camera.stop();
    const lifted = await world.addLane('in');
    clockStepMs = 3_600_000;
    await world.gate.lift(lifted.lane.id, { reason: '检修', passageId: null }, tester);
    world.stepClock(3_600_000);
    expect(world.gate.runtime.mailbox.take(lifted.camera.id, { pulse: true }).commands.openBarrier).toBe(true);
  });
});
