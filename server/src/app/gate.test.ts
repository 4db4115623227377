import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createVzenithCamera } from '../../simulators/cameras/vzenith.ts';
import { verifyLedger } from '../storage/sqlite/verify.ts';
import { type GateWorld, openGateWorld, tester } from './gate-world.ts';

let world: GateWorld;
beforeAll(async () => {
  world = await openGateWorld();
});
afterAll(() => world.close());

const until = async (check: () => Promise<boolean> | boolean) => {
  for (let i = 0; i < 800; i += 1) {
    if (await check()) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error('it did not come about');
};

describe('a truck at the gate', () => {
  it('is let in when it is registered and clean: the reply opens after the entry is stored', async () => {
    const { pushUrl, lane } = await world.addLane('in');
    await world.addVehicle({ plateNumber: '冀B00001' });
    const camera = createVzenithCamera({ serial: 'aaaa0001-00000001', pushUrl });
    const result = await camera.passVehicle({ plate: '冀B00001', color: 'yellow' });
    expect(result).toMatchObject({ opened: true, status: 200, attempts: 1 });
    const [passage] = (await world.passages()).filter((each) => each.laneId === lane.id);
    expect(passage).toMatchObject({ plateNumber: '冀B00001', outcome: 'admit', passed: true, live: true, direction: 'in', visitId: passage?.id });
    await until(async () => (await world.reader.passage(passage?.id ?? ''))?.barrier === 'unconfirmed');
    expect(world.passed.some((each) => each.passageId === passage?.id)).toBe(true);
    camera.stop();
  });

  it('stays outside with its reason when its stage is barred', async () => {
    const { pushUrl, lane } = await world.addLane('in');
    await world.addVehicle({ plateNumber: '冀B00004', emissionStage: 'china-4' });
    const camera = createVzenithCamera({ serial: 'aaaa0001-00000002', pushUrl });
    expect(await camera.passVehicle({ plate: '冀B00004', color: 'yellow' })).toMatchObject({ opened: false, status: 200 });
    const [passage] = (await world.passages()).filter((each) => each.laneId === lane.id);
    expect(passage).toMatchObject({ outcome: 'deny', passed: false, visitId: null, barrier: 'none' });
    expect(passage?.reasons[0]?.text).toContain('国四柴油');
    camera.stop();
  });

  it('opens once for a read that is sent twice, and once for a vehicle that is read twice', async () => {
    const { pushUrl, lane } = await world.addLane('in');
    await world.addVehicle({ plateNumber: '冀B00005' });
    const camera = createVzenithCamera({ serial: 'aaaa0001-00000003', pushUrl });
    await camera.passVehicle({ plate: '冀B00005', color: 'yellow' });
    await camera.resendLast();
    await camera.passVehicle({ plate: '冀B00005', color: 'yellow' });
    expect(camera.openings).toHaveLength(1);
    const passages = (await world.passages()).filter((each) => each.laneId === lane.id);
    expect(passages).toHaveLength(1);
    expect(passages[0]?.evidenceCount).toBe(1);
    camera.stop();
  });

  it('gives two trucks close behind each other a pulse each', async () => {
    const { pushUrl } = await world.addLane('in');
    await world.addVehicle({ plateNumber: '冀B00006' });
    await world.addVehicle({ plateNumber: '冀B00007' });
    const camera = createVzenithCamera({ serial: 'aaaa0001-00000004', pushUrl });
    await Promise.all([camera.passVehicle({ plate: '冀B00006', color: 'yellow' }), camera.passVehicle({ plate: '冀B00007', color: 'yellow' })]);
    expect(camera.openings).toHaveLength(2);
    camera.stop();
  });

  it('waits for the guard when it is unknown, and the answer opens over the held poll of the camera', async () => {
    const { pushUrl, lane } = await world.addLane('in');
    const camera = createVzenithCamera({ serial: 'aaaa0001-00000005', pushUrl, comet: true, cometRetryMs: 50 });
    camera.startComet();
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect((await camera.passVehicle({ plate: '冀B00008', color: 'yellow' })).opened).toBe(false);
    const [asked] = (await world.passages()).filter((each) => each.laneId === lane.id);
    expect(asked).toMatchObject({ outcome: 'ask', passed: false });
    await world.gate.answer(asked?.id ?? '', { outcome: 'admit', reason: '已核对行驶证' }, tester);
    await until(() => camera.openings.length === 1);
    const answered = await world.reader.passage(asked?.id ?? '');
    expect(answered).toMatchObject({ outcome: 'ask', passed: true, answer: { outcome: 'admit', by: '测试员', reason: '已核对行驶证' } });
    await expect(world.gate.answer(asked?.id ?? '', { outcome: 'deny', reason: '再答一次' }, tester)).rejects.toMatchObject({ code: 'PASSAGE_ANSWERED' });
    camera.stop();
  });

  it('is known in the ledger by the record that was made while it waited', async () => {
    const { pushUrl, lane } = await world.addLane('in');
    const camera = createVzenithCamera({ serial: 'aaaa0001-00000010', pushUrl });
    await camera.passVehicle({ plate: '冀B00012', color: 'yellow' });
    const [asked] = (await world.passages()).filter((each) => each.laneId === lane.id);
    await world.addVehicle({ plateNumber: '冀B00012', emissionStage: 'china-6', vin: 'LSIM000000000T000' });
    await world.gate.answer(asked?.id ?? '', { outcome: 'admit', reason: '现场登记' }, tester);
    expect((await world.reader.passage(asked?.id ?? ''))?.vehicle).toMatchObject({ emissionStage: 'china-6', vin: 'LSIM000000000T000' });
    expect((await world.reader.visits({ plateNumber: '冀B00012', limit: 10 })).items).toMatchObject([{ emissionStage: 'china-6', state: 'inside' }]);
    camera.stop();
  });

  it('can be lifted in by a person although it was refused, under that name and reason', async () => {
    const { pushUrl, lane } = await world.addLane('in');
    await world.addVehicle({ plateNumber: '冀B00013', emissionStage: 'china-3' });
    const camera = createVzenithCamera({
      serial: 'aaaa0001-00000011',
      pushUrl,
      comet: true,
      cometRetryMs: 50,
      snapshot: () => Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1]),
    });
    camera.startComet();
    await new Promise((resolve) => setTimeout(resolve, 200));
    await camera.passVehicle({ plate: '冀B00013', color: 'yellow' });
    const [denied] = (await world.passages()).filter((each) => each.laneId === lane.id);
    await world.gate.lift(lane.id, { reason: '消防抢险', passageId: denied?.id ?? null }, tester);
    await until(() => camera.openings.length === 1);
    const lifted = await world.reader.passage(denied?.id ?? '');
    expect(lifted).toMatchObject({ outcome: 'deny', passed: true, answer: { lift: true, by: '测试员', reason: '消防抢险' } });
    await until(async () => (await world.reader.passage(denied?.id ?? ''))?.evidenceCount === 1);
    camera.stop();
  });

  it('keeps a pulse for the next poll when the camera has hung up on the one it held', async () => {
    const { pushUrl, lane, camera } = await world.addLane('in');
    const poll = (signal?: AbortSignal) => fetch(pushUrl, { method: 'POST', body: '', ...(signal ? { signal } : {}) });
    await poll();
    const answeredAt = world.gate.runtime.statuses.of(camera.id).lastSeenAt ?? 0;
    await until(() => Date.now() > answeredAt);
    const hangUp = new AbortController();
    const arrived = once(world.server, 'request') as Promise<[IncomingMessage, ServerResponse]>;
    const held = poll(hangUp.signal).catch(() => 'hung up');
    const [, reply] = await arrived;
    await until(() => (world.gate.runtime.statuses.of(camera.id).lastSeenAt ?? 0) > answeredAt);
    const noticed = once(reply, 'close');
    hangUp.abort();
    expect(await held).toBe('hung up');
    await noticed;
    await world.gate.lift(lane.id, { reason: '检修', passageId: null }, tester);
    expect(await (await poll()).json()).toMatchObject({ Response_AlarmInfoPlate: { info: 'ok' } });
  });

  it('tells a camera that comes back of a release that was lost on the way', async () => {
    const { camera, lane } = await world.addLane('in');
    const { runtime } = world.gate;
    await world.sites.lanes.setHold(lane.id, false, { by: tester });
    const [config, device] = [world.sites.config.lane(lane.id), world.sites.config.device(camera.id)];
    if (!config || !device) throw new Error('the lane is not configured');
    const released = runtime.hold(config, 'release');
    runtime.mailbox.take(camera.id, { pulse: true }).lost();
    expect(await released).toMatchObject({ state: 'failed' });
    runtime.deviceOnline(device);
    const mail = runtime.mailbox.take(camera.id, { pulse: true });
    expect(mail.commands.hold).toBe('release');
    mail.sent();
    await until(() => world.sites.config.lane(lane.id)?.releaseDue === false);
    runtime.deviceOnline(device);
    expect(runtime.mailbox.has(camera.id)).toBe(false);
  });

  it('does not let another camera use a known serial number, nor a foreign address push', async () => {
    const { pushUrl, camera: device } = await world.addLane('in');
    await world.addVehicle({ plateNumber: '冀B00014' });
    const camera = createVzenithCamera({ serial: 'aaaa0001-00000012', pushUrl });
    expect((await camera.passVehicle({ plate: '冀B00014', color: 'yellow' })).opened).toBe(true);
    const other = createVzenithCamera({ serial: 'bbbb0001-00000012', pushUrl, offlineStore: false });
    expect(await other.passVehicle({ plate: '冀B00014', color: 'yellow' })).toMatchObject({ opened: false, status: 403 });
    expect(world.gate.gaps.list().filter((gap) => gap.subject === device.id)).toMatchObject([{ kind: 'device-serial' }]);
    await world.sites.devices.update(device.id, { allowedSources: ['10.9.9.9'] }, { by: tester });
    expect(await camera.passVehicle({ plate: '冀B00014', color: 'yellow', at: Date.now() + 60_000 })).toMatchObject({ opened: false, status: 403 });
    camera.stop();
    other.stop();
  });

  it('keeps a body that cannot be decoded, says so, and opens nothing', async () => {
    const { pushUrl, camera: device } = await world.addLane('in');
    const response = await fetch(`${pushUrl}/devicemanagement/php/plateresult.php`, { method: 'POST', body: '{"AlarmInfoPlate": "info ok"' });
    expect(response.status).toBe(400);
    expect(await response.text()).not.toContain('"info":"ok"');
    const kept = await world.storage.readers.query('frame.problems', { deviceId: device.id, limit: 5 });
    expect(kept).toHaveLength(1);
    expect(Buffer.from(kept[0]?.frame ?? []).toString()).toContain('AlarmInfoPlate');
    expect((await fetch(`${world.baseUrl}/in/nobody`, { method: 'POST', body: '{}' })).status).toBe(404);
    expect((await fetch(`${world.baseUrl}/in/nobody`, { method: 'POST', body: Buffer.alloc(17 * 1024 * 1024) })).status).toBe(404);
  });

  it('goes out, closing its visit, and a second exit becomes a question', async () => {
    const inward = await world.addLane('in');
    const outward = await world.addLane('out', { mergeWindowSeconds: 0 });
    await world.addVehicle({ plateNumber: '冀B00009' });
    const entry = createVzenithCamera({ serial: 'aaaa0001-00000006', pushUrl: inward.pushUrl });
    const exit = createVzenithCamera({ serial: 'aaaa0001-00000007', pushUrl: outward.pushUrl });
    await entry.passVehicle({ plate: '冀B00009', color: 'yellow' });
    expect((await exit.passVehicle({ plate: '冀B00009', color: 'yellow' })).opened).toBe(true);
    const [visit] = (await world.reader.visits({ plateNumber: '冀B00009', limit: 10 })).items;
    expect(visit).toMatchObject({ state: 'closed', inLaneCode: inward.lane.code, outLaneCode: outward.lane.code, emissionStage: 'china-6', questions: [] });
    expect((await exit.passVehicle({ plate: '冀B00009', color: 'yellow', at: Date.now() + 2000 })).opened).toBe(false);
    entry.stop();
    exit.stop();
  });

  it('is recorded without opening when its read was stored during an outage', async () => {
    const { pushUrl, lane } = await world.addLane('in');
    await world.addVehicle({ plateNumber: '冀B00010' });
    const camera = createVzenithCamera({ serial: 'aaaa0001-00000008', pushUrl, offlineRetryMs: 30 });
    camera.setNetwork(false);
    await camera.passVehicle({ plate: '冀B00010', color: 'yellow' });
    camera.setNetwork(true);
    await camera.offline.replay();
    await until(async () => (await world.passages()).some((each) => each.laneId === lane.id));
    expect(camera.openings).toHaveLength(0);
    expect((await world.passages()).find((each) => each.laneId === lane.id)).toMatchObject({ live: false, outcome: 'admit', barrier: 'none' });
    camera.stop();
  });

  it('opens for a live read although a stored one of the same plate has just come in', async () => {
    const { pushUrl } = await world.addLane('in');
    await world.addVehicle({ plateNumber: '冀B00015' });
    const camera = createVzenithCamera({ serial: 'aaaa0001-00000013', pushUrl, offlineRetryMs: 30 });
    camera.setNetwork(false);
    await camera.passVehicle({ plate: '冀B00015', color: 'yellow', at: Date.now() - 3_600_000 });
    camera.setNetwork(true);
    await camera.offline.replay();
    expect((await camera.passVehicle({ plate: '冀B00015', color: 'yellow' })).opened).toBe(true);
    expect((await world.reader.passages({ plateNumber: '冀B00015', limit: 10 })).items.map((each) => each.live)).toEqual([true, false]);
    camera.stop();
  });

  it('corrects a wrong plate: both versions stay and the visit follows', async () => {
    const { pushUrl, lane } = await world.addLane('in');
    const camera = createVzenithCamera({ serial: 'aaaa0001-00000009', pushUrl });
    await world.addVehicle({ plateNumber: '冀B00O11' });
    await camera.passVehicle({ plate: '冀B00O11', color: 'yellow' });
    const [passage] = (await world.passages()).filter((each) => each.laneId === lane.id);
    await world.gate.correct(passage?.id ?? '', { plateNumber: '冀B00011', reason: '字母 O 误识' }, tester);
    const corrected = await world.reader.passage(passage?.id ?? '');
    expect(corrected).toMatchObject({
      plateNumber: '冀B00011',
      plateText: '冀B00O11',
      corrections: [{ before: { plateNumber: '冀B00O11' }, after: { plateNumber: '冀B00011' }, by: '测试员' }],
    });
    expect((await world.reader.visits({ plateNumber: '冀B00011', limit: 10 })).items).toMatchObject([{ state: 'inside', inPassageId: passage?.id }]);
    expect((await world.reader.visits({ plateNumber: '冀B00O11', limit: 10 })).items).toEqual([]);
    camera.stop();
  });

  it('replays every decision from its entry to the same result', async () => {
    for (const passage of await world.passages()) expect((await world.reader.detail(passage.id, { near: false })).decisionReplay?.same).toBe(true);
    expect(world.errors).toEqual([]);
    expect(await verifyLedger({ folder: world.storage.folder })).toMatchObject({ problems: [] });
  });
});
