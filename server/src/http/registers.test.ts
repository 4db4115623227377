import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { defaultRuleSet } from '../domain/decision/default-rules.ts';
import { type Role, roles } from '../domain/codes.ts';
import { createLists } from '../services/lists/lists.ts';
import { createRules } from '../services/rules/rules.ts';
import { createDocuments } from '../services/vehicles/documents.ts';
import { createVehicles } from '../services/vehicles/vehicles.ts';
import { createFakeClock } from '../testing/fake-clock.ts';
import { openTempSite, type TempSite } from '../testing/temp-database.ts';
import { createLog } from './log.ts';
import { documentRoutes } from './routes/documents.ts';
import { listEntryRoutes } from './routes/list-entries.ts';
import { roadVehicleRoutes } from './routes/road-vehicles.ts';
import { ruleSetRoutes } from './routes/rule-sets.ts';
import { createHttpServer, type HttpServer } from './server.ts';

let storage: TempSite;
let server: HttpServer;

beforeEach(async () => {
  const clock = createFakeClock();
  storage = await openTempSite({ now: clock.now });
  const rules = createRules({ ...storage, clock });
  await rules.ensureBaseRules();
  server = await createHttpServer({
    config: { version: '0', webRoot: null, checkAnswers: true },
    accounts: {
      byToken: (role) => (role in roles ? { actor: { type: 'token', id: role, name: role, role }, role: role as Role, session: null } : null),
      bySession: () => null,
    },
    routes: [
      (app) => roadVehicleRoutes(app, { vehicles: createVehicles({ ...storage, clock }) }),
      (app) => listEntryRoutes(app, { lists: createLists({ ...storage, clock }) }),
      (app) => ruleSetRoutes(app, { rules, lane: () => null }),
      (app) => documentRoutes(app, { documents: createDocuments(storage) }),
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
  const answer = await server.app.inject({ method, url: `/api/v1${path}`, headers: { authorization: `Bearer ${role}` }, ...(body ? { payload: body } : {}) });
  return { status: answer.statusCode, body: answer.json() };
}
const truck = {
  plateNumber: '冀b·12345',
  plateColor: 'yellow',
  vehicleType: 'H11',
  vin: 'LTEST000000000001',
  registeredOn: '2022-05-01',
  fuelType: 'diesel',
  emissionStage: 'china-6',
};

describe('road vehicles', () => {
  test('a vehicle goes in as the contract has it and is found by its plate', async () => {
    const { status, body } = await call('POST', '/road-vehicles', truck);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      ...truck,
      plateNumber: '冀B12345',
      reviewState: 'approved',
      version: 1,
      createdAt: '2026-03-02T10:00:00+08:00',
      fleetName: null,
    });
    expect(body.findings.map((finding: { code: string }) => finding.code)).toEqual(['VIN_MODEL_YEAR_INVALID']);
    const found = await call('GET', `/road-vehicles?plateNumber=${encodeURIComponent('冀B12345')}`);
    expect(found.body).toEqual({ items: [body], nextCursor: null });
    expect((await call('GET', `/road-vehicles/${body.id}`)).body).toEqual(body);
  });

  test('the same plate and colour again is 409 with the id', async () => {
    const { body } = await call('POST', '/road-vehicles', truck);
    const again = await call('POST', '/road-vehicles', truck);
    expect(again).toMatchObject({ status: 409, body: { code: 'VEHICLE_EXISTS', params: { id: body.id } } });
  });

  test('a change keeps what is not sent; history, review and removal follow', async () => {
    const { body } = await call('POST', '/road-vehicles', truck, 'guard');
    expect(body.reviewState).toBe('pending');
    const changed = await call('PATCH', `/road-vehicles/${body.id}`, { fleetName: '示例车队' }, 'guard');
    expect(changed.body).toMatchObject({ fuelType: 'diesel', emissionStage: 'china-6', fleetName: '示例车队', version: 2 });
    expect((await call('POST', `/road-vehicles/${body.id}/review`, { outcome: 'approved' })).body.reviewState).toBe('approved');
    expect((await call('DELETE', `/road-vehicles/${body.id}`)).status).toBe(200);
    expect((await call('GET', `/road-vehicles/${body.id}`)).status).toBe(404);
    const history = (await call('GET', `/road-vehicles/${body.id}/history`)).body;
    expect(history.items.map((item: { change: string; by: string }) => [item.change, item.by])).toEqual([
      ['removed', 'administrator'],
      ['reviewed', 'administrator'],
      ['updated', 'guard'],
      ['created', 'guard'],
    ]);
    expect(history.items[2]).toMatchObject({ at: '2026-03-02T10:00:00+08:00', before: { fleetName: null }, after: { fleetName: '示例车队' } });
  });

  test.each([
    [{ plateNumber: '无牌车' }, 'PLATE_INVALID'],
    [{ plateColor: 'pink' }, 'HTTP_INVALID'],
    [{ emissionStage: 'china-9' }, 'HTTP_INVALID'],
    [{ vehicleType: '重型货车' }, 'HTTP_INVALID'],
    [{ registeredOn: '2022-02-30' }, 'HTTP_INVALID'],
    [{ vehicleLicenseSha256: '../../keys' }, 'HTTP_INVALID'],
  ])('%j is refused', async (parts, code) => {
    expect(await call('POST', '/road-vehicles', { ...truck, ...parts })).toMatchObject({ status: 400, body: { code } });
  });
});

test.each([
  ['GET', '/road-vehicles', ['administrator', 'environment-manager', 'guard', 'auditor', 'regulator-viewer']],
  ['POST', '/road-vehicles', ['administrator', 'environment-manager', 'guard', 'carrier']],
  ['POST', '/road-vehicles/1/review', ['administrator', 'environment-manager']],
  ['DELETE', '/road-vehicles/1', ['administrator', 'environment-manager']],
  ['GET', '/list-entries', ['administrator', 'environment-manager', 'guard', 'auditor', 'regulator-viewer']],
  ['POST', '/list-entries', ['administrator', 'environment-manager']],
  ['POST', '/list-entries/1/end', ['administrator', 'environment-manager']],
  ['GET', '/rule-sets/current', ['administrator', 'environment-manager', 'guard', 'auditor', 'regulator-viewer']],
  ['POST', '/rule-sets', ['administrator', 'environment-manager']],
  ['POST', '/rule-sets/1/publish', ['administrator', 'environment-manager']],
  ['POST', '/documents', ['administrator', 'environment-manager', 'guard', 'carrier']],
  ['GET', `/snapshots/${'a'.repeat(64)}`, ['administrator', 'environment-manager', 'guard', 'auditor', 'regulator-viewer']],
] as const)('%s %s is for %j', async (method, path, allowed) => {
  const letIn: string[] = [];
  for (const role of Object.keys(roles)) if ((await call(method, path, method === 'POST' ? {} : undefined, role)).status !== 403) letIn.push(role);
  expect(letIn.toSorted()).toEqual([...allowed].toSorted());
  expect((await call(method, path, undefined, 'nobody')).status).toBe(401);
});

describe('list entries', () => {
  test('instants come in any offset and go out in Beijing time', async () => {
    const draft = { list: 'temporary', plateNumber: '冀B12345', reason: '抢修物资', startAt: '2026-03-02T01:00:00Z', endAt: '2026-03-02 12:00:00' };
    const { status, body } = await call('POST', '/list-entries', draft);
    expect(status).toBe(200);
    expect(body).toMatchObject({ startAt: '2026-03-02T09:00:00+08:00', endAt: '2026-03-02T12:00:00+08:00', plateColor: null, active: true, endedAt: null });
    expect((await call('GET', '/list-entries?active=true')).body.items).toEqual([body]);
    const ended = await call('POST', `/list-entries/${body.id}/end`, { reason: '业务结束' });
    expect(ended.body).toMatchObject({ active: false, endedBy: 'administrator', endedAt: '2026-03-02T10:00:00+08:00' });
    expect((await call('GET', `/list-entries/${body.id}`)).body).toEqual(ended.body);
  });

  test('a time that is none, or a day alone, is refused by its Chinese name', async () => {
    for (const endAt of ['tomorrow', '2026-03-02']) {
      const { status, body } = await call('POST', '/list-entries', { list: 'black', plateNumber: '冀B12345', reason: '超标', endAt });
      expect([status, body.message]).toEqual([400, '提交的内容不符合要求：「截止时间」不是有效的时间']);
    }
  });
});

describe('rule sets', () => {
  test('a draft is written, compared, tried, published and then current', async () => {
    const current = (await call('GET', '/rule-sets/current')).body;
    expect(current).toMatchObject({ version: 1, state: 'published', publishedAt: '2026-03-02T10:00:00+08:00' });
    const draft = (await call('POST', '/rule-sets', defaultRuleSet('china-4'))).body;
    expect(draft).toMatchObject({ version: 0, state: 'draft', publishedAt: null });
    const patched = await call('PATCH', `/rule-sets/${draft.id}`, { checkValidity: false });
    expect(patched.body).toMatchObject({ checkValidity: false, requireReview: true });
    expect((await call('GET', `/rule-sets/${draft.id}/compare?with=${current.id}`)).body).toEqual({
      with: { id: current.id, version: 1, title: current.title },
      changes: [{ path: 'checkValidity', title: '检查备案与年检有效期', before: true, after: false }],
    });
    const tried = await call('POST', `/rule-sets/${draft.id}/try`, { plateNumber: '冀B12345', direction: 'in' });
    expect(tried).toMatchObject({ status: 200, body: { outcome: 'ask' } });
    expect((await call('POST', `/rule-sets/${draft.id}/publish`, {})).status).toBe(400);
    expect((await call('POST', `/rule-sets/${draft.id}/publish`, { reason: '按新规' })).body).toMatchObject({ version: 2, publishedBy: 'administrator' });
    expect((await call('GET', '/rule-sets/current')).body.id).toBe(draft.id);
    expect((await call('GET', '/rule-sets?state=superseded')).body.items.map((item: { id: string }) => item.id)).toEqual([current.id]);
  });

  test('a lane that is not there is said', async () => {
    const { id } = (await call('GET', '/rule-sets/current')).body;
    const tried = await call('POST', `/rule-sets/${id}/try`, { plateNumber: '冀B12345', direction: 'in', laneId: 'none' });
    expect(tried).toMatchObject({ status: 404, body: { code: 'SITE_LANE_NOT_FOUND' } });
  });
});

describe('documents', () => {
  const jpeg = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(70_000, 7)]);
  const send = (bytes: Buffer, contentType = 'image/jpeg') =>
    server.app.inject({ method: 'POST', url: '/api/v1/documents', headers: { authorization: 'Bearer guard', 'content-type': contentType }, payload: bytes });
  const look = (sha256: string, headers: Record<string, string> = {}) =>
    server.app.inject({ url: `/api/v1/snapshots/${sha256}`, headers: { authorization: 'Bearer guard', ...headers } });

  test('what is uploaded is looked at unchanged, as what it is', async () => {
    const { sha256, bytes } = (await send(jpeg, 'text/html')).json();
    expect(bytes).toBe(jpeg.length);
    const seen = await look(sha256);
    expect([seen.statusCode, seen.headers['content-type'], seen.headers['cache-control'], seen.headers['x-content-type-options']]).toEqual([
      200,
      'image/jpeg',
      'private, max-age=31536000, immutable',
      'nosniff',
    ]);
    expect(seen.rawPayload.equals(jpeg)).toBe(true);
    const again = await look(sha256, { 'if-none-match': seen.headers.etag as string });
    expect([again.statusCode, again.rawPayload.length]).toEqual([304, 0]);
  });

  test.each([
    ['image/png', Buffer.from('89504e470d0a1a0a00', 'hex')],
    ['image/webp', Buffer.from('RIFF\x01\x02\x03\x04WEBPVP8 ', 'latin1')],
    ['application/pdf', Buffer.from('%PDF-1.7')],
  ])('%s is known by its first bytes', async (type, bytes) => {
    const { sha256 } = (await send(bytes)).json();
    expect((await look(sha256)).headers['content-type']).toBe(type);
  });

  test.each([Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), Buffer.from('MZ'), Buffer.alloc(0)])(
    '%s is refused whatever it calls itself',
    async (bytes) => {
      const answer = await send(bytes);
      expect([answer.statusCode, answer.json().code]).toEqual([415, 'DOCUMENT_TYPE_UNKNOWN']);
    },
  );

  test('20 MiB go in, more do not', async () => {
    const largest = Buffer.concat([jpeg, Buffer.alloc(20 * 1024 * 1024 - jpeg.length)]);
    expect((await send(largest)).statusCode).toBe(200);
    expect((await send(Buffer.concat([largest, Buffer.alloc(1)]))).statusCode).toBe(413);
  });

  test('what is not stored is 404 and not kept by the browser; a name that is no hash is refused', async () => {
    const missing = await look('b'.repeat(64));
    expect([missing.statusCode, missing.json().code, missing.headers['cache-control'], missing.headers.etag]).toEqual([
      404,
      'DOCUMENT_NOT_FOUND',
      'no-store',
      undefined,
    ]);
    expect((await look(encodeURIComponent('../keys/ledger-ed25519.pem'))).statusCode).toBe(400);
  });

  test('a stored file of another kind is only ever downloaded', async () => {
    const { sha256 } = await storage.snapshots.put(Buffer.from('<script>alert(1)</script>'));
    const seen = await look(sha256);
    expect([seen.headers['content-type'], seen.headers['content-disposition']]).toEqual(['application/octet-stream', 'attachment']);
  });
});
