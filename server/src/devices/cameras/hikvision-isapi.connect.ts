import { z } from 'zod';
import type { Outcome } from '../../domain/codes.ts';
import type { CommandResult, ConnectionIo, DeviceConnection, DisplayContent } from '../contract.ts';
import { createDigestClient, type DigestAnswer, type DigestClient } from '../kit/digest-client.ts';
import { displayLines, displaySettings } from '../kit/display-layout.ts';
import { integerOf, member, textOf } from '../kit/values.ts';
import { lowerCaseTree, parseXml } from '../kit/xml.ts';

/** Settings of the way back to the camera. Without an address the camera still pushes reads, and every command is refused in words. */
export const hikvisionSettings = {
  baseUrl: z
    .union([z.literal(''), z.url({ protocol: /^https?$/ })])
    .default('')
    .meta({ title: '相机地址', description: '例如 http://192.168.1.64，用于开闸和显示屏', secretsGoHere: true }),
  username: z.string().max(64).default('').meta({ title: '用户名' }),
  password: z.string().max(128).default('').meta({ title: '密码', secret: true }),
  channel: z.int().min(1).max(64).default(1).meta({ title: '通道号' }),
  barrierPath: z
    .enum(['auto', 'parking', 'entrance', 'barrier-control', 'io-output'])
    .default('auto')
    .meta({
      title: '开闸接口',
      labels: { auto: '自动识别', parking: '停车场接口', entrance: '出入口接口', 'barrier-control': '道闸控制接口', 'io-output': '报警输出 1（脉冲）' },
    }),
  allowSelfSigned: z.boolean().default(false).meta({ title: '允许自签名证书', description: '相机地址为 https 时' }),
  lines: displaySettings.lines,
  displaySeconds: z.int().min(1).max(250).default(15).meta({ title: '显示屏显示时间（秒）' }),
  volume: z.int().min(1).max(10).default(5).meta({ title: '语音音量（1–10）' }),
};
export type HikvisionSettings = z.output<z.ZodObject<typeof hikvisionSettings>>;

const timeoutMs = 3000;
const largestPicture = 8 * 1024 * 1024;
const xmlns = 'version="2.0" xmlns="http://www.isapi.org/ver20/XMLSchema"';

type BarrierPath = Exclude<HikvisionSettings['barrierPath'], 'auto'>;
/** In the order of trial. The alarm output is never tried unasked: something else may hang on it. */
const knownPaths: readonly BarrierPath[] = ['parking', 'entrance', 'barrier-control'];

/** Calls to one camera. An accepted command is not an opened arm: the camera says OK while the arm is locked. */
export function connectHikvision(settings: HikvisionSettings | null, io: ConnectionIo): DeviceConnection {
  if (settings === null || settings.baseUrl === '') return unreachable(settings === null ? '设备设置不正确' : '没有填写相机地址，无法下发命令');
  const own: HikvisionSettings = settings;
  const client = createDigestClient({ ...own, timeoutMs, elapsed: () => io.elapsed() });
  let path: BarrierPath | null = own.barrierPath === 'auto' ? null : own.barrierPath;

  /** Only a clear "not supported" leads to the next way; after a time-out the arm may be moving. */
  async function openBarrier(notAfter?: number): Promise<CommandResult> {
    const ways = path === null ? knownPaths : [path];
    for (const way of ways) {
      const answer = await client.call({ method: 'PUT', path: barrierUrl(way, own), body: barrierBody(way, 'open'), notAfter });
      if (way !== ways[ways.length - 1] && unsupported(answer)) continue;
      const result = resultOf(answer);
      if (result.state === 'accepted' && path === null) {
        path = way;
        io.log('info', 'barrier path found', { way });
      }
      return result;
    }
    return { state: 'refused', reason: '设备不支持开闸接口' };
  }

  async function setHold(hold: 'hold' | 'release'): Promise<CommandResult> {
    if (path !== null && path !== 'parking') return { state: 'refused', reason: '该型号不支持保持常开' };
    const mode = async (word: string) => resultOf(await client.call({ method: 'PUT', path: barrierUrl('parking', own), body: barrierBody('parking', word) }));
    if (hold === 'release') return mode('unlock');
    // A lock keeps the arm where it is, so it has to be up first.
    const opened = await mode('open');
    if (opened.state !== 'accepted') return opened;
    const locked = await mode('lock');
    return locked.state === 'accepted' ? locked : { state: 'refused', reason: `已发出开闸，但保持常开未成功：${'reason' in locked ? locked.reason : ''}` };
  }

  async function barrierPosition(): Promise<'open' | 'closed' | 'unknown'> {
    const answer = await client.call({ method: 'GET', path: `/ISAPI/Parking/channels/${own.channel}/barrierGate/barrierGateStatus` });
    if (!answer.ok || answer.status !== 200) return 'unknown';
    const code = integerOf(find(treeOf(answer.body), 'barriergatestatus'));
    return code === 2 ? 'open' : code === 1 ? 'closed' : 'unknown';
  }

  async function show(content: DisplayContent): Promise<CommandResult> {
    const shown = resultOf(
      await client.call({
        method: 'PUT',
        path: `/ISAPI/Parking/channels/${own.channel}/LEDConfigurations/multiScene/1?format=json`,
        contentType: 'application/json',
        body: JSON.stringify(scene(content, own)),
      }),
    );
    if (shown.state !== 'accepted' || !content.voiceText) return shown;
    const spoken = await announce(content.voiceText);
    return spoken.state === 'accepted' ? shown : { state: 'refused', reason: `屏幕已显示，语音未播报：${'reason' in spoken ? spoken.reason : ''}` };
  }

  async function announce(text: string): Promise<CommandResult> {
    const body = `<?xml version="1.0" encoding="UTF-8"?><VoiceBroadcastInfo ${xmlns}><TTSInfo>${escaped(`[v${own.volume}]${text.slice(0, 64)}`)}</TTSInfo></VoiceBroadcastInfo>`;
    return resultOf(await client.call({ method: 'PUT', path: `/ISAPI/Parking/channels/${own.channel}/voiceBroadcastInfo`, body }));
  }

  async function snapshot(): Promise<{ bytes: Uint8Array } | { reason: string }> {
    const answer = await client.call({ method: 'GET', path: `/ISAPI/Streaming/channels/${own.channel}01/picture`, limit: largestPicture });
    if (!answer.ok) return { reason: answer.reason };
    if (answer.status !== 200) return { reason: reasonOf(answer) };
    return answer.body[0] === 0xff && answer.body[1] === 0xd8 ? { bytes: answer.body } : { reason: '设备返回的不是图片' };
  }

  return { openBarrier, setHold, barrierPosition, show, announce, snapshot, probe: () => probe(client), close: () => client.close() };
}

