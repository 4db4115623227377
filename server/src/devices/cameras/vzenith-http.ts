import { z } from 'zod';
import type { PlateColor } from '../../domain/codes.ts';
import type { CameraAdapter, DecodeResult, DeviceAnswer, DeviceEvent, DevicePicture, DeviceRequest, PlateReadEvent, WireReply } from '../contract.ts';
import { decodeBase64 } from '../kit/base64.ts';
import { unixToUtc, wallClockToUtc } from '../kit/device-time.ts';
import { formFields } from '../kit/form-fields.ts';
import { type CutJson, parseJsonWithPictures } from '../kit/json-with-pictures.ts';
import { jsonReply, notTaken } from '../kit/replies.ts';
import { settingsReader } from '../kit/settings.ts';
import { total } from '../kit/total-decode.ts';
import { factsOf, integerOf, listOf, member, numberOf, percentOf, saysNo, textOf } from '../kit/values.ts';

const input = z.int().min(0).max(4).nullable().default(null);

const settings = z.object({
  comet: z
    .enum(['auto', 'on', 'off'])
    .default('auto')
    .meta({
      title: '轮询（Comet）',
      labels: { auto: '自动判断', on: '已开启', off: '未开启' },
      description: '相机网页「设备注册」选「comet 轮询」时，人工开闸能立即下发',
    }),
  openIo: z.int().min(0).max(3).default(0).meta({ title: '开闸继电器（IO 输出）', description: '相机接道闸「开」的输出口，从 0 数起' }),
  pulseMs: z.int().min(100).max(10_000).default(500).meta({ title: '开闸脉冲宽度（毫秒）', description: '相机默认 500' }),
  openInput: input.meta({ title: '开到位输入', description: '接道闸「开到位」的 IO 输入，从 0 数起；没有接线则留空' }),
  closedInput: input.meta({ title: '关到位输入', description: '接道闸「关到位」的 IO 输入，从 0 数起；没有接线则留空' }),
  loopInput: input.meta({ title: '地感输入', description: '接地感的 IO 输入，从 0 数起；没有接线则留空' }),
  activeValue: z.int().min(0).max(1).default(1).meta({ title: '输入有效电平', description: '到位或有车时输入的值' }),
  picturePort: z
    .int()
    .min(1)
    .max(65_535)
    .default(80)
    .meta({ title: '图片下载端口', description: '相机只推送图片路径时，从相机的这个端口取图；部分型号为 8080' }),
  speak: z.boolean().default(false).meta({ title: '相机自带语音播报', description: '相机接有喇叭时开启；语音由显示屏控制卡播报时不要开启' }),
});
const read = settingsReader(settings);

const colors: Readonly<Record<number, PlateColor>> = { 1: 'blue', 2: 'yellow', 3: 'white', 4: 'black', 5: 'green', 6: 'yellow-green' };
const plateTypes = [
  '未知',
  '蓝牌小汽车',
  '黑牌',
  '单排黄牌',
  '双排黄牌',
  '警车',
  '武警',
  '个性化',
  '单排军牌',
  '双排军牌',
  '使馆',
  '香港',
  '农用',
  '教练',
  '澳门',
  '双层武警',
  '武警总队',
  '双层武警总队',
  '民航',
  '新能源',
  '大型新能源',
  '应急',
  '领事馆',
  '新标准燃油',
  '新标准新能源',
  '机场',
  '海外',
  null,
  null,
  '假车牌',
  '车标',
  '无牌车',
] as const;
const triggers: Readonly<Record<number, string>> = { 1: '自动', 2: '外部输入', 4: '软件', 8: '虚拟线圈', 64: '车辆滞留', 65: '滞留恢复', 66: '车辆折返' };
const vehicleColors = ['白', '银', '黄', '粉', '红', '绿', '蓝', '棕', '黑'] as const;
const vehicleKinds = ['未知', '轿车', 'SUV', 'MPV', '小型客车', '大型客车', '小型货车', '大型货车'] as const;
const movements = ['未知', '向左', '向右', '向上', '向下'] as const;

const pictureKeys = new Set(['imageFile', 'imageFragmentFile']);
const largestRegister = 256 * 1024;
const clockDisagreementMs = 10 * 60_000;
/** The register message carries the camera's own administrator password in clear text. */
const credentialNames = /pass_wd|user_name|password|username/i;

