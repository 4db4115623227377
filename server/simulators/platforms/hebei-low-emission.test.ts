import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { makePicture } from '../pictures.ts';
import { type HebeiOptions, startHebeiPlatform, uploadPath } from './hebei-low-emission.ts';

const cleanups: Array<() => unknown> = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0)) await clean();
});

async function setUp(options: HebeiOptions = {}) {
  const platform = await startHebeiPlatform(options);
  cleanups.push(() => platform.stop());
  const logIn = async (headers: Record<string, string> = { clientId: platform.clientId, clientSecret: platform.clientSecret }) => {
    const response = await fetch(platform.baseUrl + platform.tokenPath, {
      method: 'POST',
      headers,
      body: new URLSearchParams({ grant_type: 'client_credentials' }),
    });
    return (await response.json()) as { code: string; data?: { token: string } };
  };
  const token = (await logIn()).data?.token ?? '';
  const upload = async (fields: Record<string, string>, signal: AbortSignal | null = null) => {
    const response = await fetch(platform.baseUrl + uploadPath, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify(fields),
      signal,
    });
    const text = await response.text();
    return {
      status: response.status,
      text,
      json: text.startsWith('{') ? (JSON.parse(text) as { code: string; message: string; data?: { throughId: string } }) : undefined,
    };
  };
  return { platform, logIn, upload };
}

const entry = {
  carPlate: '冀B00001',
  carPalteColor: '1',
  dischargeStage: '6',
  carFuel: 'B',
  carType: 'H11',
  entranceNumber: 'A',
  entranceGateNumber: '01',
  carInTime: '2026-01-05 08:01:12',
};
const exit = (throughId: string) => ({
  throughId,
  carPlate: '冀B00001',
  carPalteColor: '1',
  dischargeStage: '6',
  exportNumber: 'A',
  exportGateNumber: '02',
  carOutTime: '2026-01-05 09:01:12',
});

