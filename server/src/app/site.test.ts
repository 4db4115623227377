import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createVzenithCamera } from '../../simulators/cameras/vzenith.ts';
import { freePort } from '../../simulators/free-port.ts';
import type { AnyEntry } from '../domain/ledger/entry.ts';
import { createLog } from '../http/log.ts';
import { followLift } from '../services/lanes/followed-lifts.ts';
import { openSiteStorage } from '../storage/sqlite/site-storage.ts';
import { draft, noEffect, passageBody } from '../testing/sample-drafts.ts';
import { readConfig } from './config.ts';
import { openSiteWorld } from './site-world.ts';
import { openSite } from './site.ts';

let folder: string;
let listening: Server | null = null;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'greengate-start-'));
});
afterEach(async () => {
  listening?.close();
  listening = null;
  await rm(folder, { recursive: true, force: true });
});

const log = createLog('silent');
const start = (port = 0) => openSite({ config: { ...readConfig({}), port, host: '127.0.0.1', data: folder, webRoot: null }, log });
const listen = (port = 0) =>
  new Promise<number>((resolve, reject) => {
    const server = createServer().once('error', reject);
    listening = server;
    server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
const locked = () => existsSync(join(folder, 'server.pid'));
/** An open database keeps its write-ahead log; the last one that closes it takes it away. */
const databaseOpen = () => existsSync(join(folder, 'site.db-wal'));

describe('a site that cannot start', () => {
  it('leaves neither lock nor database open when its port is taken, and starts in the same folder on another', async () => {
    const port = await listen();
    await expect(start(port)).rejects.toMatchObject({ code: 'SITE_PORT_IN_USE' });
    expect([locked(), databaseOpen()]).toEqual([false, false]);
    const site = await start();
    expect([locked(), databaseOpen()]).toEqual([true, true]);
    await site.close();
    expect([locked(), databaseOpen()]).toEqual([false, false]);
  });

  it('leaves nothing open when a part fails between storage and port, or after the port', async () => {
    const storage = openSiteStorage({ folder, now: Date.now });
    const regulator = { id: 'reg-1', protocol: 'hebei-low-emission', name: '平台', enabled: true, createdAt: 0 };
    await storage.writer.run((tx) => tx.query('regulator.insert', { ...regulator, settings: 'torn' }));
    await storage.close();
    const port = await freePort();
    await expect(start(port)).rejects.toThrow(SyntaxError);
    expect([locked(), databaseOpen()]).toEqual([false, false]);
    expect(await listen(port)).toBe(port);
  });

  it('leaves no lock when its database is damaged', async () => {
    await writeFile(join(folder, 'site.db'), 'this is no database, and long enough to be looked at as one'.repeat(20));
    await expect(start()).rejects.toMatchObject({ code: 'STORAGE_DAMAGED' });
    expect(locked()).toBe(false);
  });
});

it('tells the address it listens on, and loopback when it listens on every one', async () => {
  for (const [host, told] of [
    ['127.0.0.2', '127.0.0.2'],
    ['0.0.0.0', '127.0.0.1'],
  ]) {
    const site = await openSite({ config: { ...readConfig({}), port: 0, host: host as string, data: folder, webRoot: null }, log });
    expect(new URL(site.url).hostname).toBe(told);
    await site.close();
  }
});

it('settles at start the openings of the former run, and none of its own', async () => {
  const storage = openSiteStorage({ folder, now: Date.now });
  const ids = await storage.writer.run((tx) =>
    (['requested', 'accepted', 'confirmed', 'none'] as const).map((barrier) => String(tx.append(draft('passage', passageBody({ barrier }))).seq)),
  );
  const lifted = { laneId: 'lane-1', passageId: null, reason: '检修', snapshots: [], passed: true, visit: noEffect };
  const liftSeq = await storage.writer.run((tx) => {
    const { seq } = tx.append(draft('manual-lift', { ...lifted, barrier: 'requested' }));
    followLift(tx, seq);
    return seq;
  });
  await storage.close();

  const world = await openSiteWorld({ folder });
  const barrierOf = async (id: string | undefined) => (await world.get(`/passages/${id}`)).json.barrier;
  const settled = () => {
    const { ledger } = world.site.parts.storage;
    const entries = Array.from({ length: ledger.size }, (_, seq) => JSON.parse(Buffer.from(ledger.entryBytes(seq) ?? []).toString('utf8')) as AnyEntry);
    return entries.flatMap((entry) => (entry.kind === 'barrier-states' ? entry.body.states.map((one) => [one.passageId, one.liftSeq, one.state]) : []));
  };
  const old = [
    [ids[0], null, 'unconfirmed'],
    [ids[1], null, 'unconfirmed'],
    [null, liftSeq, 'unconfirmed'],
  ];
  expect(settled()).toEqual(old);
  expect(await Promise.all(ids.map(barrierOf))).toEqual(['unconfirmed', 'unconfirmed', 'confirmed', 'none']);

  const entrance = (await world.post('/entrances', { code: 'A', name: '东门' })).json;
  const lane = (await world.post('/lanes', { entranceId: entrance.id, code: '01', name: '进', direction: 'in', confirmSeconds: 60 })).json;
  const device = (await world.post('/devices', { laneId: lane.id, adapter: 'vzenith-http', name: '相机', settings: {} })).json;
  await world.post('/road-vehicles', { plateNumber: '冀B00601', plateColor: 'yellow', vehicleType: 'H11', fuelType: 'diesel', emissionStage: 'china-6' });
  const camera = createVzenithCamera({ serial: 'abcf0001-00000001', pushUrl: world.site.url + device.ingressPath });
  expect((await camera.passVehicle({ plate: '冀B00601', color: 'yellow' })).opened).toBe(true);
  camera.stop();
  const mine = (await world.get('/passages?limit=1')).json.items[0].id;
  await vi.waitFor(async () => expect(await barrierOf(mine)).toBe('accepted'), { timeout: 20_000 });
  expect(settled().slice(old.length)).toEqual([[mine, null, 'accepted']]);
  await world.close();
});

it('clears the drafts of pictures that a killed server left, and no picture', async () => {
  const pictures = join(folder, 'pictures');
  await mkdir(join(pictures, 'incoming'), { recursive: true });
  await mkdir(join(pictures, 'ab'));
  await writeFile(join(pictures, 'incoming', '4711-1'), 'half a pict');
  await writeFile(join(pictures, 'ab', `ab${'0'.repeat(62)}`), 'a picture');
  const site = await start();
  expect(await readdir(join(pictures, 'incoming'))).toEqual([]);
  expect(await readdir(join(pictures, 'ab'))).toEqual([`ab${'0'.repeat(62)}`]);
  await site.close();
});