async function probe(client: DigestClient): Promise<{ ok: true; details: Record<string, string> } | { ok: false; reason: string }> {
  const answer = await client.call({ method: 'GET', path: '/ISAPI/System/deviceInfo' });
  if (!answer.ok) return { ok: false, reason: answer.reason };
  if (answer.status !== 200) return { ok: false, reason: reasonOf(answer) };
  const tree = treeOf(answer.body);
  const details: Record<string, string> = {};
  for (const [name, field] of [
    ['model', 'model'],
    ['serialNumber', 'serialnumber'],
    ['firmware', 'firmwareversion'],
    ['macAddress', 'macaddress'],
    ['deviceName', 'devicename'],
  ] as const) {
    const text = textOf(find(tree, field), 128);
    if (text !== null) details[name] = text;
  }
  return { ok: true, details };
}

function unreachable(reason: string): DeviceConnection {
  const refused = async (): Promise<CommandResult> => ({ state: 'refused', reason });
  return {
    openBarrier: refused,
    setHold: refused,
    barrierPosition: async () => 'unknown',
    show: refused,
    announce: refused,
    snapshot: async () => ({ reason }),
    probe: async () => ({ ok: false, reason }),
    close: () => undefined,
  };
}

function barrierUrl(way: BarrierPath, settings: HikvisionSettings): string {
  const urls: Record<BarrierPath, string> = {
    parking: `/ISAPI/Parking/channels/${settings.channel}/barrierGate`,
    entrance: `/ISAPI/Traffic/channels/${settings.channel}/entranceAndExit/barrierGate/1/control`,
    'barrier-control': `/ISAPI/Traffic/channels/${settings.channel}/barrierControl`,
    'io-output': '/ISAPI/System/IO/outputs/1/trigger',
  };
  return urls[way];
}

function barrierBody(way: BarrierPath, mode: string): string {
  const bodies: Record<BarrierPath, string> = {
    parking: `<BarrierGate ${xmlns}><ctrlMode>${mode}</ctrlMode></BarrierGate>`,
    entrance: `<BarrierGateControl ${xmlns}><command>${mode}</command></BarrierGateControl>`,
    'barrier-control': `<BarrierControl ${xmlns}><command>${mode}</command></BarrierControl>`,
    'io-output': `<IOPortData ${xmlns}><outputState>pulse</outputState></IOPortData>`,
  };
  return `<?xml version="1.0" encoding="UTF-8"?>${bodies[way]}`;
}

const fontColors: Readonly<Record<Outcome, string>> = { admit: 'green', deny: 'red', ask: 'yellow' };