/** 臻识 HTTP push: plates, inputs, serial bytes and registration come in posts; every command travels in a reply. */
export const vzenithHttp: CameraAdapter = {
  id: 'vzenith-http',
  title: '臻识 HTTP 推送',
  models: ['臻识 R 系列', 'ALPHADIGI TCAM3130N、TCAM5130N-SP', '芊熠 HTTP 模式', '其他 AlarmInfoPlate 协议相机'],
  verified: 'simulator',
  settings,
  capabilities: ['plate-source', 'snapshot-source', 'barrier', 'barrier-hold', 'announcer', 'vehicle-sensor', 'serial-port'],
  kind: 'camera',
  commandPath: 'reply',
  silentAfterSeconds: 90,
  decode: total(decode),
  reply,
};

function decode(request: DeviceRequest, given: unknown): DecodeResult {
  const comet = read(given)?.comet ?? 'off';
  const first = request.body.find((byte) => byte > 0x20 && byte !== 0xef && byte !== 0xbb && byte !== 0xbf);
  if (first === undefined) return heartbeat(new Map(Object.entries(request.query)), comet);
  if (first !== 0x7b) {
    const fields = formFields(request.body, request.contentType);
    if (fields !== null && ['serialno', 'device_name', 'ipaddr'].some((name) => fields.has(name))) return heartbeat(fields, comet);
    return { ok: false, problem: '不是臻识协议的消息', frame: withoutCredentials(request.body) };
  }
  const json = parseJsonWithPictures(request.body, pictureKeys);
  if (!json.ok) return { ok: false, problem: json.problem, frame: withoutCredentials(request.body) };
  const frame = withoutCredentials(json.frame);
  const { value } = json;
  const events: DeviceEvent[] = [];
  const alarm = member(value, 'AlarmInfoPlate');
  const result = member(alarm, 'result', 'PlateResult');
  if (typeof result === 'object' && result !== null && !Array.isArray(result))
    events.push(plateRead(alarm, result, { json, picturePort: read(given)?.picturePort ?? 80 }));
  const trigger = member(value, 'AlarmGioIn', 'result', 'TriggerResult');
  const level = integerOf(member(trigger, 'value'));
  const source = integerOf(member(trigger, 'source'));
  if ((level === 0 || level === 1) && source !== null && source >= 0 && source <= 255) events.push({ kind: 'input', input: source, value: level });
  const serial = member(value, 'SerialData');
  const data = member(serial, 'data');
  const bytes = typeof data === 'string' ? decodeBase64(data) : json.picture(data);
  if (bytes !== null) events.push({ kind: 'serial-data', channel: integerOf(member(serial, 'serialChannel')) ?? 0, bytes });
  const shot = json.picture(member(value, 'TriggerImage', 'imageFile'));
  if (shot !== null) events.push({ kind: 'snapshot', pictures: [{ kind: 'full', bytes: shot }] });
  const serialNumber = textOf(
    member(alarm, 'serialno') ??
      member(value, 'AlarmGioIn', 'serialno') ??
      member(serial, 'serialno') ??
      member(value, 'TriggerImage', 'serialno') ??
      member(value, 'serialno'),
    64,
  );
  if (events.length > 0) return { ok: true, serialNumber, events, frame };
  if (alarm === undefined && serialNumber !== null)
    return heartbeat(new Map(Object.entries(value as object).flatMap(([name, text]) => (typeof text === 'object' ? [] : [[name, String(text)]]))), comet);
  return { ok: false, problem: '臻识协议的消息缺少有效内容', frame };
}

interface PictureSource {
  json: CutJson;
  picturePort: number;
}

