import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { openSiteWorld, type SiteWorld } from './site-world.ts';

let world: SiteWorld;
const calls: string[] = [];

const camera = createServer((request, response) => {
  request.resume();
  if (!request.headers.authorization) {
    response.writeHead(401, { 'www-authenticate': 'Digest realm="camera", qop="auth", nonce="0001"' }).end();
    return;
  }
  calls.push(`${request.method} ${request.url}`);
  response.end('<ResponseStatus><statusCode>1</statusCode></ResponseStatus>');
});

beforeAll(async () => {
  world = await openSiteWorld();
  await new Promise<void>((resolve) => camera.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  camera.close();
  await world.close();
});

async function laneWith(code: string, adapter: string, settings: object): Promise<string> {
  const entrance = (await world.post('/entrances', { code, name: code })).json;
  const lane = (await world.post('/lanes', { entranceId: entrance.id, code: `0${code}`, name: '进', direction: 'in' })).json;
  const device = (await world.post('/devices', { laneId: lane.id, adapter, name: '相机', settings })).json;
  return world.site.url + device.ingressPath;
}

it('a camera that is called shows and speaks once for a truck', async () => {
  const settings = { baseUrl: `http://127.0.0.1:${(camera.address() as AddressInfo).port}`, username: 'admin', password: 'Fake-1234' };
  const url = await laneWith('A', 'hikvision-isapi', settings);
  const read =
    `<EventNotificationAlert><macAddress>08:54:11:00:00:02</macAddress><dateTime>${new Date().toISOString()}</dateTime><eventType>ANPR</eventType>` +
    '<ANPR><licensePlate>黄冀B00111</licensePlate><plateColor>yellow</plateColor><confidenceLevel>97</confidenceLevel></ANPR><UUID>1</UUID></EventNotificationAlert>';
  await fetch(url, { method: 'POST', headers: { 'content-type': 'application/xml' }, body: read });
  const told = () => calls.filter((call) => /LED|voice/.test(call));
  await vi.waitFor(() => expect(told()).toHaveLength(2), { timeout: 20_000 });
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(told()).toEqual(['PUT /ISAPI/Parking/channels/1/LEDConfigurations/multiScene/1?format=json', 'PUT /ISAPI/Parking/channels/1/voiceBroadcastInfo']);
});

it('a camera with a loudspeaker speaks in its reply, also without a display', async () => {
  const url = await laneWith('B', 'vzenith-http', { speak: true });
  const result = { license: '冀B00112', colorType: 2, confidence: 97, plateid: 1, timeStamp: { Timeval: { sec: Math.floor(Date.now() / 1000) } } };
  const body = JSON.stringify({ AlarmInfoPlate: { serialno: 'a-2', result: { PlateResult: result } } });
  const answer = (await (await fetch(url, { method: 'POST', body })).json()) as { Response_AlarmInfoPlate: { playserver_json_request?: { voice: string } } };
  expect(Buffer.from(answer.Response_AlarmInfoPlate.playserver_json_request?.voice ?? '', 'base64').toString()).toBe('冀B00112 等待核验');
});
