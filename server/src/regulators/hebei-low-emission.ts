import { z } from 'zod';
import type { EmissionStage, FuelType, PlateColor } from '../domain/codes.ts';
import { beijingText } from '../domain/time.ts';
import type { EncodeContext, EncodeResult, LoginResult, Receipt, RegulatorProtocol, UploadRecord, WireMessage } from './contract.ts';
import { clip, flagAt, receiptOfStatus, replyObject, textAt } from './kit/reply.ts';

const address = z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/+$/, ''));
const path = z
  .string()
  .trim()
  .regex(/^\/\S*$/, '以 / 开头');
const header = z.string().regex(/^[A-Za-z0-9-]+$/);

const settings = z.object({
  baseUrl: address.meta({ title: '平台地址', description: '如 https://platform.example', secretsGoHere: true }),
  tokenPath: path.meta({ title: '取令牌接口' }),
  uploadPath: path.default('/api/api-low-emission/access/upload-control-vehicles').meta({ title: '上报接口' }),
  clientId: z.string().min(1).meta({ title: '客户端编号' }),
  clientSecret: z.string().min(1).meta({ title: '客户端密钥', secret: true }),
  clientIdHeader: header.default('clientId').meta({ title: '客户端编号的请求头' }),
  clientSecretHeader: header.default('clientSecret').meta({ title: '客户端密钥的请求头' }),
  username: z.string().optional().meta({ title: '用户名' }),
  password: z.string().optional().meta({ title: '密码', secret: true }),
  enterpriseCode: z.string().optional().meta({ title: '企业编号', description: '填写后随取令牌的表单一起发送' }),
  entranceCodes: z.record(z.string(), z.string().min(1)).optional().meta({ title: '出入口编号对照', description: '本系统编号 → 平台编号，未列出的照原样发送' }),
  maxInFlight: z.number().int().min(1).max(256).default(32).meta({ title: '最大并发数' }),
  ratePerSecond: z.number().positive().max(5000).optional().meta({ title: '每秒最多条数' }),
  timeoutSeconds: z.number().positive().max(120).default(15).meta({ title: '超时（秒）' }),
  repeatable: z.boolean().default(true).meta({ title: '重复发送视为同一条', description: '关闭后，结果不明的记录等待人工处理' }),
  publicBaseUrl: address.optional().meta({ title: '照片地址前缀', description: '平台能访问到的本系统地址' }),
});
type Settings = z.infer<typeof settings>;

// domain.md §1.7. The list has no word for an unread colour, so such a record waits for a person; 其他 would be a statement.
const colorCodes: Record<Exclude<PlateColor, 'unknown'>, string> = {
  blue: '0',
  yellow: '1',
  white: '2',
  black: '3',
  green: '4',
  other: '5',
  'yellow-green': '6',
};

const fuelCodes: Record<FuelType, string> = {
  petrol: 'A',
  diesel: 'B',
  electric: 'C',
  mixed: 'D',
  'natural-gas': 'E',
  lpg: 'F',
  methanol: 'L',
  ethanol: 'M',
  solar: 'N',
  hybrid: 'O',
  hydrogen: 'P',
  biofuel: 'Q',
  none: 'Y',
  other: 'Z',
  unknown: 'X',
};

// X is the list's own word for both 无 and 未知.
const stageCodes: Record<EmissionStage, string> = {
  'china-0': '0',
  'china-1': '1',
  'china-2': '2',
  'china-3': '3',
  'china-4': '4',
  'china-5': '5',
  'china-6': '6',
  electric: 'D',
  none: 'X',
  unknown: 'X',
};

const throughIdPaths = [['data', 'throughId'], ['throughId'], ['data', 'through_id'], ['result', 'throughId'], ['data', 'data', 'throughId']] as const;
const tokenPaths = [['data', 'token'], ['data', 'access_token'], ['token'], ['access_token']] as const;
const expiryPaths = [['data', 'expires_in'], ['data', 'expiresIn'], ['expires_in'], ['expiresIn']] as const;
const wordPaths = [['msg'], ['message'], ['error_description'], ['errorMsg'], ['data', 'msg'], ['data', 'message'], ['error']] as const;
const codePaths = [['code'], ['errorCode']] as const;
const busyWords =
  /(系统|服务器?|网关|数据库|网络|后台|内部)(内部|出现|发生|处理|连接|访问|操作|正在|响应)?(繁忙|异常|错误|故障|失败|维护|升级|不可用)|稍[后候]再?[试重]|超时|Exception\b|internal (server )?error|service unavailable/i;