function plateRead(alarm: unknown, result: unknown, source: PictureSource): PlateReadEvent {
  const serial = textOf(member(alarm, 'serialno'), 64);
  const plateText = textOf(member(result, 'license'), 64);
  const plateId = integerOf(member(result, 'plateid'));
  // Said, but not readable as "no", or said in another spelling: such a read must not pass for a live one.
  const offline = [alarm, result].some((place) => Object.entries(place ?? {}).some(([name, value]) => /^is_?offline$/i.test(name) && !saysNo(value)));
  const time = member(result, 'timeStamp', 'Timeval');
  const seconds = numberOf(member(time, 'sec'));
  const { capturedAt, capturedAtText, decTimeText } = capturedTime(time, seconds);
  // plateid counts up per camera and may start again after a reset, so the second belongs to the key; without any time, the plate does.
  const instant = seconds ?? capturedAtText;
  const parts = plateId !== null && plateId > 0 ? [plateId, instant ?? `:${plateText ?? ''}`] : instant === null ? null : [plateText ?? '', instant];
  const eventKey = parts === null ? null : [serial ?? '', ...parts].join(':');
  const stated = member(result, 'gioouts');
  const outputs = listOf(Array.isArray(stated) ? stated : [stated], 16).map((output) => integerOf(member(output, 'ctrltype')));
  const type = integerOf(member(result, 'type'));
  const vehicleColor = integerOf(member(result, 'carColor'));
  const vehicleKind = integerOf(member(result, 'car_brand', 'type'));
  const movement = integerOf(member(result, 'direction'));
  const trigger = integerOf(member(result, 'triggerType'));
  const others = listOf(member(result, 'plates'), 8)
    .map((plate) => textOf(member(plate, 'license'), 64))
    .filter((text) => text !== null && text !== plateText);
  const rect = ['left', 'top', 'right', 'bottom'].map((side) => integerOf(member(result, 'location', 'RECT', side)));
  const imagePath = textOf(member(result, 'imagePath'), 512);
  return {
    kind: 'plate-read',
    eventKey,
    plateText,
    plateColor: colors[integerOf(member(result, 'colorType')) ?? 0] ?? 'unknown',
    confidence: percentOf(member(result, 'confidence')),
    capturedAtText,
    capturedAt,
    live: !offline,
    suspectedFake: !saysNo(member(result, 'is_fake_plate')) || type === 29,
    // 1 is an opening that a server asked for; only 2 is the camera's own white list.
    openedLocally: outputs.includes(2),
    more: false,
    read: factsOf({
      plateType: type === null ? null : (plateTypes[type] ?? type),
      trigger: trigger === null ? null : (triggers[trigger] ?? trigger),
      vehicleColor: vehicleColor === null || vehicleColor === 255 ? null : (vehicleColors[vehicleColor] ?? vehicleColor),
      vehicleKind: vehicleKind === null || vehicleKind === 255 ? null : (vehicleKinds[vehicleKind] ?? vehicleKind),
      movement: movement === null || movement === 0 ? null : (movements[movement] ?? movement),
      plateId,
      decTimeText,
      openedByServer: outputs.includes(1) ? true : null,
      otherPlates: others.length === 0 ? null : others.join(' '),
      plateRect: rect.some((side) => side === null) ? null : rect.join(','),
      imagePath,
      deviceName: textOf(member(alarm, 'deviceName'), 64),
      deviceAddress: textOf(member(alarm, 'ipaddr'), 64),
      userData: textOf(member(alarm, 'user_data'), 128),
    }),
    pictures: pictures(alarm, result, imagePath, source),
    ack: plateId === null ? {} : { plateId, offline: offline ? 1 : 0 },
  };
}

/** `sec` is Unix time. The wall clock `dec*` is kept beside it when the two disagree by more than ten minutes: one of them is set wrong. */
function capturedTime(time: unknown, seconds: number | null): { capturedAt: string | null; capturedAtText: string | null; decTimeText: string | null } {
  const [year, month, day, hour, minute, second] = ['decyear', 'decmon', 'decday', 'dechour', 'decmin', 'decsec'].map((name) => integerOf(member(time, name)));
  const whole = year != null && month != null && day != null && hour != null && minute != null && second != null;
  const two = (value: number) => String(value).padStart(2, '0');
  const wallText = whole ? `${year}-${two(month)}-${two(day)} ${two(hour)}:${two(minute)}:${two(second)}` : null;
  const wall = whole ? wallClockToUtc({ year, month, day, hour, minute, second }) : null;
  if (seconds === null) return { capturedAt: wall, capturedAtText: wallText, decTimeText: null };
  const micros = integerOf(member(time, 'usec'));
  const capturedAt = unixToUtc(seconds, micros !== null && micros >= 0 && micros < 1_000_000 ? micros : 0);
  const disagree = wallText !== null && (wall === null || capturedAt === null || Math.abs(Date.parse(wall) - Date.parse(capturedAt)) > clockDisagreementMs);
  return {
    capturedAt,
    capturedAtText: micros === null ? String(seconds) : `${seconds}.${String(micros).padStart(6, '0')}`,
    decTimeText: disagree ? wallText : null,
  };
}

