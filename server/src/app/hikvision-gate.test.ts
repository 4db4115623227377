import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { startHikvisionCamera } from '../../simulators/cameras/hikvision.ts';
import type { IsapiFault } from '../../simulators/cameras/hikvision-isapi.ts';
import { type GateWorld, openGateWorld } from './gate-world.ts';

let slowDiskMs = 0;
let world: GateWorld;
beforeAll(async () => {
  world = await openGateWorld({ slowDiskMs: () => slowDiskMs });
});
afterAll(() => world.close());
const cleanups: (() => unknown)[] = [];
beforeEach(() => {
  slowDiskMs = 0;
});
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** For what comes at once where the machine is not busy, ms. */
const patienceMs = 20_000;
let trucks = 0;

/** A lane whose camera is called, by default the simulated one, and a registered truck. */
async function makeLane({ baseUrl, fault = 'none' }: { baseUrl?: string; fault?: IsapiFault } = {}) {
  trucks += 1;
  const wiring = { pushUrl: '', macAddress: `08:54:11:00:01:${String(trucks).padStart(2, '0')}` };
  const camera = await startHikvisionCamera(wiring);
  const { isapi } = camera;
  isapi.state.fault = fault;
  const settings = { baseUrl: baseUrl ?? isapi.baseUrl, username: isapi.username, password: isapi.password };
  // An accepted command counts as unconfirmed in the end; that must not come before somebody has looked.
  const options = { confirmSeconds: 60, camera: { adapter: 'hikvision-isapi', settings } };
  const { lane, camera: device, pushUrl } = await world.addLane('in', options);
  wiring.pushUrl = pushUrl;
  cleanups.push(
    () => camera.stop(),
    () => world.sites.devices.remove(device.id, { by: { type: 'system', name: 'test' } }),
  );
  const plate = `冀B0050${trucks}`;
  await world.addVehicle({ plateNumber: plate });
  const pass = (waitOpenMs = 0) => camera.passVehicle({ plate, color: 'yellow', waitOpenMs });
  const barrier = async () => (await world.passages()).find((each) => each.laneId === lane.id)?.barrier;
  const becomes = (state: string) => vi.waitFor(async () => expect(await barrier()).toBe(state), { timeout: 30_000, interval: 50 });
  const sent = () => isapi.commands.map(({ mode }) => mode);
  return { camera, device, isapi, pass, becomes, sent };
}

