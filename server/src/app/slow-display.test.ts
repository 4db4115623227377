import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { openSiteWorld, type SiteWorld } from './site-world.ts';

let world: SiteWorld;
const calls: string[] = [];
const hanging: ServerResponse[] = [];

/** A camera whose display board never answers; everything else does. */
const camera = createServer((request: IncomingMessage, response: ServerResponse) => {
  request.resume();
  if (!request.headers.authorization) {
    response.writeHead(401, { 'www-authenticate': 'Digest realm="camera", qop="auth", nonce="0001"' }).end();
    return;
  }
  calls.push(`${request.method} ${request.url}`);
  if (/LED|voice/.test(request.url ?? '')) hanging.push(response);
  else response.end('<ResponseStatus><statusCode>1</statusCode></ResponseStatus>');
});

beforeAll(async () => {
  world = await openSiteWorld();
  await new Promise<void>((resolve) => camera.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  for (const response of hanging) response.destroy();
  camera.close();
  await world.close();
});

it('opens for the first truck of a camera whose display hangs', async () => {
  const entrance = (await world.post('/entrances', { code: 'A', name: '东门' })).json;
  const lane = (await world.post('/lanes', { entranceId: entrance.id, code: '01', name: '进', direction: 'in', confirmSeconds: 60 })).json;
  const settings = { baseUrl: `http://127.0.0.1:${(camera.address() as AddressInfo).port}`, username: 'admin', password: 'Fake-1234' };
  const device = (await world.post('/devices', { laneId: lane.id, adapter: 'hikvision-isapi', name: '相机', settings })).json;
  const truck = { plateNumber: '冀B00101', plateColor: 'yellow', vehicleType: 'H11', registeredOn: '2022-05-01', fuelType: 'diesel', emissionStage: 'china-6' };
  expect((await world.post('/road-vehicles', truck)).status).toBe(200);
  const read =
    `<EventNotificationAlert><macAddress>08:54:11:00:00:01</macAddress><dateTime>${new Date().toISOString()}</dateTime><eventType>ANPR</eventType>` +
    '<ANPR><licensePlate>冀B00101</licensePlate><plateColor>yellow</plateColor><confidenceLevel>97</confidenceLevel></ANPR><UUID>1</UUID></EventNotificationAlert>';
  expect((await fetch(world.site.url + device.ingressPath, { method: 'POST', headers: { 'content-type': 'application/xml' }, body: read })).status).toBe(200);
  const barrier = async () => (await world.get('/passages?limit=1')).json.items[0].barrier;
  await vi.waitFor(async () => expect(await barrier()).toBe('accepted'), { timeout: 20_000 });
  expect(calls.filter((call) => call.startsWith('PUT'))[0]).toBe('PUT /ISAPI/Parking/channels/1/barrierGate');
});

it("answers the guard at once, and the camera's next request after that fetches the pulse", async () => {
  const entrance = (await world.post('/entrances', { code: 'B', name: '西门' })).json;
  const lane = (await world.post('/lanes', { entranceId: entrance.id, code: '02', name: '进', direction: 'in' })).json;
  const device = (await world.post('/devices', { laneId: lane.id, adapter: 'vzenith-http', name: '相机', settings: {} })).json;
  const push = (body: string, type: string) =>
    fetch(world.site.url + device.ingressPath, { method: 'POST', headers: { 'content-type': type }, body }).then((answer) => answer.json());
  const result = { license: '冀B00102', colorType: 2, confidence: 97, plateid: 1, timeStamp: { Timeval: { sec: Math.floor(Date.now() / 1000) } } };
  await push(JSON.stringify({ AlarmInfoPlate: { serialno: 'a-1', result: { PlateResult: result } } }), 'application/json');
  const asked = (await world.get('/passages?limit=1')).json.items[0];
  expect((await world.post(`/passages/${asked.id}/answer`, { outcome: 'admit', reason: '已核对' })).json.barrier).toBe('requested');
  const fetched = await push('serialno=a-1&device_name=IVS', 'application/x-www-form-urlencoded');
  expect(fetched).toMatchObject({ Response_AlarmInfoPlate: { info: 'ok' } });
});
