import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { createBarrier } from '../barrier.ts';
import { makeReadPictures } from '../pictures.ts';
import { type HikvisionOptions, startHikvisionCamera } from './hikvision.ts';

const cleanups: Array<() => unknown> = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0)) await clean();
});
const md5 = (text: string): string => createHash('md5').update(text).digest('hex');

async function setUp(options: Partial<HikvisionOptions> = {}) {
  const got: Array<{ type: string; body: Buffer; text: string }> = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    got.push({ type: request.headers['content-type'] ?? '', body, text: body.toString('utf8') });
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const camera = await startHikvisionCamera({ pushUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/in/token`, ...options });
  cleanups.push(
    () => camera.stop(),
    () => server.closeAllConnections(),
    () => server.close(),
  );
  return { camera, got };
}

async function digestCall(base: string, options: { path: string; method?: string; body?: string; password?: string; reuse?: { nonce: string; nc: number } }) {
  const { path, method = 'GET', body, password = 'Camera-123' } = options;
  let nonce = options.reuse?.nonce;
  if (!nonce) {
    const first = await fetch(base + path, { method, body });
    expect(first.status).toBe(401);
    nonce = /nonce="([^"]+)"/.exec(first.headers.get('www-authenticate') ?? '')?.[1] ?? '';
  }
  const nc = (options.reuse?.nc ?? 1).toString(16).padStart(8, '0');
  const ha1 = md5(`admin:IP Camera(SIM01):${password}`);
  const response = md5([ha1, nonce, nc, 'abc', 'auth', md5(`${method}:${path}`)].join(':'));
  const authorization = `Digest username="admin", realm="IP Camera(SIM01)", nonce="${nonce}", uri="${path}", qop=auth, nc=${nc}, cnonce="abc", response="${response}"`;
  const reply = await fetch(base + path, { method, body, headers: { authorization } });
  return { status: reply.status, text: await reply.text(), nonce };
}
const barrierPath = '/ISAPI/Parking/channels/1/barrierGate';
const control = (mode: string) => `<BarrierGate version="2.0" xmlns="http://www.isapi.org/ver20/XMLSchema"><ctrlMode>${mode}</ctrlMode></BarrierGate>`;

describe('Hikvision camera', () => {
  test('a push is the XML part and then the pictures, each with its length', async () => {
    const { camera, got } = await setUp();
    const images = makeReadPictures({ plate: '冀B00001', color: 'yellow' });
    const result = await camera.passVehicle({ plate: '冀B00001', color: 'yellow', at: Date.UTC(2026, 0, 5, 0, 1, 12), images });
    expect([result.status, result.opened]).toEqual([200, false]);
    const boundary = /boundary=(.+)$/.exec(got[0]?.type ?? '')?.[1];
    const parts = (got[0]?.text ?? '').split(`--${boundary}`);
    expect(parts.length).toBe(5);
    expect(parts[1]).toContain('name="anpr.xml"');
    expect(parts[1]).toContain('<licensePlate>黄冀B00001</licensePlate>');
    expect(parts[1]).toContain('<dateTime>2026-01-05T08:01:12+08:00</dateTime>');
    expect(parts[1]).toContain('<absTime>20260105080112000</absTime>');
    expect(got[0]?.body.includes(images.full)).toBe(true);
    expect(parts[3]).toContain(`filename="detectionPicture.jpg"\r\nContent-Type: image/jpeg\r\nContent-Length: ${images.full.length}\r\n`);
  });

  test('the variants of firmware differ as described', async () => {
    const { camera, got } = await setUp();
    await camera.passVehicle({
      plate: '冀B00001',
      color: 'blue',
      variant: { prefix: 'ns1:', namespace: 'std-cgi-2', dateTime: 'malformed', form: 'bare-xml' },
      at: Date.UTC(2024, 0, 22, 3, 46, 31),
    });
    expect(got[0]?.type).toBe('application/xml; charset="UTF-8"');
    expect(got[0]?.text).toContain('<ns1:EventNotificationAlert version="2.0" xmlns:ns1="http://www.std-cgi.com/ver20/XMLSchema">');
    expect(got[0]?.text).toContain('<ns1:dateTime>2024-01-22T11:46:3108:00</ns1:dateTime>');
    await camera.passVehicle({ plate: null, history: true, retransmission: true, variant: { form: 'bare-json' } });
    const json = JSON.parse(got[1]?.text ?? '{}').EventNotificationAlert;
    expect([json.ANPR.licensePlate, json.ANPR.alarmDataType, json.isDataRetransmission]).toEqual(['noPlate', 1, true]);
    await camera.passVehicle({ plate: '冀B00001', color: 'blue', variant: { oddBlanks: true, xmlFilename: true } });
    expect(got[2]?.text).toContain('form-data ;  name="anpr.xml" ;  filename="anpr.xml"');
  });

  test('pictures that come later have the UUID of their plate', async () => {
    const { camera, got } = await setUp();
    const { uuid } = await camera.passVehicle({
      plate: '冀B00001',
      color: 'blue',
      picturesLater: true,
      images: makeReadPictures({ plate: '冀B00001', color: 'blue' }),
    });
    expect(got.map(({ text }) => [text.includes('<hasMoreData>true'), text.includes(`<UUID>${uuid}</UUID>`), text.includes('detectionPicture.jpg"')])).toEqual([
      [true, true, false],
      [false, true, true],
    ]);
  });

  test('the barrier opens over ISAPI with Digest, and the pass that waits sees it', async () => {
    const barrier = createBarrier({ travelMs: 1, wiring: { openEnd: 0 } });
    const { camera } = await setUp({ barrier });
    const pass = camera.passVehicle({ plate: '冀B00001', color: 'yellow', waitOpenMs: 60_000 });
    const reply = await digestCall(camera.isapi.baseUrl, { path: barrierPath, method: 'PUT', body: control('open') });
    expect(reply.text).toContain('<statusCode>1</statusCode>');
    expect((await pass).opened).toBe(true);
    expect(camera.openings.length).toBe(1);
  });

  test('a locked barrier answers OK and does not move', async () => {
    const barrier = createBarrier({ wiring: { closedEnd: 1 } });
    const { camera } = await setUp({ barrier });
    await digestCall(camera.isapi.baseUrl, { path: barrierPath, method: 'PUT', body: control('lock') });
    const reply = await digestCall(camera.isapi.baseUrl, { path: barrierPath, method: 'PUT', body: control('open') });
    expect([reply.status, reply.text.includes('<statusCode>1</statusCode>'), camera.openings]).toEqual([200, true, []]);
    expect((await digestCall(camera.isapi.baseUrl, { path: `${barrierPath}/barrierGateStatus` })).text).toContain('<barrierGateStatus>1</barrierGateStatus>');
    expect(camera.isapi.commands.map(({ mode, moved }) => [mode, moved])).toEqual([
      ['lock', true],
      ['open', false],
    ]);
  });

  test('a nonce count that does not rise is refused', async () => {
    const { camera } = await setUp();
    const { nonce } = await digestCall(camera.isapi.baseUrl, { path: '/ISAPI/System/deviceInfo' });
    expect((await digestCall(camera.isapi.baseUrl, { path: '/ISAPI/System/deviceInfo', reuse: { nonce, nc: 1 } })).status).toBe(401);
    expect((await digestCall(camera.isapi.baseUrl, { path: '/ISAPI/System/deviceInfo', reuse: { nonce, nc: 2 } })).status).toBe(200);
    expect(camera.isapi.guard.stats.replays).toBe(1);
  });

  test('five wrong passwords lock the account, and then the right one does not help', async () => {
    const { camera } = await setUp();
    for (let i = 0; i < 5; i++) expect((await digestCall(camera.isapi.baseUrl, { path: '/ISAPI/System/deviceInfo', password: 'wrong' })).status).toBe(401);
    const reply = await digestCall(camera.isapi.baseUrl, { path: '/ISAPI/System/deviceInfo' });
    expect([reply.status, reply.text.includes('<lockStatus>lock</lockStatus>')]).toEqual([401, true]);
    camera.isapi.guard.unlock();
    expect((await digestCall(camera.isapi.baseUrl, { path: '/ISAPI/System/deviceInfo' })).status).toBe(200);
  });

  test('a model without this path says notSupport', async () => {
    const { camera } = await setUp();
    camera.isapi.state.fault = 'not-support';
    expect((await digestCall(camera.isapi.baseUrl, { path: barrierPath, method: 'PUT', body: control('open') })).text).toContain('<statusCode>4</statusCode>');
  });

  test('LED scenes and voice are taken as text', async () => {
    const { camera } = await setUp();
    const line = (customValue: string) => ({ LineInfo: { customValue } });
    const scene = {
      SingleSceneLEDConfigurations: {
        sid: 1,
        LEDConfigurationList: [
          { LEDConfiguration: { ctrlMode: 'platform', ShowInfoList: [{ ShowInfo: { LineInfoList: [line('冀B00001'), line('允许通行')] } }] } },
        ],
      },
    };
    await digestCall(camera.isapi.baseUrl, {
      path: '/ISAPI/Parking/channels/1/LEDConfigurations/multiScene/1?format=json',
      method: 'PUT',
      body: JSON.stringify(scene),
    });
    await digestCall(camera.isapi.baseUrl, {
      path: '/ISAPI/Parking/channels/1/voiceBroadcastInfo',
      method: 'PUT',
      body: '<VoiceBroadcastInfo><TTSInfo>[v1]允许通行</TTSInfo></VoiceBroadcastInfo>',
    });
    expect([camera.isapi.led.scenes, camera.isapi.led.controlledBy, camera.isapi.led.spoken]).toEqual([
      { '1': ['冀B00001', '允许通行'] },
      'platform',
      ['允许通行'],
    ]);
  });
});