const throttleWords = /(请求|访问|调用|操作|接口)[^，,。]{0,3}频繁|限流|请求过多|too many requests/i;
/** What a session is called, with the words that tell its end; a vehicle without permission or a missing document is neither. */
const sessionWords = /token|令牌|会话|jwt|(登录|访问|身份|^)凭证|登录(?!名)|鉴权|身份(认证|验证|校验)/i;
const endWords =
  /过期|失效|无效|超时|非法|不合法|不正确|错误|失败|不存在|为空|缺少|未登录|请(重新|先)(登录|获取|认证)|重新(登录|获取)|expired|invalid|illegal|required|missing/i;
const sessionSentences = /^(用户|客户端|接口|请求)?未授权|授权已?(过期|失效)|认证失败，无法访问|^unauthorized|full authentication is required/i;
const failureWords = /失败|错误|异常|不能|不存在|无效|非法|缺少|为空|不合法|不正确|有误|拒绝|fail|error|invalid|denied/i;

/** 河北(含保定)超低排放一体化平台: a visit in two calls, entry and exit; the exit echoes the `throughId` that the entry got. */
export const hebeiLowEmission: RegulatorProtocol = {
  id: 'hebei-low-emission',
  title: '河北超低排放一体化平台',
  verified: 'simulator',
  settings,
  capabilities: { preAuthorise: false, history: false, photoMode: 'url', downlink: 'none', perVisitOrder: true, heartbeat: false },
  idempotent: (value) => (value as Settings).repeatable,
  limits(value) {
    const { maxInFlight, ratePerSecond, timeoutSeconds } = value as Settings;
    return { maxInFlight, ratePerSecond: ratePerSecond ?? null, timeoutMs: timeoutSeconds * 1000 };
  },
  login(value): WireMessage {
    const own = value as Settings;
    const form = new URLSearchParams({ grant_type: own.username ? 'password' : 'client_credentials' });
    if (own.username) form.set('username', own.username);
    if (own.password) form.set('password', own.password);
    if (own.enterpriseCode) form.set('enterpriseCode', own.enterpriseCode);
    return {
      method: 'POST',
      url: own.baseUrl + own.tokenPath,
      headers: { 'content-type': 'application/x-www-form-urlencoded', [own.clientIdHeader]: own.clientId, [own.clientSecretHeader]: own.clientSecret },
      body: form.toString(),
    };
  },
  interpretLogin(response): LoginResult {
    const reply = replyObject(response.body);
    const token = textAt(reply, tokenPaths);
    const words = clip(textAt(reply, wordPaths) ?? `HTTP ${response.status}`);
    if (response.status >= 200 && response.status < 300) {
      if (token !== null && !/[^\x21-\x7e]/.test(token)) return { ok: true, token, expiresInSeconds: positive(textAt(reply, expiryPaths)) };
      return { ok: false, retry: reply === null || busy(textAt(reply, codePaths), words), message: `平台没有给出令牌：${words}` };
    }
    const refused = response.status >= 400 && response.status < 500 && response.status !== 408 && response.status !== 429 && response.status !== 404;
    return { ok: false, retry: !refused, message: refused ? `平台拒绝登录：${words}` : `平台暂不能登录：${words}` };
  },
  encode(record, context): EncodeResult {
    const own = context.settings as Settings;
    const missing: string[] = [];
    if (record.plateNumber === null) missing.push('车牌号码');
    if (record.plateColor === 'unknown') missing.push('号牌颜色');
    if (record.direction === 'out' && !context.entryRemote?.throughId) missing.push('对应的进厂记录（平台通行编号）');
    if (missing.length > 0) return { ok: false, missing: `缺少${missing.join('、')}` };
    const body = { ...vehicleFields(record), ...(record.direction === 'in' ? entryFields(record, own) : exitFields(record, own, context)) };
    return {
      ok: true,
      messages: [
        {
          method: 'POST',
          url: own.baseUrl + own.uploadPath,
          headers: { 'content-type': 'application/json; charset=utf-8', ...(context.token === null ? {} : { authorization: `Bearer ${context.token}` }) },
          body: JSON.stringify(body),
        },
      ],
    };
  },
  interpretReply(response): Receipt {
    const reply = replyObject(response.body);
    const code = textAt(reply, codePaths);
    const words = textAt(reply, wordPaths);
    const throughId = textAt(reply, throughIdPaths);
    const said = words === null ? null : clip(code === null ? words : `${words}（${code}）`);
    if (response.status === 401 || (reply !== null && sessionEnded(code, words))) return { state: 'session', message: said ?? 'HTTP 401' };
    if (reply === null || response.status < 200 || response.status >= 300) return receiptOfStatus(response, said, code);
    if (succeeded(reply, { code, words, throughId }))
      return { state: 'accepted', remote: throughId === null ? {} : { throughId }, message: said ?? '平台已接收' };
    // An earlier, unanswered sending of the same leg: they have it, and say under which id.
    if (throughId !== null && words !== null && /重复|已存在|已上[传报]/.test(words)) return { state: 'accepted', remote: { throughId }, message: said ?? '' };
    if (code === '429' || (words !== null && throttleWords.test(words))) return { state: 'retry', message: `平台限流：${said ?? code}`, afterMs: null };
    // A code of success beside words or a flag of failure: what became of the record is not known.
    if (code === null || successCodes.has(code) || busy(code, words)) return { state: 'unknown', message: `平台故障：${said ?? code ?? '没有业务码'}` };
    return { state: 'rejected', message: said ?? `业务码 ${code}` };
  },
};

