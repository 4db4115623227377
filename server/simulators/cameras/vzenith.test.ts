import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { createKfDisplay } from '../displays/kf.ts';
import { createVzenithCamera, type VzenithOptions } from './vzenith.ts';

type Got = { url: string; type: string; text: string; json: unknown };
type Answer = (got: Got, response: ServerResponse) => void;
const cleanups: Array<() => void> = [];
afterEach(() => {
  for (const clean of cleanups.splice(0)) clean();
});

async function setUp(answer: Answer, options: Partial<VzenithOptions> = {}) {
  const got: Got[] = [];
  const control = { answer };
  const server = createServer(async (request: IncomingMessage, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString('utf8');
    const type = request.headers['content-type'] ?? '';
    const seen: Got = { url: request.url ?? '', type, text, json: type.includes('json') ? JSON.parse(text) : {} };
    got.push(seen);
    control.answer(seen, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const pushUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/in/token`;
  const camera = createVzenithCamera({ serial: 'fe71e106-57263272', pushUrl, timeoutMs: 60_000, offlineRetryMs: 100_000, ...options });
  cleanups.push(
    () => camera.stop(),
    () => void server.closeAllConnections(),
    () => void server.close(),
  );
  return { camera, got, control };
}
type PlatePost = { AlarmInfoPlate: { result: { PlateResult: Record<string, unknown> } } };
const plateOf = (got: Got | undefined) => (got?.json as PlatePost | undefined)?.AlarmInfoPlate.result.PlateResult ?? {};
const replying =
  (reply: unknown, status = 200): Answer =>
  (_got, response) =>
    void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(reply));
const acknowledge: Answer = (got, response) =>
  replying({ Response_AlarmInfoPlate: { info: 'no', content: 'retransfer_stop', ContinuePushOffline: { plateid: plateOf(got).plateid, continue: 1 } } })(
    got,
    response,
  );

const shapeOf = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.slice(0, 1).map(shapeOf)
    : value && typeof value === 'object'
      ? Object.fromEntries(Object.entries(value).map(([key, member]) => [key, shapeOf(member)]))
      : typeof value;

describe('Vzenith camera', () => {
  test('a read has exactly the members and kinds of a captured one, in the same order', async () => {
    const { camera, got } = await setUp(acknowledge);
    await camera.passVehicle({ plate: '冀B00001', color: 'yellow', at: Date.UTC(2026, 0, 5, 0, 1, 12, 345) });
    const sample = {
      AlarmInfoPlate: {
        channel: 0,
        deviceName: '',
        ipaddr: '',
        result: {
          PlateResult: {
            bright: 0,
            carBright: 0,
            carColor: 0,
            car_brand: { brand: 0, type: 0, year: 0 },
            colorType: 0,
            colorValue: 0,
            confidence: 0,
            direction: 0,
            imageFile: '',
            imageFileLen: 0,
            imageFragmentFile: '',
            imageFragmentFileLen: 0,
            gioouts: [{ ctrltype: 0, ionum: '' }],
            is_fake_plate: 0,
            isoffline: 0,
            license: '',
            license_ext_type: 0,
            location: { RECT: { bottom: 0, left: 0, right: 0, top: 0 } },
            plate_distance: 0,
            plate_true_width: 0,
            plateid: 0,
            plates: [{ color: 0, license: '', plate_width: 0, pos: { bottom: 0, left: 0, right: 0, top: 0 }, type: 0 }],
            timeStamp: { Timeval: { decday: 0, dechour: 0, decmin: 0, decmon: 0, decsec: 0, decyear: 0, sec: 0, usec: 0 } },
            timeUsed: 0,
            triggerType: 0,
            type: 0,
          },
        },
        rule_id: 0,
        serialno: '',
        user_data: '',
      },
    };
    expect(JSON.stringify(shapeOf(got[0]?.json))).toBe(JSON.stringify(shapeOf(sample)));
    expect(got[0]?.url).toBe('/in/token/devicemanagement/php/plateresult.php');
    expect(plateOf(got[0]).timeStamp).toEqual({
      Timeval: { decday: 5, dechour: 8, decmin: 1, decmon: 1, decsec: 12, decyear: 2026, sec: 1767571272, usec: 345000 },
    });
  });

  test('info ok opens, anything else does not', async () => {
    const { camera, control } = await setUp(replying({ Response_AlarmInfoPlate: { info: 'ok', content: 'retransfer_stop' } }));
    expect((await camera.passVehicle({ plate: '冀B00001', color: 'yellow' })).opened).toBe(true);
    control.answer = acknowledge;
    expect((await camera.passVehicle({ plate: '冀B00002', color: 'yellow' })).opened).toBe(false);
    expect(camera.openings.map(({ plate, by }) => [plate, by])).toEqual([['冀B00001', 'server']]);
  });

  test('an error page that holds info ok opens as well, and is counted', async () => {
    const { camera } = await setUp((_got, response) => void response.writeHead(500).end('oops "info": "ok"'), { offlineStore: false });
    expect((await camera.passVehicle({ plate: '冀B00001', color: 'yellow' })).opened).toBe(true);
    expect(camera.stats.openedOnErrorStatus).toBe(1);
  });

  test('a transport failure is sent again at once, an error status is not', async () => {
    let calls = 0;
    const { camera, control } = await setUp((_got, response) => (++calls < 3 ? void response.destroy() : acknowledge(_got, response)), { resendCount: 4 });
    expect((await camera.passVehicle({ plate: '冀B00001', color: 'yellow' })).attempts).toBe(3);
    control.answer = replying({}, 503);
    const failed = await camera.passVehicle({ plate: '冀B00002', color: 'yellow' });
    expect([failed.attempts, failed.status, failed.stored]).toEqual([1, 503, true]);
  });

  test('the strict model calls a bare 200 failed, stores the read and repeats it without end', async () => {
    const { camera, got } = await setUp((_got, response) => void response.end(), { model: 'needs-response-object', resendCount: 1 });
    const result = await camera.passVehicle({ plate: '冀B00001', color: 'yellow' });
    expect([result.attempts, result.stored]).toEqual([2, true]);
    await camera.offline.replay();
    await camera.offline.replay();
    expect(got.map((one) => plateOf(one).isoffline)).toEqual([0, 0, 1, 1]);
    expect(camera.offline.records.length).toBe(1);
  });

  test('reads of an outage come afterwards one by one, each after its own acknowledgement', async () => {
    const { camera, got, control } = await setUp(acknowledge);
    camera.setNetwork(false);
    for (const plate of ['冀B00001', '冀B00002', '冀B00003']) expect((await camera.passVehicle({ plate, color: 'yellow' })).stored).toBe(true);
    camera.setNetwork(true);
    control.answer = replying({ Response_AlarmInfoPlate: { content: 'retransfer_stop' } });
    await camera.offline.replay();
    expect([got.length, camera.offline.records.length, camera.offline.stats.unacknowledged]).toEqual([1, 3, 1]);
    control.answer = acknowledge;
    await camera.offline.replay();
    expect(got.map((one) => plateOf(one).license)).toEqual(['冀B00001', '冀B00001', '冀B00002', '冀B00003']);
    expect(got.every((one) => plateOf(one).isoffline === 1)).toBe(true);
    expect(camera.offline.records).toEqual([]);
  });

  test('an offline record opens as well when the reply says so, and the opening is named after it', async () => {
    const { camera } = await setUp(replying({ Response_AlarmInfoPlate: { info: 'ok', ContinuePushOffline: { plateid: 1, continue: 1 } } }));
    camera.setNetwork(false);
    await camera.passVehicle({ plate: '冀B00001', color: 'yellow' });
    camera.setNetwork(true);
    await camera.offline.replay();
    expect(camera.openings.map(({ plate, by }) => [plate, by])).toEqual([['冀B00001', 'offline-reply']]);
  });

  test('a live read interrupts the replay, and the record under way arrives twice', async () => {
    const { camera, got, control } = await setUp(acknowledge);
    camera.setNetwork(false);
    await camera.passVehicle({ plate: '冀B00001', color: 'yellow' });
    camera.setNetwork(true);
    let live: Promise<unknown> | undefined;
    control.answer = (seen, response) => {
      live ??= camera.passVehicle({ plate: '冀B00009', color: 'yellow' }).then(() => acknowledge(seen, response));
      if (plateOf(seen).isoffline === 0) acknowledge(seen, response);
    };
    await camera.offline.replay();
    await live;
    control.answer = acknowledge;
    await camera.offline.replay();
    expect(got.map((one) => [plateOf(one).license, plateOf(one).isoffline])).toEqual([
      ['冀B00001', 1],
      ['冀B00009', 0],
      ['冀B00001', 1],
    ]);
    expect(camera.offline.stats.interrupted).toBe(1);
  });

  test('while the server is away the local whitelist opens and the stored read says so', async () => {
    const { camera, got } = await setUp(acknowledge, { localWhitelist: ['冀B00001'] });
    camera.setNetwork(false);
    expect((await camera.passVehicle({ plate: '冀B00001', color: 'yellow' })).opened).toBe(true);
    expect((await camera.passVehicle({ plate: '冀B00002', color: 'yellow' })).opened).toBe(false);
    camera.setNetwork(true);
    await camera.offline.replay();
    expect(got.map((one) => (plateOf(one).gioouts as Array<{ ctrltype: number }>)[0]?.ctrltype)).toEqual([2, 0]);
    expect(camera.openings.map(({ by }) => by)).toEqual(['whitelist']);
  });

  test('serial data reaches the card only as strict base64 with the decoded length', async () => {
    const frame = Buffer.from('0064FFFF0C01327762', 'hex');
    const item = (data: string, dataLen: unknown) => ({ serialChannel: 0, data, dataLen });
    const display = createKfDisplay();
    const { camera } = await setUp(
      replying({
        Response_AlarmInfoPlate: {
          content: 'retransfer_stop',
          serialData: [item(frame.toString('base64'), 9), item(frame.toString('base64'), 12), item('not base64', 7)],
        },
      }),
      { display },
    );
    await camera.passVehicle({ plate: '冀B00001', color: 'yellow' });
    expect(display.frames.length).toBe(1);
    expect(camera.stats.protocolViolations).toEqual(['serialData.dataLen is not the decoded length', 'serialData.data is no strict base64']);
  });

  test('the heartbeat is multipart text with the password in clear, and a comet poll obeys its reply', async () => {
    const { camera, got } = await setUp(replying({ Response_AlarmInfoPlate: { ivs_ioctrl: { io: 0, value: 2, delay: 500 } } }), {
      comet: true,
      password: 'p-1',
    });
    expect(await camera.heartbeat()).toBe(true);
    expect(got[0]?.url).toBe('/in/token/devicemanagement/php/receivedeviceinfo.php');
    expect(got[0]?.type).toMatch(/^multipart\/form-data; boundary=/);
    expect(got[0]?.text).toContain('name="pass_wd"\r\n\r\np-1\r\n');
    expect(camera.openings).toEqual([]);
    expect(await camera.cometPoll()).toBe(true);
    expect(camera.openings.map(({ by }) => by)).toEqual(['ioctrl']);
  });

  test('input contacts and serial bytes are posted in the shapes of captured ones', async () => {
    const server = await setUp(replying({}), { name: 'IVS', serial: 'd85b1269-8f942256' });
    expect(await server.camera.ioInput(3, 1)).toBe(200);
    expect(await server.camera.serialData(0, Buffer.from('Y2guY29tFw==', 'base64'))).toBe(200);
    expect(server.got[0]?.json).toEqual({
      AlarmGioIn: { deviceName: 'IVS', ipaddr: '192.168.1.100', result: { TriggerResult: { source: 3, value: 1 } }, serialno: 'd85b1269-8f942256' },
    });
    expect(server.got[1]?.json).toEqual({
      SerialData: { channel: 0, serialno: 'd85b1269-8f942256', ipaddr: '192.168.1.100', deviceName: 'IVS', serialChannel: 0, data: 'Y2guY29tFw==', dataLen: 7 },
    });
  });
});
