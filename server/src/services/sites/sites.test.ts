import { afterEach, beforeEach, expect, test } from 'vitest';
import { deviceAdapters } from '../../devices/index.ts';
import type { Actor } from '../../domain/ledger/entry.ts';
import { openTempSite, type TempSite } from '../../testing/temp-database.ts';
import { laneDraft } from './lane-settings.ts';
import type { SiteChange } from './site-parts.ts';
import { createSites, type Sites } from './sites.ts';

const by: Actor = { type: 'account', id: 'a1', name: 'zhao', role: 'administrator' };
let storage: TempSite;
let sites: Sites;
let changes: SiteChange[];

const open = (adapters = deviceAdapters) =>
  createSites({ writer: storage.writer, siteId: storage.siteId, adapters, now: Date.now, onChange: (change) => void changes.push(change) });

beforeEach(async () => {
  storage = await openTempSite();
  changes = [];
  sites = open();
});
afterEach(() => storage.remove());

async function makeLane() {
  const entrance = await sites.entrances.create({ code: 'A', name: '一号门' }, { by });
  return sites.lanes.create(laneDraft.parse({ entranceId: entrance.id, code: '01', name: '进厂', direction: 'in' }), { by });
}
async function makeCamera(laneId: string) {
  const draft = { laneId, adapter: 'vzenith-http', name: '进口相机', settings: {}, allowedSources: [], serialNumber: null };
  return sites.devices.create(draft, { by });
}

function acts(): { action: string; details: Record<string, unknown> }[] {
  const entries = Array.from({ length: storage.ledger.size }, (_, seq) => JSON.parse(Buffer.from(storage.ledger.entryBytes(seq) ?? []).toString()));
  return entries.map((entry) => entry.body);
}

test('a new lane works at once, with the cautious answer to everything unclear', async () => {
  const lane = await makeLane();
  expect(sites.config.lane(lane.id)).toEqual({
    id: lane.id,
    entranceId: lane.entranceId,
    entranceCode: 'A',
    entranceName: '一号门',
    code: '01',
    name: '进厂',
    direction: 'in',
    mode: 'automatic',
    holdOpen: false,
    releaseDue: false,
    minConfidence: 60,
    mergeWindowSeconds: 10,
    noPlate: 'ask',
    unread: 'ask',
    unregistered: 'ask',
    emergencyVehicle: 'ask',
    confirmSeconds: 8,
  });
  expect(changes.map((change) => change.kind)).toEqual(['entrance', 'lane']);
});

test('what is configured is there again after a restart, and the renamed entrance shows in its lanes', async () => {
  const lane = await makeLane();
  const camera = await makeCamera(lane.id);
  await sites.lanes.update(lane.id, { minConfidence: 80, mode: 'manual' }, { by });
  await sites.lanes.setHold(lane.id, true, { by, reason: '大件运输' });
  await sites.entrances.update(lane.entranceId, { name: '物流门' }, { by });
  const again = open();
  expect(again.config.lane(lane.id)).toEqual(sites.config.lane(lane.id));
  expect(again.config.lane(lane.id)).toMatchObject({ minConfidence: 80, mode: 'manual', holdOpen: true, entranceName: '物流门' });
  expect(again.config.deviceByToken(camera.token)?.id).toBe(camera.id);
  expect(acts().at(-2)).toEqual({ action: 'lane.hold', target: `lane:${lane.id}`, details: { before: false, reason: '大件运输' } });
});

test('a release is due, also over a restart, until a device has taken it or the arm is held up again', async () => {
  const { id } = await makeLane();
  const seen = () => [sites, open()].map((each) => each.config.lane(id)).map((lane) => [lane?.holdOpen, lane?.releaseDue]);
  await sites.lanes.setHold(id, true, { by });
  expect(seen()).toEqual([
    [true, false],
    [true, false],
  ]);
  await sites.lanes.setHold(id, false, { by });
  expect(seen()).toEqual([
    [false, true],
    [false, true],
  ]);
  await sites.lanes.released(id);
  expect(seen()).toEqual([
    [false, false],
    [false, false],
  ]);
  await sites.lanes.setHold(id, false, { by });
  await sites.lanes.setHold(id, true, { by });
  expect(seen()).toEqual([
    [true, false],
    [true, false],
  ]);
});

