import { spawnSync } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createVzenithCamera } from '../../simulators/cameras/vzenith.ts';
import { startSiteChild } from '../testing/site-child.ts';
import { tempFolder } from '../testing/temp-database.ts';
import { freePort } from '../../simulators/free-port.ts';
import { openSiteWorld, type SiteWorld } from './site-world.ts';

const truck = { plateColor: 'yellow', vehicleType: 'H11', registeredOn: '2022-05-01', fuelType: 'diesel', emissionStage: 'china-6' };
let world: SiteWorld;
let lanes = 0;
beforeAll(async () => {
  world = await openSiteWorld();
});
afterAll(() => world.close());

/** A lane with a camera of its own in a site; `push` sends a live read of a registered truck. */
async function addCamera(of: Pick<SiteWorld, 'post'>, baseUrl: string, device: Record<string, unknown> = {}) {
  const code = String(++lanes).padStart(2, '0');
  const entrance = (await of.post('/entrances', { code: `E${code}`, name: '东门' })).json;
  const lane = (await of.post('/lanes', { entranceId: entrance.id, code, name: code, direction: 'in' })).json;
  const made = (await of.post('/devices', { laneId: lane.id, adapter: 'vzenith-http', name: '相机', settings: {}, ...device })).json;
  const cameraOf = (serial: string) => createVzenithCamera({ serial, pushUrl: baseUrl + made.ingressPath, offlineStore: false, resendCount: 0 });
  return { id: made.id as string, path: made.ingressPath as string, cameraOf };
}

/** The guard's screen: what the live stream has said so far. */
async function watchScreen(url: string, token: string) {
  const ending = new AbortController();
  const response = await fetch(`${url}/api/v1/live`, { headers: { authorization: `Bearer ${token}` }, signal: ending.signal });
  let text = '';
  const reading = (async () => {
    for await (const chunk of response.body ?? []) text += Buffer.from(chunk).toString();
  })().catch(() => undefined);
  return {
    shows: (words: string) => vi.waitFor(() => expect(text).toContain(words), { timeout: 60_000 }),
    async close() {
      ending.abort();
      await reading;
    },
  };
}

const openGaps = async (subject: string) => world.site.parts.gate.gaps.list().filter((gap) => gap.subject === subject);

describe('a device door', () => {
  it('takes sixteen megabytes and answers 413 for more, without opening', async () => {
    const { path } = await addCamera(world, world.site.url);
    const push = (bytes: number) => fetch(`${world.site.url}${path}/devicemanagement/php/plateresult.php`, { method: 'POST', body: Buffer.alloc(bytes, '{') });
    const much = await push(16 * 1024 * 1024 + 1);
    expect([much.status, ((await much.json()) as { code: string }).code]).toEqual([413, 'HTTP_TOO_LARGE']);
    expect((await push(16 * 1024 * 1024)).status).toBe(400);
  });

  it('answers 404 for a token that nobody has', async () => {
    const answer = await world.call('POST', '/in/0000000000000000', { AlarmInfoPlate: {} }, null);
    expect([answer.status, answer.json.code]).toEqual([404, 'DEVICE_TOKEN_UNKNOWN']);
  });

  it('answers 403 for another source or serial number, and an open gap says which device', async () => {
    await world.post('/road-vehicles', { ...truck, plateNumber: '冀B00101' });
    const bound = await addCamera(world, world.site.url, { allowedSources: ['10.9.9.9'] });
    expect(await bound.cameraOf('cccc0001-00000001').passVehicle({ plate: '冀B00101', color: 'yellow' })).toMatchObject({ opened: false, status: 403 });
    expect(await openGaps(bound.id)).toMatchObject([{ kind: 'device-serial', details: { code: 'DEVICE_SOURCE_REFUSED' } }]);
    const known = await addCamera(world, world.site.url, { serialNumber: 'cccc0002-00000001' });
    expect(await known.cameraOf('dddd0002-00000001').passVehicle({ plate: '冀B00101', color: 'yellow' })).toMatchObject({ opened: false, status: 403 });
    expect(await openGaps(known.id)).toMatchObject([{ kind: 'device-serial', details: { code: 'DEVICE_SERIAL_MISMATCH' } }]);
    expect((await world.get('/passages?plateNumber=%E5%86%80B00101')).json.items).toEqual([]);
  });

  it('keeps a body that it cannot read, answers 400 and alarms', async () => {
    const device = await addCamera(world, world.site.url);
    const answer = await fetch(`${world.site.url}${device.path}/devicemanagement/php/plateresult.php`, { method: 'POST', body: '{"AlarmInfoPlate": 7' });
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([400, 'DEVICE_BODY_UNDECODABLE']);
    expect((await world.get(`/devices/${device.id}/frames`)).json.items).toHaveLength(1);
    expect(await openGaps(device.id)).toMatchObject([{ kind: 'device-undecodable' }]);
    const { json } = await world.post(`/devices/${device.id}/test`, {});
    expect(json.steps[0]).toEqual({
      title: '收到设备推送',
      ok: false,
      message: '收到过 1 条推送，但都无法解析：请核对设备型号与接入协议，原文在“无法解析的推送”里',
    });
  });

  it('answers others at once while a hundred connections send a byte now and then', async () => {
    await world.post('/road-vehicles', { ...truck, plateNumber: '冀B00102' });
    const { cameraOf } = await addCamera(world, world.site.url);
    const { port } = new URL(world.site.url);
    const slow = Array.from({ length: 100 }, () => connect({ port: Number(port), host: '127.0.0.1' }).on('error', () => undefined));
    for (const socket of slow) socket.write('POST /in/abc HTTP/1.1\r\nhost: a\r\nx-slow: ');
    const dripping = setInterval(() => slow.forEach((socket) => void socket.write('a')), 20);
    expect(await cameraOf('cccc0003-00000001').passVehicle({ plate: '冀B00102', color: 'yellow' })).toMatchObject({ opened: true, status: 200 });
    clearInterval(dripping);
    for (const socket of slow) socket.destroy();
  });
});