/** `ctrlMode: platform`, or the camera writes its own text over ours. */
function scene(content: DisplayContent, settings: HikvisionSettings): unknown {
  const lines = displayLines(content, {
    via: '',
    serialChannel: 0,
    lines: settings.lines,
    columns: 8,
    seconds: settings.displaySeconds,
    speak: true,
    words: {},
    templates: [],
  });
  const windows = lines.map((line, index) => ({
    ShowInfo: {
      id: index + 1,
      fontSize: 16,
      fontColor: fontColors[content.outcome],
      speedType: 'medium',
      displayMode: line.scrolls ? 'left' : 'instant',
      LineInfoList: [{ LineInfo: { id: 1, customValue: line.text } }],
    },
  }));
  return {
    SingleSceneLEDConfigurations: {
      sid: 1,
      mode: 'passingVehicle',
      displayTime: settings.displaySeconds,
      vehicleDisplayEnabled: true,
      ctrlMode: 'platform',
      LEDConfigurationList: [{ LEDConfiguration: { id: 1, enabled: true, ShowInfoList: windows } }],
      LedInfo: { communicateMode: 'serial' },
    },
  };
}

/** Whether the device surely did nothing because it does not know the call. */
function unsupported(answer: DigestAnswer): boolean {
  if (!answer.ok) return false;
  const tree = treeOf(answer.body);
  const sub = textOf(find(tree, 'substatuscode'), 64)?.toLowerCase() ?? '';
  return (
    answer.status === 404 ||
    answer.status === 405 ||
    answer.status === 501 ||
    integerOf(find(tree, 'statuscode')) === 4 ||
    sub === 'notsupport' ||
    sub === 'methodnotallowed'
  );
}

/**
 * Of a ResponseStatus 0 and 1 are OK, 7 is OK but wants a restart. A success that says something else comes from something that is no
 * ISAPI, such as a log-in page: what it did is not known. One that says nothing more is an acceptance, which is no opened arm anyway.
 */
function resultOf(answer: DigestAnswer): CommandResult {
  if (!answer.ok) return answer.sent ? { state: 'failed', reason: `${answer.reason}，命令可能已执行` } : notDone(answer);
  const fine = answer.status >= 200 && answer.status < 300;
  const code = integerOf(member(responseStatusOf(answer.body), 'statuscode'));
  if (fine && code === null)
    return answer.body.length === 0 ? { state: 'accepted' } : { state: 'failed', reason: '设备的应答不是 ISAPI 状态，命令是否执行不明' };
  return fine && (code === 0 || code === 1 || code === 7) ? { state: 'accepted' } : { state: 'refused', reason: reasonOf(answer) };
}

function notDone({ late, reason }: { late?: true; reason: string }): CommandResult {
  return { state: late ? 'expired' : 'failed', reason };
}

/** The status document of an answer: the root of its XML, or the object that its JSON is or holds under that name. */
function responseStatusOf(body: Buffer): unknown {
  const tree = treeOf(body);
  return member(tree, 'responsestatus') ?? (parseXml(body) === null ? tree : undefined);
}

const statusWords: Readonly<Record<number, string>> = {
  2: '设备忙',
  3: '设备故障',
  4: '设备不支持该操作',
  5: '设备认为内容格式不对',
  6: '设备认为参数不对',
  7: '设备需要重启',
};

function reasonOf(answer: { status: number; body: Buffer }): string {
  const tree = treeOf(answer.body);
  const code = integerOf(find(tree, 'statuscode'));
  const detail = textOf(find(tree, 'substatuscode') ?? find(tree, 'statusstring'), 64);
  const words =
    (code === null ? undefined : statusWords[code]) ??
    (answer.status === 403 ? '用户没有该操作的权限' : answer.status === 404 ? '设备没有该接口' : `设备应答 ${answer.status}`);
  return detail === null ? words : `${words}（${detail}）`;
}

function treeOf(body: Buffer): unknown {
  const xml = parseXml(body);
  if (xml !== null) return { [xml.name]: xml.root };
  try {
    return lowerCaseTree(JSON.parse(body.toString('utf8')));
  } catch {
    return undefined;
  }
}

/** The first scalar member of that name, however deep; answers are small, and the depth is bounded. */
function find(tree: unknown, name: string, depth = 8): unknown {
  if (typeof tree !== 'object' || tree === null || depth === 0) return undefined;
  const own = member(tree, name);
  if (own !== undefined && typeof own !== 'object') return own;
  for (const part of Object.values(tree)) {
    const found = find(part, name, depth - 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

function escaped(text: string): string {
  return text.replace(/[<>&]/g, (character) => ({ '<': '&lt;', '>': '&gt;', '&': '&amp;' })[character] ?? '');
}