describe('Hebei platform', () => {
  test('a wrong client gets no token, and without a token nothing is taken', async () => {
    const { platform, logIn, upload } = await setUp();
    expect((await logIn({ clientId: 'x', clientSecret: 'y' })).code).toBe('10002');
    platform.control.expireTokens();
    expect((await upload(entry)).status).toBe(401);
    expect(platform.records).toEqual([]);
  });

  test('an entry returns a throughId and its exit must echo it', async () => {
    const { platform, upload } = await setUp();
    const throughId = (await upload(entry)).json?.data?.throughId ?? '';
    expect(throughId).toBe('T000000000001');
    expect((await upload(exit('T9'))).json).toEqual({ code: '20001', message: '未找到对应的进厂记录' });
    expect((await upload(exit(throughId))).json?.code).toBe('10000');
    expect(platform.records.map(({ leg, throughId: id, accepted }) => [leg, id, accepted])).toEqual([
      ['entry', throughId, 1],
      ['exit', throughId, 1],
    ]);
    expect(platform.violations.map(({ kind }) => kind)).toEqual(['unknown-through-id']);
  });

  test('an exit before its entry is rejected and noted', async () => {
    const { platform, upload } = await setUp();
    expect((await upload(exit('T000000000001'))).json?.code).toBe('20001');
    expect(platform.violations.map(({ kind }) => kind)).toEqual(['exit-before-entry']);
  });

  test('the same leg again is the same record; with idempotency off it is a duplicate', async () => {
    const { platform, upload } = await setUp();
    const first = (await upload(entry)).json?.data?.throughId;
    expect((await upload(entry)).json?.data?.throughId).toBe(first);
    expect(platform.records.map(({ accepted }) => accepted)).toEqual([2]);
    platform.control.settings.idempotent = false;
    expect((await upload(entry)).json?.data?.throughId).not.toBe(first);
    expect([platform.records.length, platform.violations.map(({ kind }) => kind)]).toEqual([2, ['duplicate-record']]);
  });

  test.each([
    [{ ...entry, carPalteColor: '9' }, '车牌颜色不合规 carPalteColor'],
    [{ ...entry, dischargeStage: '国六' }, '排放阶段不合规 dischargeStage'],
    [{ ...entry, carInTime: '2026-01-05T08:01:12Z' }, '进厂时间不合规 carInTime'],
    [{ ...entry, carPlate: '' }, '缺少必填项 carPlate'],
    [{ ...entry, carPlateColor: '1' }, '未知字段 carPlateColor'],
  ])('a record that breaks the field list is rejected with the reason %#', async (fields, message) => {
    const { upload } = await setUp();
    expect((await upload(fields)).json).toEqual({ code: '20001', message });
  });

  test('a time-out after commit keeps the record, and the repetition yields its throughId', async () => {
    const { platform, upload } = await setUp();
    platform.control.add({ mode: 'timeout-after-commit', times: 1 });
    const impatience = new AbortController();
    const answer = upload(entry, impatience.signal);
    await vi.waitFor(() => expect(platform.records.length).toBe(1), { timeout: 60_000 });
    impatience.abort();
    await expect(answer).rejects.toThrow('aborted');
    expect((await upload(entry)).json?.data?.throughId).toBe('T000000000001');
  });

  test('errors before and after commit look alike and differ in what is kept', async () => {
    const { platform, upload } = await setUp();
    platform.control.add({ mode: 'error-before-commit', times: 1 });
    expect([(await upload(entry)).status, platform.records.length]).toEqual([502, 0]);
    platform.control.add({ mode: 'error-after-commit', times: 1 });
    expect([(await upload(entry)).status, platform.records.length]).toEqual([500, 1]);
    platform.control.add({ mode: 'reset-after-commit', times: 1 });
    await expect(upload({ ...entry, carPlate: '冀B00002' })).rejects.toThrow();
    expect(platform.records.length).toBe(2);
  });

  test('a chosen plate is rejected with a chosen reason while others pass', async () => {
    const { platform, upload } = await setUp();
    platform.control.add({ mode: 'rejected', plate: '冀B00001', reason: '该车辆未备案' });
    expect((await upload(entry)).json?.message).toBe('该车辆未备案');
    expect((await upload({ ...entry, carPlate: '冀B00002' })).json?.code).toBe('10000');
  });

  test('while down it refuses connections and comes back on the same port with all it had', async () => {
    const { platform, logIn, upload } = await setUp();
    await upload(entry);
    await platform.control.down();
    await expect(logIn()).rejects.toThrow();
    await platform.control.up();
    expect([(await logIn()).code, platform.records.length]).toEqual(['10000', 1]);
  });

  test('more requests at once than it bears are answered 429', async () => {
    const { platform, upload } = await setUp({ maxInFlight: 2, latencyMs: 50 });
    // The platform takes its time until all have come.
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    cleanups.push(() => vi.useRealTimers());
    const answers = Promise.all([1, 2, 3, 4].map((n) => upload({ ...entry, carPlate: `冀B0000${n}` })));
    while (platform.stats.throttled < 2) await new Promise((resolve) => setImmediate(resolve));
    vi.advanceTimersByTime(50);
    const replies = await answers;
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 200, 429, 429]);
    expect(platform.stats.peakInFlight).toBe(2);
  });

  test('faults are switched over HTTP too', async () => {
    const { platform, upload } = await setUp();
    const post = (body: unknown) => fetch(`${platform.baseUrl}/_control`, { method: 'POST', body: JSON.stringify(body) });
    expect((await post({ add: { mode: 'expired-code', times: 1 } })).status).toBe(200);
    expect((await post({ add: { mode: 'no-such' } })).status).toBe(400);
    expect((await upload(entry)).json).toEqual({ code: '10401', message: '令牌已过期' });
  });

  test('the pictures of a record are fetched and must be JPEGs', async () => {
    const photos = createServer(
      (request, response) => void response.end(request.url === '/1' ? makePicture({ plate: '冀B00001', color: 'yellow', kind: 'full' }) : 'no picture'),
    );
    await new Promise<void>((resolve) => photos.listen(0, '127.0.0.1', resolve));
    cleanups.push(
      () => photos.close(),
      () => photos.closeAllConnections(),
    );
    const base = `http://127.0.0.1:${(photos.address() as AddressInfo).port}`;
    const { platform, upload } = await setUp({ fetchPhotos: true });
    await upload({ ...entry, entryHeadPic: `${base}/1`, entryBodyPic: `${base}/2` });
    await platform.photosChecked();
    expect(platform.records[0]?.photos.map(({ field, ok }) => [field, ok])).toEqual([
      ['entryHeadPic', true],
      ['entryBodyPic', false],
    ]);
  });
});
