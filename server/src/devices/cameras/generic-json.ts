import { z } from 'zod';
import { codesOf, type Outcome, type PlateColor, plateColors, type SnapshotKind, snapshotKinds } from '../../domain/codes.ts';
import type { CameraAdapter, DecodeResult, DeviceAnswer, DevicePicture, DeviceRequest, WireReply } from '../contract.ts';
import { isoToUtc, isZone, unixToUtc } from '../kit/device-time.ts';
import { type CutJson, parseJsonWithPictures } from '../kit/json-with-pictures.ts';
import { fillTemplate, type Template } from '../kit/reply-template.ts';
import { notTaken } from '../kit/replies.ts';
import { settingsReader } from '../kit/settings.ts';
import { isTimePattern, patternToUtc } from '../kit/time-pattern.ts';
import { total } from '../kit/total-decode.ts';
import { factsOf, flagOf, integerOf, member, numberOf, percentOf, saysNo, textOf } from '../kit/values.ts';

const pointer = z.string().regex(/^(\/([^~/]|~[01])*){1,16}$/, '应为 JSON Pointer，例如 /data/plate');
const picturePointer = z.union([pointer, z.object({ pointer, kind: z.enum(codesOf(snapshotKinds)) })]);
const template = z.json().refine((value) => typeof value === 'string' || (typeof value === 'object' && value !== null), '应为 JSON 或文本');

const settings = z.object({
  map: z
    .object({
      plateNumber: pointer.meta({ title: '车牌号码' }),
      plateColor: pointer.optional().meta({ title: '号牌颜色' }),
      capturedAt: pointer.optional().meta({ title: '识别时间' }),
      confidence: pointer.optional().meta({ title: '置信度' }),
      eventId: pointer.optional().meta({ title: '事件编号' }),
      direction: pointer.optional().meta({ title: '进出方向' }),
      lane: pointer.optional().meta({ title: '通道' }),
      serialNumber: pointer.optional().meta({ title: '序列号' }),
      offline: pointer.optional().meta({ title: '离线补传标记' }),
      images: z.array(picturePointer).max(16).default([]).meta({ title: '照片' }),
    })
    .meta({ title: '字段位置', description: '各字段在消息中的 JSON Pointer' }),
  timeFormat: z
    .string()
    .max(40)
    .refine((format) => ['iso', 'unix_s', 'unix_ms'].includes(format) || isTimePattern(format), '应为 iso、unix_s、unix_ms 或含年月日时的格式串')
    .default('iso')
    .meta({ title: '时间格式', description: 'iso、unix_s、unix_ms，或格式串如 yyyy-MM-dd HH:mm:ss' }),
  timeZone: z
    .string()
    .refine(isZone, '不认识的时区')
    .default('+08:00')
    .meta({ title: '时区', description: '如 +08:00 或 Asia/Shanghai；时间本身带时区时不用' }),
  colors: z
    .record(z.string(), z.enum(codesOf(plateColors)))
    .default({})
    .meta({ title: '车牌颜色对照', description: '设备的用词对应的颜色' }),
  confidenceScale: z
    .union([z.literal(1), z.literal(100)])
    .default(100)
    .meta({ title: '置信度满分', labels: { 1: '1', 100: '100' } }),
  reply: z
    .object({
      admit: template.optional().meta({ title: '放行' }),
      deny: template.optional().meta({ title: '拒绝' }),
      ask: template.optional().meta({ title: '待核验' }),
      stored: template.optional().meta({ title: '仅已保存' }),
    })
    .default({})
    .meta({ title: '应答内容', description: '放行、拒绝、待核验、仅已保存；可用 {{plateNumber}} {{eventId}} {{text}}' }),
});
const read = settingsReader(settings);
type Settings = z.output<typeof settings>;

/** The words that need no table: our own codes, and the plain Chinese ones. */
const commonColors: Readonly<Record<string, PlateColor>> = {
  ...(Object.fromEntries(Object.keys(plateColors).map((code) => [code, code])) as Record<PlateColor, PlateColor>),
  ...{
    蓝: 'blue',
    蓝色: 'blue',
    黄: 'yellow',
    黄色: 'yellow',
    白: 'white',
    白色: 'white',
    黑: 'black',
    黑色: 'black',
    绿: 'green',
    绿色: 'green',
    渐变绿: 'green',
    黄绿: 'yellow-green',
    黄绿色: 'yellow-green',
    黄绿双拼: 'yellow-green',
    蓝牌: 'blue',
    黄牌: 'yellow',
    白牌: 'white',
    黑牌: 'black',
    绿牌: 'green',
    黄绿牌: 'yellow-green',
    yellowgreen: 'yellow-green',
  },
};
const verdictTexts: Readonly<Record<Outcome, string>> = { admit: '允许通行', deny: '禁止通行', ask: '等待核验' };

/** Any JSON push: where its members are, and what it wants to hear, are settings. */
export const genericJson: CameraAdapter = {
  id: 'generic-json',
  title: '通用 JSON 推送',
  models: ['自定义 JSON 推送的相机或中间件'],
  verified: 'simulator',
  settings,
  capabilities: ['plate-source', 'barrier'],
  kind: 'camera',
  commandPath: 'reply',
  silentAfterSeconds: 600,
  decode: total(decode),
  reply,
};