describe('a pulse that is called to the camera', () => {
  it('goes out once, after the log-in that the camera asks for', async () => {
    const { isapi, pass, becomes, sent } = await makeLane();
    expect(await pass(patienceMs)).toMatchObject({ opened: true, status: 200 });
    await becomes('accepted');
    expect([sent(), isapi.guard.stats.challenges >= 1]).toEqual([['open'], true]);
  });

  it('does not go out when the disk took three seconds: the command has expired', async () => {
    const { pass, becomes, sent } = await makeLane();
    slowDiskMs = 3_000;
    await pass();
    slowDiskMs = 0;
    await becomes('expired');
    expect(sent()).toEqual([]);
  });

  it('does not go out a second time, with the log-in, when the first refusal has used up its time', async () => {
    const authorized: string[] = [];
    const slow = createServer((request, response) => {
      request.resume();
      // The looks whether it is there need no log-in, so that none of them is refused before the pulse comes.
      if (request.method !== 'PUT') return void response.end('<DeviceInfo></DeviceInfo>');
      if (request.headers.authorization) authorized.push(request.url ?? '');
      world.passTime(3_000);
      response.writeHead(401, { 'www-authenticate': 'Digest realm="camera", qop="auth", nonce="0001"' }).end();
    });
    await new Promise<void>((resolve) => slow.listen(0, '127.0.0.1', resolve));
    cleanups.push(() => slow.close());
    const { pass, becomes } = await makeLane({ baseUrl: `http://127.0.0.1:${(slow.address() as AddressInfo).port}` });
    await pass();
    await becomes('expired');
    expect(authorized.filter((url) => url.includes('barrierGate'))).toEqual([]);
  });

  it('does not go out when it had to wait so long behind another call', async () => {
    const { device, isapi, pass, becomes, sent } = await makeLane({ fault: 'silent' });
    const tested = world.gate.laneControl.testDevice(device.id);
    await vi.waitFor(() => expect(isapi.state.requests).toBeGreaterThan(0), { timeout: 20_000 });
    await pass();
    world.passTime(3_000);
    isapi.state.fault = 'none';
    await becomes('expired');
    expect((await tested).ok).toBe(false);
    expect(sent()).toEqual([]);
  });

  it('is unconfirmed when the camera does not answer within three seconds, and is not sent again when it does', async () => {
    const { device, isapi, pass, becomes, sent } = await makeLane();
    // Before the first log-in calls wait for each other, and the pulse would for a look at the camera.
    expect((await world.gate.laneControl.testDevice(device.id)).steps).toContainEqual(expect.objectContaining({ title: '登录设备', ok: true }));
    isapi.state.fault = 'silent';
    await pass();
    await becomes('unconfirmed');
    isapi.state.fault = 'none';
    expect((await pass(300)).opened).toBe(false);
    expect(sent()).toEqual([]);
  });

  it('counts from reception, whatever is done to the clock', async () => {
    const { pass, becomes, sent } = await makeLane();
    world.stepClock(3_600_000);
    expect((await pass(patienceMs)).opened).toBe(true);
    await becomes('accepted');
    expect(sent()).toEqual(['open']);
    world.stepClock(-3_600_000);
  });
});

it('pictures that follow, or that have to be fetched, are known to be on their way', async () => {
  const { pushUrl } = await world.addLane('in', { camera: { adapter: 'hikvision-isapi', settings: {} } });
  const coming: boolean[] = [];
  for (const [number, extra] of ['', '<hasMoreData>true</hasMoreData>'].entries()) {
    const plate = `冀B0060${number}`;
    await world.addVehicle({ plateNumber: plate });
    const body =
      `<EventNotificationAlert><macAddress>c0:56:e3:00:00:61</macAddress><dateTime>${new Date().toISOString()}</dateTime><eventType>ANPR</eventType>` +
      `<ANPR><licensePlate>黄${plate}</licensePlate><confidenceLevel>97</confidenceLevel></ANPR><UUID>f0e1d2c3-006${number}</UUID>${extra}</EventNotificationAlert>`;
    expect((await fetch(pushUrl, { method: 'POST', headers: { 'content-type': 'application/xml' }, body })).status).toBe(200);
    coming.push(world.passed.findLast((each) => each.plateNumber === plate)?.picturesComing ?? false);
  }
  expect(coming).toEqual([false, true]);
});

it('a camera is the same under its address in another writing and under another kind of id, and another under another address', async () => {
  const { pushUrl } = await world.addLane('in', { camera: { adapter: 'hikvision-isapi', settings: {} } });
  const pushed = async (id: string) => {
    const body = `<EventNotificationAlert>${id}<dateTime>2026-03-02T08:00:00+08:00</dateTime><eventType>heartBeat</eventType></EventNotificationAlert>`;
    return (await fetch(pushUrl, { method: 'POST', headers: { 'content-type': 'application/xml' }, body })).status;
  };
  const mac = (text: string) => `<macAddress>${text}</macAddress>`;
  const ids = [mac('C0:56:E3:00:00:71'), mac('c0-56-e3-00-00-71'), '<deviceUUID>ds-2cd-71</deviceUUID>', mac('c0:56:e3:00:00:72'), mac('c0:56:e3:00:00:71')];
  const answers: number[] = [];
  for (const id of ids) answers.push(await pushed(id));
  expect(answers).toEqual([200, 200, 200, 403, 200]);
});
