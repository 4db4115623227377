import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createBarrier } from '../../simulators/barrier.ts';
import { startHikvisionCamera } from '../../simulators/cameras/hikvision.ts';
import { createVzenithCamera } from '../../simulators/cameras/vzenith.ts';
import { openSiteWorld, type SiteWorld } from './site-world.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const patience = { timeout: 20_000 };
const by = { type: 'account', id: 'a1', name: '门卫', role: 'guard' } as const;

async function openWorlds() {
  const folder = await mkdtemp(join(tmpdir(), 'greengate-hold-'));
  cleanups.push(() => rm(folder, { recursive: true, force: true }));
  return async () => {
    const world = await openSiteWorld({ folder });
    let open = true;
    const close = async () => {
      if (open) await world.close();
      open = false;
    };
    cleanups.push(close);
    return { ...world, close };
  };
}

async function makeLane(world: Pick<SiteWorld, 'post'>, adapter: string, settings: object = {}) {
  const entrance = (await world.post('/entrances', { code: 'A', name: '东门' })).json;
  const lane = (await world.post('/lanes', { entranceId: entrance.id, code: '01', name: '进', direction: 'in' })).json;
  const device = (await world.post('/devices', { laneId: lane.id, adapter, name: '相机', settings })).json;
  return { laneId: lane.id as string, ingressPath: device.ingressPath as string, deviceId: device.id as string };
}
const truck = { plateNumber: '冀B00301', plateColor: 'yellow', vehicleType: 'H11', registeredOn: '2022-05-01', fuelType: 'diesel', emissionStage: 'china-6' };

function vzenith(world: SiteWorld, ingressPath: string) {
  const barrier = createBarrier({ travelMs: 10, passMs: 10 });
  const camera = createVzenithCamera({ serial: 'ffff0001-00000001', pushUrl: world.site.url + ingressPath, barrier });
  cleanups.push(
    () => camera.stop(),
    () => barrier.stop(),
  );
  return { barrier, camera };
}