test('codes are unique among what is there; what is used cannot be removed', async () => {
  const lane = await makeLane();
  const camera = await makeCamera(lane.id);
  await expect(sites.entrances.create({ code: 'A', name: '二号门' }, { by })).rejects.toMatchObject({ code: 'SITE_CODE_EXISTS' });
  await expect(sites.lanes.create(laneDraft.parse({ ...lane }), { by })).rejects.toMatchObject({ code: 'SITE_CODE_EXISTS' });
  await expect(sites.entrances.remove(lane.entranceId, { by })).rejects.toMatchObject({ code: 'SITE_ENTRANCE_HAS_LANES' });
  await expect(sites.lanes.remove(lane.id, { by })).rejects.toMatchObject({ code: 'SITE_LANE_HAS_DEVICES' });
  await sites.devices.remove(camera.id, { by });
  await sites.lanes.remove(lane.id, { by });
  await sites.entrances.remove(lane.entranceId, { by });
  expect([sites.entrances.list(), sites.lanes.list(), sites.devices.list()]).toEqual([[], [], []]);
  expect(sites.config.deviceByToken(camera.token)).toBe(null);
  await sites.entrances.create({ code: 'A', name: '新门' }, { by });
});

test('a rotated token is another one of 192 bits, and the old one is dead', async () => {
  const camera = await makeCamera((await makeLane()).id);
  expect(Buffer.from(camera.token, 'base64url').byteLength).toBe(24);
  const rotated = await sites.devices.rotateToken(camera.id, { by });
  expect(rotated.token).not.toBe(camera.token);
  expect(sites.config.deviceByToken(camera.token)).toBe(null);
  expect(sites.config.deviceByToken(rotated.token)?.id).toBe(camera.id);
});

test('the serial number of the first push is kept, another one is refused until it is forgotten', async () => {
  const camera = await makeCamera((await makeLane()).id);
  await Promise.allSettled([sites.devices.learnSerial(camera.id, 'SN-1'), sites.devices.learnSerial(camera.id, 'SN-2')]).then((results) => {
    expect(results.map((result) => result.status)).toEqual(['fulfilled', 'rejected']);
  });
  expect(sites.config.device(camera.id)?.serialNumber).toBe('SN-1');
  await expect(sites.devices.learnSerial(camera.id, 'SN-2')).rejects.toMatchObject({ code: 'DEVICE_SERIAL_MISMATCH' });
  await sites.devices.forgetSerial(camera.id, { by });
  await sites.devices.learnSerial(camera.id, 'SN-2');
  expect(sites.config.device(camera.id)?.serialNumber).toBe('SN-2');
});

test('a display goes through a camera that has a serial port, which then cannot be removed', async () => {
  const lane = await makeLane();
  const camera = await makeCamera(lane.id);
  const draft = (via: string) => ({ laneId: lane.id, adapter: 'kf-led', name: '余位屏', settings: { via, lines: 2 }, allowedSources: [], serialNumber: null });
  await expect(sites.devices.create(draft('nobody'), { by })).rejects.toMatchObject({ code: 'SITE_DEVICE_VIA' });
  const display = await sites.devices.create(draft(camera.id), { by });
  expect(sites.config.displaysVia(camera.id).map((device) => device.id)).toEqual([display.id]);
  expect(sites.config.devicesOfLane(lane.id).map((device) => device.id)).toEqual([camera.id, display.id]);
  await expect(sites.devices.remove(camera.id, { by })).rejects.toMatchObject({ code: 'SITE_DEVICE_IN_USE', params: { display: '余位屏' } });
});

