import { describe, expect, it } from 'vitest';
import type { DeviceCommands, DeviceEvent } from '../contract.ts';
import { fixturesOf, noCommands, requestOf } from '../kit/test-frames.ts';
import { vzenithHttp } from './vzenith-http.ts';

const fixtures = fixturesOf(vzenithHttp);

function answered(name: string, commands: Partial<DeviceCommands>, settings: object = {}): Record<string, unknown> {
  const fixture = fixtures.find((one) => one.name === name);
  if (fixture === undefined) throw new Error(name);
  const request = requestOf(fixture);
  const result = vzenithHttp.decode(request, settings);
  const events: DeviceEvent[] = result.ok ? result.events : [];
  const reply = vzenithHttp.reply({ request, events, stored: true, verdict: null, commands: { ...noCommands, ...commands } }, settings);
  return JSON.parse(String(reply.body)) as Record<string, unknown>;
}
const plate = (body: Record<string, unknown>) => body.Response_AlarmInfoPlate;

describe('the answer to a 臻识 camera', () => {
  it('acknowledges a stored read without opening', () => {
    expect(answered('01-live', {})).toEqual({ Response_AlarmInfoPlate: { content: 'retransfer_stop', is_pay: 'false' } });
  });

  it('opens with info ok on relay 0, on another relay by its number, and with another pulse by the relay command alone', () => {
    expect(plate(answered('01-live', { openBarrier: true }))).toEqual({ content: 'retransfer_stop', is_pay: 'true', info: 'ok' });
    expect(plate(answered('01-live', { openBarrier: true }, { openIo: 2 }))).toEqual({ content: 'retransfer_stop', is_pay: 'true', info: 'ok', channelNum: 2 });
    expect(plate(answered('01-live', { openBarrier: true }, { openIo: 1, pulseMs: 1500 }))).toEqual({
      content: 'retransfer_stop',
      is_pay: 'true',
      ivs_ioctrl: { io: 1, value: 2, delay: 1500 },
    });
  });

  it('asks for the next stored read after one was stored', () => {
    expect(plate(answered('02-offline-no-plate', {}))).toEqual({
      content: 'retransfer_stop',
      is_pay: 'false',
      ContinuePushOffline: { plateid: 123, continue: 1 },
    });
  });

  it('sends serial bytes in strict base64 with the length of the bytes', () => {
    const bytes = Uint8Array.of(0, 0x64, 0xff, 0xff, 0x0c, 1, 0x32, 0x77, 0x62);
    expect(plate(answered('01-live', { serial: [{ channel: 1, bytes }] }))).toMatchObject({
      serialData: [{ serialChannel: 1, data: 'AGT//wwBMndi', dataLen: 9 }],
    });
    expect(answered('04-serial-data', { serial: [{ channel: 0, bytes }] })).toEqual({
      Response_SerialData: { serialData: [{ serialChannel: 0, data: 'AGT//wwBMndi', dataLen: 9 }] },
    });
  });

  it('latches the relay to hold the arm, and drops it to let go', () => {
    expect(plate(answered('16-comet-poll', { hold: 'hold' }))).toEqual({ ivs_ioctrl: { io: 0, value: 1 } });
    expect(plate(answered('16-comet-poll', { hold: 'release' }))).toEqual({ ivs_ioctrl: { io: 0, value: 0 } });
  });

  it('opens out of a held poll, and says nothing in an empty one', () => {
    expect(answered('16-comet-poll', { openBarrier: true })).toEqual({ Response_AlarmInfoPlate: { info: 'ok' } });
    expect(answered('16-comet-poll', {})).toEqual({ Response_AlarmInfoPlate: {} });
  });

  it('asks for a picture at the address that the camera pushes to', () => {
    expect(plate(answered('16-comet-poll', { snapshot: true }))).toEqual({
      TriggerImage: { port: 8080, snapImageRelativeUrl: '/in/token', snapImageAbsolutelyUrl: 'http://10.0.0.1:8080/in/token' },
    });
  });

  it('speaks by itself only when told so in the settings', () => {
    const show = { outcome: 'admit', plateNumber: null, stageText: null, controlText: null, verdictText: '允许通行', voiceText: '欢迎光临' } as const;
    expect(plate(answered('16-comet-poll', { show }))).toEqual({});
    expect(plate(answered('16-comet-poll', { show }, { speak: true }))).toMatchObject({
      playserver_json_request: { type: 'ps_voice_play', voice: '5qyi6L+O5YWJ5Li0' },
    });
  });
});

describe('what a 臻识 camera says about itself', () => {
  it('loses its password before anything is kept, in every form it comes in', () => {
    for (const name of ['05-register', '23-register-urlencoded', '22-unknown-message']) {
      const fixture = fixtures.find((one) => one.name === name);
      if (fixture === undefined) throw new Error(name);
      expect(fixture.bytes.includes('Cam-Secret-8')).toBe(true);
      for (const cut of [0, 1, 9, 30, 60]) {
        const result = vzenithHttp.decode(requestOf(fixture, fixture.bytes.subarray(0, fixture.bytes.length - cut)), {});
        const frame = Buffer.from(result.frame ?? fixture.bytes);
        expect(frame.includes('Cam-Secret-8'), `${name} -${cut}`).toBe(false);
      }
    }
  });

  it('may hold a request unless polling is switched off', () => {
    const fixture = fixtures.find((one) => one.name === '05-register');
    if (fixture === undefined) throw new Error('fixture');
    const holds = ['auto', 'on', 'off'].map((comet) => {
      const result = vzenithHttp.decode(requestOf(fixture), { comet });
      return result.ok ? result.events.map((event) => (event.kind === 'heartbeat' ? [event.mayHold, event.details.comet] : null)) : null;
    });
    expect(holds).toEqual([[[true, 'auto']], [[true, 'on']], [[false, 'off']]]);
  });
});
