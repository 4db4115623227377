import { afterEach, describe, expect, it } from 'vitest';
import type { DisplayContent } from '../contract.ts';
import { digestServer, type Handler } from '../kit/test-digest-server.ts';
import { hikvisionIsapi } from './hikvision-isapi.ts';

const opened: { close(): unknown }[] = [];
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
});

const fine =
  '<?xml version="1.0"?><ResponseStatus xmlns="http://www.isapi.org/ver20/XMLSchema"><statusCode>1</statusCode><statusString>OK</statusString><subStatusCode>ok</subStatusCode></ResponseStatus>';
const unsupported =
  '<ResponseStatus><statusCode>4</statusCode><statusString>Invalid Operation</statusString><subStatusCode>notSupport</subStatusCode></ResponseStatus>';

async function connected(handler: Handler, settings: object = {}) {
  const server = await digestServer({ username: 'admin', password: 'secret', handler });
  const connection = hikvisionIsapi.connect?.(
    { baseUrl: server.baseUrl, username: 'admin', password: 'secret', ...settings },
    { elapsed: () => 0, random: () => 0, log: () => undefined },
  );
  if (connection === undefined) throw new Error('no connection');
  opened.push(connection, server);
  const commands = () =>
    server.seen
      .filter((call) => call.authorization !== null)
      .map((call) => `${call.method} ${call.url} ${call.body.replace(/<\?.*?\?>/, '').replace(/ version="2.0" xmlns="[^"]*"/, '')}`);
  return { connection, server, commands };
}
const content: DisplayContent = {
  outcome: 'deny',
  plateNumber: '冀B00001',
  stageText: '国四',
  controlText: null,
  verdictText: '禁止通行',
  voiceText: '禁止<通行>',
};