test('settings that do not fit the adapter are refused by their title, and passwords stay out of the ledger', async () => {
  const lane = await makeLane();
  const draft = { laneId: lane.id, adapter: 'hikvision-isapi', name: '海康', allowedSources: [], serialNumber: null };
  await expect(sites.devices.create({ ...draft, settings: { baseUrl: 7 } }, { by })).rejects.toMatchObject({
    code: 'HTTP_INVALID',
    params: { field: 'settings.baseUrl' },
  });
  const settings = { baseUrl: 'http://192.168.1.64', username: 'admin', password: 'Hik-s3cret' };
  const device = await sites.devices.create({ ...draft, settings }, { by });
  await sites.devices.update(device.id, { settings: { password: 'Hik-n3w' } }, { by });
  expect(sites.config.device(device.id)?.settings).toMatchObject({ ...settings, password: 'Hik-n3w' });
  expect(sites.devices.shownSettings(sites.devices.find(device.id))).toMatchObject({ ...settings, password: '••••' });
  expect(acts().at(-1)).toEqual({ action: 'device.update', target: `device:${device.id}`, details: { secretChanged: true } });
  expect(JSON.stringify(acts())).not.toMatch(/Hik-s3cret|Hik-n3w/);
  expect(JSON.stringify(acts())).not.toContain(device.token);
});

test('a camera at another address gets the stored password only from somebody who knows it', async () => {
  const lane = await makeLane();
  const settings = { baseUrl: 'http://192.168.1.64', username: 'admin', password: 'Hik-s3cret' };
  const draft = { laneId: lane.id, adapter: 'hikvision-isapi', name: '海康', allowedSources: [], serialNumber: null, settings };
  const { id } = await sites.devices.create(draft, { by });
  const move = (change: object) => sites.devices.update(id, { settings: { baseUrl: 'http://203.0.113.9', ...change } }, { by });
  const refusal = { code: 'SITE_SECRETS_NEEDED', params: { address: '相机地址', secrets: '「密码」', field: 'settings.password' } };
  await expect(move({})).rejects.toMatchObject(refusal);
  await expect(move({ password: '••••' })).rejects.toMatchObject(refusal);
  expect(sites.config.device(id)?.settings).toMatchObject(settings);
  await move({ password: 'Hik-0ther' });
  expect(sites.config.device(id)?.settings).toMatchObject({ baseUrl: 'http://203.0.113.9', password: 'Hik-0ther' });
});

test('a device whose adapter is gone, or whose settings no longer fit, says so and takes no pushes', async () => {
  const camera = await makeCamera((await makeLane()).id);
  const without = open(deviceAdapters.filter((adapter) => adapter.id !== 'vzenith-http'));
  expect(without.devices.find(camera.id).problem).toBe('本程序没有接入协议 vzenith-http');
  expect(without.config.deviceByToken(camera.token)).toBe(null);
});

test('a refused change leaves no trace', async () => {
  const lane = await makeLane();
  const size = storage.ledger.size;
  await expect(sites.lanes.update(lane.id, { entranceId: 'none', name: '新名' }, { by })).rejects.toMatchObject({ code: 'SITE_ENTRANCE_NOT_FOUND' });
  await sites.lanes.update(lane.id, { name: lane.name }, { by });
  expect([storage.ledger.size, sites.config.lane(lane.id)?.name]).toEqual([size, '进厂']);
});

test('site settings have defaults, keep what is not sent, and write what changed', async () => {
  expect(sites.settings()).toMatchObject({ name: '未命名厂区', twoPersonReview: false, timeZone: '+08:00', passwordPolicy: { minLength: 8, minClasses: 3 } });
  await sites.changeSettings({ name: '河北某钢厂' }, { by });
  await sites.changeSettings({ twoPersonReview: true }, { by });
  expect(sites.settings()).toMatchObject({ name: '河北某钢厂', twoPersonReview: true });
  expect(acts().at(-1)?.details).toEqual({ before: { twoPersonReview: false }, after: { twoPersonReview: true } });
});
