import { afterEach, beforeEach, expect, test } from 'vitest';
import { deviceAdapters } from '../devices/index.ts';
import type { Role } from '../domain/codes.ts';
import { createProblemFrames } from '../services/sites/problem-frames.ts';
import { createSites } from '../services/sites/sites.ts';
import { openTempSite, type TempSite } from '../testing/temp-database.ts';
import { createLog } from './log.ts';
import { deviceRoutes } from './routes/devices.ts';
import { siteRoutes } from './routes/site.ts';
import { createHttpServer, type HttpServer } from './server.ts';

let storage: TempSite;
let server: HttpServer;

beforeEach(async () => {
  storage = await openTempSite();
  const sites = createSites({ writer: storage.writer, siteId: storage.siteId, adapters: deviceAdapters, now: Date.now });
  const never = { state: 'never', reason: null, lastSeenAt: null, lastProblem: null, clockSkewMs: null, reads: 0, duplicates: 0, undecodable: 0 } as const;
  server = await createHttpServer({
    config: { version: '0', webRoot: null, checkAnswers: true },
    accounts: {
      byToken: (role) => ({ actor: { type: 'token', id: 't', name: 't', role }, role: role as Role, session: null }),
      bySession: () => null,
    },
    routes: [
      (app) => siteRoutes(app, { sites }),
      (app) => deviceRoutes(app, { sites, statuses: { of: () => never }, problemFrames: createProblemFrames(storage) }),
    ],
    log: createLog('silent'),
    readiness: async () => [],
  });
});
afterEach(async () => {
  await server.app.close();
  await storage.remove();
});

async function call(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, body?: object, role = 'administrator') {
  const headers = { authorization: `Bearer ${role}`, host: '192.168.1.10:8080' };
  const answer = await server.app.inject({ method, url: `/api/v1${path}`, headers, ...(body ? { payload: body } : {}) });
  return { status: answer.statusCode, body: answer.json() };
}

async function makeDevice() {
  const entrance = (await call('POST', '/entrances', { code: 'A', name: '一号门' })).body;
  const lane = (await call('POST', '/lanes', { entranceId: entrance.id, code: '01', name: '进厂', direction: 'in' })).body;
  const settings = { baseUrl: 'http://192.168.1.64', username: 'admin', password: 'Hik-s3cret' };
  return (await call('POST', '/devices', { laneId: lane.id, adapter: 'hikvision-isapi', name: '海康', settings })).body;
}

test('entrance, lane and device as the contract has them; the push address is whole', async () => {
  const device = await makeDevice();
  expect(device).toMatchObject({
    adapter: 'hikvision-isapi',
    kind: 'camera',
    allowedSources: [],
    serialNumber: null,
    problem: null,
    settings: { password: '••••' },
  });
  expect(device.ingressPath).toMatch(/^\/in\/[\w-]{32}$/);
  expect(device.pushUrl).toBe(`http://192.168.1.10:8080${device.ingressPath}`);
  expect(device.status).toMatchObject({ state: 'never', lastSeenAt: null });
  await call('PATCH', '/site', { publicBaseUrl: 'https://gate.example.com/' });
  expect((await call('GET', `/devices/${device.id}`)).body.pushUrl).toBe(`https://gate.example.com${device.ingressPath}`);
});

test('who may see devices but not set them up does not see their push address', async () => {
  const device = await makeDevice();
  for (const role of ['guard', 'environment-manager', 'auditor']) {
    const seen = (await call('GET', `/devices/${device.id}`, undefined, role)).body;
    expect([role, seen.ingressPath, seen.pushUrl]).toEqual([role, null, null]);
    expect(JSON.stringify(seen)).not.toMatch(/Hik-s3cret/);
  }
});

test('a device can be changed, given a new address, cleared of its serial number and removed', async () => {
  const device = await makeDevice();
  const path = `/devices/${device.id}`;
  const changed = (await call('PATCH', path, { name: '海康二', allowedSources: ['192.168.1.64'], serialNumber: 'SN-1' })).body;
  expect(changed).toMatchObject({ name: '海康二', allowedSources: ['192.168.1.64'], serialNumber: 'SN-1' });
  expect((await call('PATCH', path, { allowedSources: ['camera'] })).body.params).toEqual({
    problem: '「允许的来源地址 › 地址」应为 IP 地址或网段，如 192.168.1.64 或 192.168.1.0/24',
    field: 'allowedSources.0',
  });
  expect((await call('PATCH', path, { adapter: 'vzenith-http' })).body.code).toBe('SITE_ADAPTER_FIXED');
  expect((await call('POST', `${path}/forget-serial`)).body.serialNumber).toBe(null);
  expect((await call('POST', `${path}/rotate-token`)).body.ingressPath).not.toBe(device.ingressPath);
  expect((await call('DELETE', path)).status).toBe(200);
  expect((await call('GET', path)).body.code).toBe('SITE_DEVICE_NOT_FOUND');
});

test('a refused setting is named by its title', async () => {
  const device = await makeDevice();
  const answer = await call('PATCH', `/devices/${device.id}`, { settings: { baseUrl: 5 } });
  expect([answer.status, answer.body.params.field]).toEqual([400, 'settings.baseUrl']);
  expect((await call('POST', '/devices', { laneId: 'x', adapter: 'vzenith-http', name: '相机' })).body.code).toBe('SITE_LANE_NOT_FOUND');
});

test('the adapters come with a form in Chinese, secrets marked', async () => {
  const { items } = (await call('GET', '/device-adapters')).body;
  expect(items.map((item: { id: string }) => item.id)).toEqual(deviceAdapters.map((adapter) => adapter.id));
  const { properties } = items.find((item: { id: string }) => item.id === 'hikvision-isapi').settingsSchema;
  expect(properties.password).toMatchObject({ title: '密码', 'x-secret': true });
});

test('what could not be decoded can be read, its beginning as text', async () => {
  const device = await makeDevice();
  const frame = Buffer.from('<xml>冀\u0000\u0007</xml>');
  const row = {
    sha256: 'ab',
    deviceId: device.id,
    receivedAt: Date.parse('2026-03-02T02:00:00Z'),
    contentType: 'text/xml',
    passageId: null,
    problem: '不是 XML',
    frame,
  };
  await storage.writer.run((tx) => tx.query('frame.put', row));
  expect((await call('GET', `/devices/${device.id}/frames`)).body.items).toEqual([
    { sha256: 'ab', receivedAt: '2026-03-02T10:00:00+08:00', contentType: 'text/xml', problem: '不是 XML', bytes: 16, text: '<xml>冀··</xml>' },
  ]);
});