describe('the way back to a 海康 camera', () => {
  it('opens by the parking call and calls it accepted, not opened', async () => {
    const { connection, commands } = await connected(() => ({ body: fine }));
    expect(await connection.openBarrier?.()).toEqual({ state: 'accepted' });
    expect(commands()).toEqual(['PUT /ISAPI/Parking/channels/1/barrierGate <BarrierGate><ctrlMode>open</ctrlMode></BarrierGate>']);
  });

  it('goes on to the next known call when one is not supported, and remembers the one that works', async () => {
    const { connection, commands } = await connected((call) => (call.url.includes('barrierControl') ? { body: fine } : { status: 403, body: unsupported }), {
      channel: 2,
    });
    expect(await connection.openBarrier?.()).toEqual({ state: 'accepted' });
    expect(await connection.openBarrier?.()).toEqual({ state: 'accepted' });
    expect(commands()).toEqual([
      'PUT /ISAPI/Parking/channels/2/barrierGate <BarrierGate><ctrlMode>open</ctrlMode></BarrierGate>',
      'PUT /ISAPI/Traffic/channels/2/entranceAndExit/barrierGate/1/control <BarrierGateControl><command>open</command></BarrierGateControl>',
      'PUT /ISAPI/Traffic/channels/2/barrierControl <BarrierControl><command>open</command></BarrierControl>',
      'PUT /ISAPI/Traffic/channels/2/barrierControl <BarrierControl><command>open</command></BarrierControl>',
    ]);
  });

  it('says when no call is supported, and never touches the alarm output unasked', async () => {
    const { connection, commands } = await connected(() => ({ status: 403, body: unsupported }));
    expect(await connection.openBarrier?.()).toEqual({ state: 'refused', reason: '设备不支持该操作（notSupport）' });
    expect(commands().some((call) => call.includes('outputs'))).toBe(false);
    const asked = await connected(() => ({ body: fine }), { barrierPath: 'io-output' });
    expect(await asked.connection.openBarrier?.()).toEqual({ state: 'accepted' });
    expect(asked.commands()).toEqual(['PUT /ISAPI/System/IO/outputs/1/trigger <IOPortData><outputState>pulse</outputState></IOPortData>']);
  });

  it('never tries an opening again after the connection broke, since the arm may be moving', async () => {
    const { connection, commands } = await connected(() => ({ cut: true }));
    expect(await connection.openBarrier?.()).toEqual({ state: 'failed', reason: '与设备的连接中断，命令可能已执行' });
    expect(commands().length).toBe(1);
  });

  it('does not send an opening whose time has passed', async () => {
    const { connection, server } = await connected(() => ({ body: fine }));
    expect(await connection.openBarrier?.(-1)).toEqual({ state: 'expired', reason: '已超过时限，命令没有发出' });
    expect(server.seen).toEqual([]);
  });

  it.each([
    ['a log-in page', '<html><body>OK <statusCode>1</statusCode></body></html>'],
    ['another document', '<DeviceInfo><statusCode>1</statusCode></DeviceInfo>'],
    ['plain text', 'OK'],
    ['other JSON', '{"result":{"statusCode":1}}'],
  ])('does not take a success with %s for an accepted opening', async (_, body) => {
    const { connection, commands } = await connected(() => ({ body }));
    expect(await connection.openBarrier?.()).toEqual({ state: 'failed', reason: '设备的应答不是 ISAPI 状态，命令是否执行不明' });
    expect(commands().length).toBe(1);
  });

  it.each([
    ['JSON', '{"statusCode":1,"statusString":"OK"}'],
    ['JSON with its name', '{"ResponseStatus":{"statusCode":1}}'],
    ['nothing more than the status line', ''],
    ['one that wants a restart', '<ResponseStatus><statusCode>7</statusCode></ResponseStatus>'],
  ])('takes an OK in %s for an accepted opening', async (_, body) => {
    const { connection } = await connected(() => ({ body }));
    expect(await connection.openBarrier?.()).toEqual({ state: 'accepted' });
  });

  it('reads other refusals in Chinese', async () => {
    const { connection } = await connected(() => ({ body: '{"statusCode":2,"statusString":"Device Busy","subStatusCode":"deviceBusy"}' }));
    expect(await connection.openBarrier?.()).toEqual({ state: 'refused', reason: '设备忙（deviceBusy）' });
  });

  it('holds the arm up by opening and locking, and lets it go by unlocking', async () => {
    const { connection, commands } = await connected(() => ({ body: fine }));
    expect(await connection.setHold?.('hold')).toEqual({ state: 'accepted' });
    expect(await connection.setHold?.('release')).toEqual({ state: 'accepted' });
    expect(commands().map((call) => /ctrlMode>(\w+)</.exec(call)?.[1])).toEqual(['open', 'lock', 'unlock']);
  });

  it.each([
    ['0', 'unknown'],
    ['1', 'closed'],
    ['2', 'open'],
    ['9', 'unknown'],
  ])('reads barrier state %s as %s', async (code, position) => {
    const { connection } = await connected(() => ({ body: `<BarrierGateStatus><barrierGateStatus>${code}</barrierGateStatus></BarrierGateStatus>` }));
    expect(await connection.barrierPosition?.()).toBe(position);
  });

  it('writes the display as the platform, in the colour of the verdict, and speaks', async () => {
    const { connection, commands, server } = await connected(() => ({ body: fine }), { lines: 2 });
    expect(await connection.show?.(content)).toEqual({ state: 'accepted' });
    const [screen, voice] = server.seen.filter((call) => call.authorization !== null);
    const scene = (
      JSON.parse(screen?.body ?? '') as {
        SingleSceneLEDConfigurations: {
          ctrlMode: string;
          LEDConfigurationList: {
            LEDConfiguration: { ShowInfoList: { ShowInfo: { fontColor: string; LineInfoList: { LineInfo: { customValue: string } }[] } }[] };
          }[];
        };
      }
    ).SingleSceneLEDConfigurations;
    expect(scene.ctrlMode).toBe('platform');
    expect(
      scene.LEDConfigurationList[0]?.LEDConfiguration.ShowInfoList.map(({ ShowInfo: info }) => [info.fontColor, info.LineInfoList[0]?.LineInfo.customValue]),
    ).toEqual([
      ['red', '冀B00001'],
      ['red', '禁止通行'],
    ]);
    expect(voice?.body).toContain('<TTSInfo>[v5]禁止&lt;通行&gt;</TTSInfo>');
    expect(commands().length).toBe(2);
  });

  it('takes a picture, and refuses what is none', async () => {
    const { connection } = await connected((call) => (call.url === '/ISAPI/Streaming/channels/101/picture' ? { body: Buffer.from([0xff, 0xd8, 1]) } : {}));
    expect(await connection.snapshot?.()).toEqual({ bytes: Buffer.from([0xff, 0xd8, 1]) });
    const other = await connected(() => ({ body: '<html></html>' }));
    expect(await other.connection.snapshot?.()).toEqual({ reason: '设备返回的不是图片' });
  });

  it('says who the camera is, or why it cannot be asked', async () => {
    const { connection } = await connected(() => ({
      body: '<DeviceInfo><model>DS-TCG405</model><serialNumber>S1</serialNumber><macAddress>c0:56:e3:00:00:01</macAddress></DeviceInfo>',
    }));
    expect(await connection.probe()).toEqual({ ok: true, details: { model: 'DS-TCG405', serialNumber: 'S1', macAddress: 'c0:56:e3:00:00:01' } });
    const wrong = await connected(() => ({}), { password: 'other' });
    expect(await wrong.connection.probe()).toEqual({ ok: false, reason: '用户名或密码不正确，请核对设备设置' });
  });

  it('refuses every command in words when no address is set', async () => {
    const connection = hikvisionIsapi.connect?.({}, { elapsed: () => 0, random: () => 0, log: () => undefined });
    expect(await connection?.openBarrier?.()).toEqual({ state: 'refused', reason: '没有填写相机地址，无法下发命令' });
    expect(await connection?.barrierPosition?.()).toBe('unknown');
    expect(await connection?.probe()).toEqual({ ok: false, reason: '没有填写相机地址，无法下发命令' });
  });
});