/** The block that both legs carry; what is not known is left out or has the list's own unknown code. */
function vehicleFields({ plateNumber, plateColor, vehicle }: UploadRecord): Record<string, string> {
  return present({
    carPlate: plateNumber,
    // Spelt so in the interface.
    carPalteColor: plateColor === 'unknown' ? null : colorCodes[plateColor],
    dischargeStage: stageCodes[vehicle?.emissionStage ?? 'unknown'],
    carType: vehicle?.vehicleType,
    carIdCode: vehicle?.vin,
    registrationDate: vehicle?.registeredOn,
    brand: vehicle?.brandModel,
    carFuel: fuelCodes[vehicle?.fuelType ?? 'unknown'],
    networkingStatus: vehicle?.networked == null ? null : vehicle.networked ? '1' : '0',
    carUseNature: vehicle?.useNature,
    accompanyPicture: vehicle?.emissionInfoSheetUrl,
    drivingPicture: vehicle?.vehicleLicenseUrl,
    motorcadeName: vehicle?.fleetName,
  });
}

function entryFields(record: UploadRecord, own: Settings): Record<string, string> {
  return present({
    entranceNumber: own.entranceCodes?.[record.entranceCode] ?? record.entranceCode,
    entranceGateNumber: record.laneCode,
    carInTime: beijingText(record.at),
    entryHeadPic: record.headPhotoUrl,
    entryBodyPic: record.bodyPhotoUrl,
    entryTransportedName: record.cargoName,
    entryTransportedValue: record.cargoTonnes,
  });
}

function exitFields(record: UploadRecord, own: Settings, context: EncodeContext): Record<string, string> {
  return present({
    throughId: context.entryRemote?.throughId,
    exportNumber: own.entranceCodes?.[record.entranceCode] ?? record.entranceCode,
    exportGateNumber: record.laneCode,
    carOutTime: beijingText(record.at),
    factoryHeadPic: record.headPhotoUrl,
    factoryBodyPic: record.bodyPhotoUrl,
    factoryTransportedName: record.cargoName,
    factoryTransportedValue: record.cargoTonnes,
  });
}

function present(fields: Record<string, string | null | undefined>): Record<string, string> {
  return Object.fromEntries(Object.entries(fields).filter((pair): pair is [string, string] => pair[1] != null && pair[1] !== ''));
}

const successCodes: ReadonlySet<string> = new Set(['10000', '200', '0']);

/** 10000 is the platform's own code; the others are what gateways before it say, and count only where nothing speaks against them. */
function succeeded(reply: Record<string, unknown>, said: { code: string | null; words: string | null; throughId: string | null }): boolean {
  const flag = flagAt(reply, 'success');
  if (flag === false) return false;
  if (said.code === '10000') return true;
  if (said.code === null) return flag === true;
  return successCodes.has(said.code) && (said.throughId !== null || flag === true || said.words === null || !failureWords.test(said.words));
}

/** A fault of theirs told with HTTP 200; it may have come after the record was taken. */
function busy(code: string | null, words: string | null): boolean {
  return (code !== null && /^5\d\d$/.test(code)) || (words !== null && busyWords.test(words));
}

function sessionEnded(code: string | null, words: string | null): boolean {
  if (code === '401') return true;
  return code !== '10000' && words !== null && ((sessionWords.test(words) && endWords.test(words)) || sessionSentences.test(words));
}

function positive(text: string | null): number | null {
  const value = Number(text ?? Number.NaN);
  return Number.isFinite(value) && value > 0 ? value : null;
}