describe('a lane whose arm is held up', () => {
  it('gets no pulse while it is, which on the same relay would let the arm down', async () => {
    const world = await (await openWorlds())();
    const { laneId, ingressPath } = await makeLane(world, 'vzenith-http');
    await world.post('/road-vehicles', truck);
    const { barrier, camera } = vzenith(world, ingressPath);
    await camera.heartbeat();
    const held = world.post(`/lanes/${laneId}/hold`, { hold: 'hold', reason: '大件运输' });
    await vi.waitFor(async () => {
      await camera.cometPoll();
      expect(barrier.held).toBe(true);
    }, patience);
    expect((await held).status).toBe(200);
    const pulses = barrier.stats.openPulses;
    await camera.passVehicle({ plate: '冀B00301', color: 'yellow' });
    expect((await world.get('/passages?limit=1')).json.items[0]).toMatchObject({ outcome: 'admit', passed: true, barrier: 'none' });
    expect((await world.post(`/lanes/${laneId}/manual-lift`, { reason: '检修' })).json.barrier).toBe('none');
    expect([barrier.stats.openPulses - pulses, barrier.held]).toEqual([0, true]);
  });

  it('is held again by the first answer to a camera that lost it in a reboot, and that answer carries no pulse', async () => {
    const open = await openWorlds();
    const first = await open();
    const { laneId, ingressPath } = await makeLane(first, 'vzenith-http');
    await first.post('/road-vehicles', truck);
    await first.site.parts.sites.lanes.setHold(laneId, true, { by, reason: '大件运输' });
    await first.close();
    const world = await open();
    const { barrier, camera } = vzenith(world, ingressPath);
    await camera.passVehicle({ plate: '冀B00301', color: 'yellow' });
    expect([barrier.held, barrier.stats.openPulses]).toEqual([true, 0]);
  });

  it('is held again after a silence, since the camera may have been rebooted in it', async () => {
    const world = await (await openWorlds())();
    const { laneId, ingressPath, deviceId } = await makeLane(world, 'vzenith-http');
    await world.site.parts.sites.lanes.setHold(laneId, true, { by, reason: '大件运输' });
    const { barrier, camera } = vzenith(world, ingressPath);
    await camera.cometPoll();
    expect(barrier.held).toBe(true);
    barrier.hold(false);
    world.site.parts.gate.runtime.statuses.of(deviceId).state = 'silent';
    await camera.cometPoll();
    expect(barrier.held).toBe(true);
  });

  it('is let go of by the first answer to the camera when the release did not reach it before a restart', async () => {
    const open = await openWorlds();
    const first = await open();
    const { laneId, ingressPath, deviceId } = await makeLane(first, 'vzenith-http');
    const before = vzenith(first, ingressPath);
    await first.site.parts.sites.lanes.setHold(laneId, true, { by, reason: '大件运输' });
    await before.camera.cometPoll();
    expect(before.barrier.held).toBe(true);
    await first.site.parts.sites.lanes.setHold(laneId, false, { by, reason: '恢复' });
    await first.close();

    const world = await open();
    const status = async () => (await world.get('/lanes/status')).json.items[0];
    expect(await status()).toMatchObject({ holdOpen: false, barrier: { state: 'unconfirmed', reason: expect.stringContaining('恢复命令还没有送达相机') } });
    const after = vzenith(world, ingressPath);
    after.barrier.hold(true);
    const openings = after.barrier.openings.length;
    await after.camera.cometPoll();
    expect([after.barrier.held, after.barrier.openings.length]).toEqual([false, openings]);
    await vi.waitFor(async () => expect((await status()).barrier.state).toBe('unknown'), patience);
    const device = world.site.parts.sites.config.device(deviceId);
    if (device) world.site.parts.gate.runtime.deviceOnline(device);
    expect(world.site.parts.gate.runtime.mailbox.has(deviceId)).toBe(false);
  });

  it('is held and let go of by the next answer to a camera that never fell silent, when the command lay too long', async () => {
    const world = await (await openWorlds())();
    const { laneId, ingressPath } = await makeLane(world, 'vzenith-http');
    const { barrier, camera } = vzenith(world, ingressPath);
    await camera.cometPoll();
    // The wish is written down and its command is gone, as after the 30 s in which the camera did not ask.
    await world.site.parts.sites.lanes.setHold(laneId, true, { by, reason: '大件运输' });
    await camera.cometPoll();
    expect(barrier.held).toBe(true);
    await world.site.parts.sites.lanes.setHold(laneId, false, { by, reason: '恢复' });
    await camera.cometPoll();
    expect(barrier.held).toBe(false);
    await vi.waitFor(async () => expect((await world.get('/lanes')).json.items[0]).toMatchObject({ holdOpen: false, releaseDue: false }));
  });

  it('is let go of over the calls to a camera, which opens nothing', async () => {
    const open = await openWorlds();
    const first = await open();
    const camera = await startHikvisionCamera({ pushUrl: `${first.site.url}/in/none` });
    cleanups.push(() => camera.stop());
    const { baseUrl, username, password } = camera.isapi;
    const { laneId, deviceId } = await makeLane(first, 'hikvision-isapi', { baseUrl, username, password });
    const device = first.site.parts.sites.config.device(deviceId);
    // A camera that the first look finds after the arm is held would be told to hold it once more.
    if (device) first.site.parts.gate.runtime.statuses.seen(device);
    expect((await first.post(`/lanes/${laneId}/hold`, { hold: 'hold', reason: '大件运输' })).status).toBe(200);
    camera.isapi.state.fault = 'always-401';
    expect((await first.post(`/lanes/${laneId}/hold`, { hold: 'release', reason: '恢复' })).json.code).toBe('LANE_COMMAND_FAILED');
    await first.close();
    camera.isapi.state.fault = 'none';
    await open();
    await vi.waitFor(() => expect(camera.isapi.commands.map(({ mode }) => mode)).toEqual(['open', 'lock', 'unlock']), patience);
    expect(camera.isapi.state.locked).toBe(false);
  });

  it('is refused where the device knows no hold, and its trucks keep their pulses', async () => {
    const world = await (await openWorlds())();
    const { laneId } = await makeLane(world, 'generic-json', { map: { plateNumber: '/plate' } });
    expect((await world.post(`/lanes/${laneId}/hold`, { hold: 'hold', reason: '大件运输' })).json).toMatchObject({ code: 'LANE_COMMAND_FAILED' });
    expect((await world.get('/lanes/status')).json.items[0]).toMatchObject({ holdOpen: false, barrier: { state: 'unknown' } });
    expect(world.site.parts.gate.runtime.heldUp(laneId)).toBe(false);
  });
});