function decode(request: DeviceRequest, given: unknown): DecodeResult {
  const own = read(given);
  if (own === null) return { ok: false, problem: '设备的字段对照设置不正确' };
  if (request.body.length === 0)
    return { ok: true, serialNumber: null, events: [{ kind: 'heartbeat', mayHold: false, details: {} }], frame: new Uint8Array(0) };
  const { map } = own;
  const images = map.images.map((image) => (typeof image === 'string' ? { pointer: image, kind: kindOf(image) } : image));
  const json = parseJsonWithPictures(request.body, new Set(images.map((image) => pathOf(image.pointer).at(-1) ?? '')));
  if (!json.ok) return { ok: false, problem: json.problem };
  const at = (place: string | undefined) => (place === undefined ? undefined : member(json.value, ...pathOf(place)));
  const pictures = images.flatMap((image) => picturesOf(at(image.pointer), image.kind, json)).slice(0, 16);
  const time = at(map.capturedAt);
  const eventId = textOf(at(map.eventId), 128);
  if ([at(map.plateNumber), time, at(map.eventId)].every((value) => value === undefined) && pictures.length === 0) {
    return { ok: false, problem: '消息中没有设置里对照的任何字段，请核对字段位置' };
  }
  const plateText = textOf(at(map.plateNumber), 64);
  const capturedAtText = textOf(time, 64);
  const offline = at(map.offline);
  const serialNumber = textOf(at(map.serialNumber), 64);
  return {
    ok: true,
    serialNumber,
    frame: json.frame,
    events: [
      {
        kind: 'plate-read',
        // A middleware's counter may begin again; with the time beside it an old number is no old read.
        eventKey:
          eventId === null
            ? capturedAtText === null
              ? null
              : `${plateText ?? ''}:${capturedAtText}`
            : capturedAtText === null
              ? eventId
              : `${eventId}:${capturedAtText}`,
        plateText,
        plateColor: colorOf(textOf(at(map.plateColor), 32), own),
        confidence: confidenceOf(at(map.confidence), own.confidenceScale),
        capturedAtText,
        capturedAt: capturedAtText === null ? null : timeOf(capturedAtText, own),
        live: saysNo(offline),
        suspectedFake: false,
        openedLocally: false,
        more: false,
        read: factsOf({ direction: textOf(at(map.direction), 32), lane: textOf(at(map.lane), 32), offline: flagOf(offline) ? true : null }),
        pictures,
        ack: factsOf({ eventId, plateText }) as Record<string, string>,
      },
    ],
  };
}

/** The steps of a JSON pointer (RFC 6901). */
function pathOf(place: string): string[] {
  return place
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function colorOf(word: string | null, own: Settings): PlateColor {
  if (word === null) return 'unknown';
  if (Object.hasOwn(own.colors, word)) return own.colors[word] ?? 'unknown';
  const common = word.toLowerCase().replace('_', '-');
  return Object.hasOwn(commonColors, common) ? (commonColors[common] ?? 'unknown') : 'unknown';
}

function confidenceOf(value: unknown, scale: 1 | 100): number | null {
  const percent = typeof value === 'string' && value.trim().endsWith('%');
  const number = numberOf(percent ? value.replace('%', '') : value);
  if (number === null) return null;
  if (percent) return percentOf(number);
  // Stated, but outside its scale: it vouches for nothing.
  if (number < 0 || number > scale) return 0;
  return scale === 100 ? number : Math.round(number * 10_000) / 100;
}

function timeOf(text: string, own: Settings): string | null {
  if (own.timeFormat === 'iso') return isoToUtc(text, own.timeZone);
  if (own.timeFormat !== 'unix_s' && own.timeFormat !== 'unix_ms') return patternToUtc(text, own.timeFormat, own.timeZone);
  const number = own.timeFormat === 'unix_ms' ? integerOf(text) : numberOf(text);
  return number === null ? null : unixToUtc(own.timeFormat === 'unix_ms' ? number / 1000 : number);
}

/** Base64, a data URL, a link, or a list of them. */
function picturesOf(value: unknown, kind: SnapshotKind, json: CutJson): DevicePicture[] {
  if (Array.isArray(value)) return value.slice(0, 16).flatMap((one) => (Array.isArray(one) ? [] : picturesOf(one, kind, json)));
  if (typeof value === 'string' && /^https?:\/\//i.test(value)) return value.length <= 1024 ? [{ kind, url: value }] : [];
  const bytes = json.picture(value);
  return bytes === null ? [] : [{ kind, bytes }];
}

function kindOf(place: string): SnapshotKind {
  const name = pathOf(place).at(-1) ?? '';
  if (/plate|crop|small/i.test(name)) return 'plate';
  return /vehicle|body/i.test(name) ? 'body' : 'full';
}

/** `admit` is said only with an opening command. Everything without a verdict is answered by what cannot open. */
function reply(answer: DeviceAnswer, given: unknown): WireReply {
  if (!answer.stored) return notTaken();
  const templates = read(given)?.reply ?? {};
  const event = answer.events.find((one) => one.kind === 'plate-read');
  const { show, openBarrier } = answer.commands;
  const values = {
    plateNumber: show?.plateNumber ?? event?.ack.plateText ?? null,
    eventId: event?.ack.eventId ?? null,
    text: show?.verdictText ?? (answer.verdict === null ? '' : verdictTexts[answer.verdict]),
  };
  const fill = (one: Template | undefined) => (one === undefined ? null : fillTemplate(one, values));
  const admit = fill(templates.admit);
  if (openBarrier) return admit ?? nothing;
  const quiet = [templates.stored, templates.ask, templates.deny];
  const wanted = answer.verdict === 'deny' ? [templates.deny, ...quiet] : answer.verdict === 'ask' ? [templates.ask, ...quiet] : quiet;
  const said = fill(wanted.find((one) => one !== undefined)) ?? nothing;
  // Two templates that come out alike leave the device no difference; then it hears nothing.
  return admit !== null && sameBody(said, admit) ? nothing : said;
}

const nothing: WireReply = { status: 200, contentType: 'application/json', body: '{}' };

function sameBody(one: WireReply, other: WireReply): boolean {
  return String(one.body).replace(/\s+/g, '') === String(other.body).replace(/\s+/g, '');
}