describe.runIf(process.platform === 'linux')('a full disk', () => {
  it('lets nobody in and says so, answers the camera that it must send again, and goes on by itself when there is room', async () => {
    const folder = await tempFolder();
    const prepared = await openSiteWorld({ folder });
    await prepared.post('/road-vehicles', { ...truck, plateNumber: '冀B00103' });
    const device = await addCamera(prepared, '');
    const guard = await prepared.tokenOf('guard');
    await prepared.close();
    const port = await freePort();
    // A file that may not grow fails as a full disk does; the signal that comes with it is turned off for the server.
    const site = await startSiteChild({ folder, port, argv0: ['sh', '-c', `trap '' XFSZ; exec "$@"`, 'site'] });
    const limit = (bytes: string) => expect(spawnSync('prlimit', ['--pid', String(site.pid), `--fsize=${bytes}:unlimited`]).status).toBe(0);
    const url = `http://127.0.0.1:${port}`;
    const ready = async () => (await fetch(`${url}/readyz`)).json() as Promise<{ ready: boolean; parts: { reason: string | null }[] }>;
    const storageGaps = async () => {
      const reply = await fetch(`${url}/api/v1/gaps?open=true&kind=storage-full`, { headers: { authorization: `Bearer ${guard}` } });
      return ((await reply.json()) as { items: unknown[] }).items;
    };
    const camera = createVzenithCamera({ serial: 'cccc0004-00000001', pushUrl: url + device.path, offlineStore: false, resendCount: 0 });
    try {
      await camera.heartbeat();
      const screen = await watchScreen(url, guard);
      limit('4096');
      const refused = await camera.passVehicle({ plate: '冀B00103', color: 'yellow' });
      expect(refused).toMatchObject({ opened: false, status: 503 });
      expect(await ready()).toMatchObject({ ready: false, parts: [{ reason: '台账没有写入磁盘' }] });
      await screen.shows('冀B00103');
      await screen.shows('台账');
      expect(await storageGaps()).toMatchObject([{ title: '台账写不进磁盘', until: null }]);
      limit('unlimited');
      const taken = await camera.resendLast();
      expect(taken).toMatchObject({ status: 200 });
      expect((await ready()).ready).toBe(true);
      await vi.waitFor(async () => expect(await storageGaps()).toEqual([]));
      await screen.close();
    } finally {
      camera.stop();
      await site.stop();
    }
    const after = await openSiteWorld({ folder });
    expect((await after.get('/passages?plateNumber=%E5%86%80B00103')).json.items).toMatchObject([{ outcome: 'admit', passed: true }]);
    await after.close();
    await rm(folder, { recursive: true, force: true });
  });
});
