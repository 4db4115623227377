import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { regulatorProtocols } from '../regulators/index.ts';
import { createAccounts } from '../services/accounts/accounts.ts';
import { createHttpSender } from '../services/uploads/http-sender.ts';
import { createPhotos } from '../services/uploads/photos.ts';
import { uploadRate } from '../services/uploads/rate.ts';
import { formatInstant } from '../domain/time.ts';
import { createRegulators } from '../services/uploads/regulators.ts';
import { createResend } from '../services/uploads/resend.ts';
import { createUploadReader } from '../services/uploads/upload-reader.ts';
import { appendPassed } from '../testing/passed-passages.ts';
import { noonClock, openUploadHouse, plateOf, type UploadHouse } from '../testing/upload-house.ts';
import { photoRoutes } from './routes/photos.ts';
import { regulatorRoutes } from './routes/regulators.ts';
import { uploadRoutes } from './routes/uploads.ts';
import { createHttpServer, type HttpServer } from './server.ts';

const clock = noonClock();
let house: UploadHouse;
let server: HttpServer;
let token = '';

beforeAll(async () => {
  house = await openUploadHouse({ clock });
  const { writer, readers } = house.site;
  const accounts = createAccounts({ writer, readers, now: clock.now, onError: () => undefined }, () => undefined);
  token = (await accounts.createToken({ name: 'test', role: 'administrator', by: { type: 'system', name: 'test' } })).token;
  const regulators = createRegulators({ writer, protocols: regulatorProtocols, now: clock.now, uploads: house.uploads, openHttp: createHttpSender });
  server = await createHttpServer({
    config: { version: '0', webRoot: null, checkAnswers: true },
    accounts,
    routes: [
      (app) => regulatorRoutes(app, { regulators }),
      (app) => photoRoutes(app, { photos: createPhotos(house.site) }),
      (app) =>
        uploadRoutes(app, {
          reader: createUploadReader({ readers, uploads: house.uploads, regulators: regulators.list, now: clock.now }),
          resend: createResend({ writer, now: clock.now, wake: house.uploads.wake }),
          rate: (asked) => uploadRate({ readers }, asked),
          normalize: (plate) => plate.trim(),
          now: clock.now,
        }),
    ],
    log: pino({ level: 'silent' }),
    readiness: async () => [],
  });
});
afterAll(async () => {
  await server.app.close();
  await house.close();
});

async function call(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', url: string, payload?: object) {
  const answer = await server.app.inject({ method, url, headers: { authorization: `Bearer ${token}` }, ...(payload ? { payload } : {}) });
  return { status: answer.statusCode, headers: answer.headers, body: answer.body === '' ? null : JSON.parse(answer.body) };
}

test('a platform is set up, tested, gets its records with their photos, and its refused record is sent again over the API', async () => {
  const { platform } = house;
  expect((await call('GET', '/api/v1/regulator-protocols')).body.items[0]).toMatchObject({
    id: 'hebei-low-emission',
    settingsSchema: { properties: { clientSecret: { title: '客户端密钥', 'x-secret': true } } },
  });
  const { baseUrl, tokenPath, clientId, clientSecret } = platform;
  const made = await call('POST', '/api/v1/regulators', {
    protocol: 'hebei-low-emission',
    name: '平台',
    settings: { baseUrl, tokenPath, clientId, clientSecret },
  });
  expect(made).toMatchObject({ status: 201, body: { name: '平台', enabled: true, settings: { clientSecret: '••••' }, problem: null } });
  const { id } = made.body;
  expect((await call('POST', `/api/v1/regulators/${id}/test`)).body).toMatchObject({ ok: true, message: '登录成功' });

  platform.control.add({ mode: 'rejected', plate: plateOf(2), reason: '车辆信息与登记不符' });
  const picture = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(50, 1)]);
  const { sha256, bytes } = await house.site.snapshots.put(picture);
  await house.site.writer.run((tx) => {
    house.uploads.enqueue(tx, appendPassed(tx, { direction: 'in', plateNumber: plateOf(1), at: clock.now(), snapshots: [{ kind: 'full', sha256, bytes }] }));
    house.uploads.enqueue(tx, appendPassed(tx, { direction: 'in', plateNumber: plateOf(2), at: clock.now() }));
  });
  await house.until(1, 'rejected');
  const refused = await call('GET', `/api/v1/uploads?state=rejected&regulatorId=${id}&plateNumber=${encodeURIComponent(plateOf(2))}`);
  expect(refused.body).toMatchObject({
    items: [{ regulatorName: '平台', state: 'rejected', message: '车辆信息与登记不符（20001）', attempts: 1 }],
    nextCursor: null,
  });
  const one = refused.body.items[0].id;
  platform.control.clear();
  expect(await call('POST', `/api/v1/uploads/${one}/resend`, { reason: '已更正' })).toMatchObject({ status: 200, body: { count: 1 } });
  await house.until(2);
  expect((await call('GET', `/api/v1/uploads/${one}`)).body).toMatchObject({
    state: 'accepted',
    attemptList: [
      { number: 2, state: 'accepted' },
      { number: 1, state: 'rejected' },
    ],
  });
  expect(await call('POST', `/api/v1/uploads/${one}/resend`)).toMatchObject({ status: 409, body: { code: 'UPLOAD_ACCEPTED' } });
  expect((await call('GET', '/api/v1/uploads/summary')).body.items.find((row: { regulatorId: string }) => row.regulatorId === id)).toMatchObject({
    acceptedToday: 2,
    circuit: 'closed',
  });
  const takenFrom = async (at: number) =>
    (await call('GET', `/api/v1/uploads?state=accepted&regulatorId=${id}&acceptedFrom=${encodeURIComponent(formatInstant(at))}`)).body.items.length;
  expect([await takenFrom(clock.now() - 3_600_000), await takenFrom(clock.now() + 1_000)]).toEqual([2, 0]);
  expect((await call('GET', `/api/v1/uploads/rate?regulatorId=${id}`)).body).toMatchObject({
    onTimeMinutes: 5,
    totals: [{ produced: 2, accepted: 2, onTime: 2, acceptedRate: 1 }],
  });
  expect((await call('GET', '/api/v1/uploads/reasons')).status).toBe(200);
  expect((await call('POST', '/api/v1/uploads/resend', { state: 'rejected' })).body).toEqual({ count: 0 });

  const path = new URL(platform.records.find((record) => record.fields.carPlate === plateOf(1))?.fields.entryHeadPic ?? '').pathname;
  const photo = await server.app.inject({ url: path });
  expect(photo).toMatchObject({ statusCode: 200, headers: { 'content-type': 'image/jpeg', etag: `"${sha256}"`, 'content-length': String(picture.length) } });
  expect(photo.rawPayload).toEqual(picture);
  expect((await server.app.inject({ url: path, headers: { 'if-none-match': `"${sha256}"` } })).statusCode).toBe(304);
  expect((await server.app.inject({ method: 'HEAD', url: path })).headers['content-length']).toBe(String(picture.length));
  expect((await server.app.inject({ url: `/photos/${'x'.repeat(32)}` })).statusCode).toBe(404);

  expect((await call('PATCH', `/api/v1/regulators/${id}`, { enabled: false, settings: { maxInFlight: 0 } })).body).toMatchObject({
    code: 'HTTP_INVALID',
    params: { field: 'settings.maxInFlight' },
  });
  expect((await call('DELETE', `/api/v1/regulators/${id}`)).status).toBe(204);
  expect((await call('GET', `/api/v1/regulators/${id}`)).body).toMatchObject({ code: 'REGULATOR_NOT_FOUND' });
});