function pictures(alarm: unknown, result: unknown, imagePath: string | null, { json, picturePort }: PictureSource): DevicePicture[] {
  const found: DevicePicture[] = [];
  const full = json.picture(member(result, 'imageFile'));
  if (full !== null) found.push({ kind: 'full', bytes: full });
  const plate = json.picture(member(result, 'imageFragmentFile'));
  if (plate !== null) found.push({ kind: 'plate', bytes: plate });
  const address = textOf(member(alarm, 'ipaddr'), 64);
  if (full === null && imagePath !== null) {
    if (/^https?:\/\//i.test(imagePath)) found.push({ kind: 'full', url: imagePath });
    else if (address !== null && /^\d{1,3}(\.\d{1,3}){3}$/.test(address))
      found.push({ kind: 'full', url: `http://${address}${picturePort === 80 ? '' : `:${picturePort}`}/${imagePath.replace(/^\/+/, '')}` });
  }
  return found;
}

function heartbeat(fields: Map<string, string>, comet: 'auto' | 'on' | 'off'): DecodeResult {
  const kept = [...fields].filter(([name]) => !credentialNames.test(name)).slice(0, 64);
  const details = factsOf({
    deviceName: textOf(fields.get('device_name') ?? fields.get('deviceName'), 64),
    deviceAddress: textOf(fields.get('ipaddr'), 64),
    port: integerOf(fields.get('port')),
    channels: integerOf(fields.get('channel_num')),
    comet,
  }) as Record<string, string | number>;
  return {
    ok: true,
    serialNumber: textOf(fields.get('serialno'), 64),
    events: [{ kind: 'heartbeat', mayHold: comet !== 'off', details }],
    frame: Buffer.from(JSON.stringify(Object.fromEntries(kept))),
  };
}

/** A frame in which no value of a credential field can be read any more, whatever form it came in. A register message is small. */
function withoutCredentials(frame: Uint8Array): Uint8Array {
  if (frame.length > largestRegister) return frame;
  const text = Buffer.from(frame.buffer, frame.byteOffset, frame.byteLength).toString('latin1');
  if (!credentialNames.test(text)) return frame;
  const names = credentialNames.source;
  const masked = text
    .replace(new RegExp(`("(?:${names})"\\s{0,9}:\\s{0,9})("(?:[^"\\\\]|\\\\.)*"?|[^,}\\]\\s]*)`, 'gi'), '$1"***"')
    .replace(new RegExp(`(name="?(?:${names})"?[^\\n]{0,200}\\n(?:[^\\r\\n]{1,500}\\r?\\n){0,8}\\r?\\n)[^\\r\\n]*`, 'gi'), '$1***')
    .replace(new RegExp(`((?:^|&)(?:${names})=)[^&\\r\\n]*`, 'gi'), '$1***');
  return Buffer.from(masked, 'latin1');
}

/** The firmware reads the answer before it looks at the status, so nothing of that shape is sent unless it is meant. */
function reply(answer: DeviceAnswer, given: unknown): WireReply {
  if (!answer.stored) return notTaken();
  const own = read(given);
  const { events, commands, request } = answer;
  const plates = events.filter((event) => event.kind === 'plate-read');
  const body: Record<string, unknown> = {};
  if (plates.length > 0) {
    body.content = 'retransfer_stop';
    body.is_pay = commands.openBarrier ? 'true' : 'false';
    const offline = plates.find((event) => event.ack.offline === 1);
    if (offline !== undefined) body.ContinuePushOffline = { plateid: offline.ack.plateId, continue: 1 };
  }
  if (own !== null) {
    if (commands.openBarrier) {
      if (own.pulseMs === 500 || commands.hold !== null) {
        body.info = 'ok';
        if (own.openIo !== 0) body.channelNum = own.openIo;
      } else body.ivs_ioctrl = { io: own.openIo, value: 2, delay: own.pulseMs };
    }
    if (commands.hold !== null) body.ivs_ioctrl = { io: own.openIo, value: commands.hold === 'hold' ? 1 : 0 };
    const voice = commands.show?.voiceText;
    if (own.speak && voice)
      body.playserver_json_request = {
        type: 'ps_voice_play',
        voice: Buffer.from(voice).toString('base64'),
        voice_interval: 0,
        voice_volume: 100,
        voice_male: 1,
      };
  }
  const serialData = commands.serial.map((frame) => ({
    serialChannel: frame.channel,
    data: Buffer.from(frame.bytes).toString('base64'),
    dataLen: frame.bytes.length,
  }));
  const bySerial = events.length > 0 && events.every((event) => event.kind === 'serial-data');
  if (serialData.length > 0 && !bySerial) body.serialData = serialData;
  if (commands.snapshot) Object.assign(body, snapshotCommand(request));
  const whole: Record<string, unknown> = {};
  if (bySerial) whole.Response_SerialData = { serialData };
  if (!bySerial || Object.keys(body).length > 0) whole.Response_AlarmInfoPlate = body;
  return jsonReply(whole);
}

/** The camera posts the picture to the address that it already pushes to; without knowing it there is nothing to ask for. */
function snapshotCommand(request: DeviceRequest): Record<string, unknown> {
  if (!request.url || !URL.canParse(request.url)) return {};
  const url = new URL(request.url);
  const port = url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port);
  return { TriggerImage: { port, snapImageRelativeUrl: url.pathname, snapImageAbsolutelyUrl: url.href } };
}
