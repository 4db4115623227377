import { z } from 'zod';
import type { PlateColor } from '../../domain/codes.ts';
import type { CameraAdapter, DecodeResult, DevicePicture, DeviceRequest, PlateReadEvent } from '../contract.ts';
import { isoToUtc } from '../kit/device-time.ts';
import { parseJsonWithPictures } from '../kit/json-with-pictures.ts';
import { type Part, parseMultipart } from '../kit/multipart.ts';
import { notTaken } from '../kit/replies.ts';
import { settingsReader } from '../kit/settings.ts';
import { total } from '../kit/total-decode.ts';
import { factsOf, integerOf, listOf, member, percentOf, saysNo, textOf } from '../kit/values.ts';
import { lowerCaseTree, parseXml } from '../kit/xml.ts';
import { connectHikvision, hikvisionSettings } from './hikvision-isapi.connect.ts';

const settings = z.object(hikvisionSettings);
const read = settingsReader(settings);

const colors: Readonly<Record<string, PlateColor>> = {
  blue: 'blue',
  yellow: 'yellow',
  white: 'white',
  black: 'black',
  civilaviationblack: 'black',
  green: 'green',
  newenergygreen: 'green',
  civilaviationgreen: 'green',
  newenergyyellowgreen: 'yellow-green',
  red: 'other',
  orange: 'other',
  golden: 'other',
  brown: 'other',
  mixedcolor: 'other',
};
const prefixColors: Readonly<Record<string, PlateColor>> = { 蓝: 'blue', 黄: 'yellow', 白: 'white', 黑: 'black', 绿: 'green' };
const colorPrefix = /^([蓝黄白黑绿])(?=[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使领])/;
const vehicleKinds: Readonly<Record<string, string>> = {
  largebus: '大客车',
  truck: '货车',
  vehicle: '轿车',
  van: '面包车',
  buggy: '小货车',
  suvmpv: 'SUV/MPV',
  crane: '吊车',
  concretemixer: '混凝土搅拌车',
  slagtruck: '渣土车',
  containertruck: '集装箱车',
  oiltanktruck: '油罐车',
  lighttruck: '轻型货车',
  mediumheavytruck: '中重型货车',
};
const detectors = ['车检器', '地感', '视频', '多帧', '雷达'] as const;
const mostPictures = 16;

/** 海康 ISAPI ANPR: reads come as multipart or plain XML or JSON; the barrier and the display are calls of ours. */
export const hikvisionIsapi: CameraAdapter = {
  id: 'hikvision-isapi',
  title: '海康威视 ISAPI',
  models: ['DS-TCG 系列', 'iDS-TCM 系列', '经海康 NVR 转发的抓拍机'],
  verified: 'simulator',
  settings,
  capabilities: ['plate-source', 'snapshot-source', 'barrier', 'barrier-hold', 'text-display', 'announcer'],
  kind: 'camera',
  commandPath: 'call',
  silentAfterSeconds: 120,
  decode: total(decode),
  // The camera reads nothing out of the answer; whether a refusal makes it send again depends on the model.
  reply: (answer) => (answer.stored ? { status: 200, contentType: 'text/plain', body: '' } : notTaken()),
  connect: (given, io) => connectHikvision(read(given), io),
};

interface Document {
  tree: unknown;
  frame: Uint8Array;
  images: Part[];
}

function decode(request: DeviceRequest): DecodeResult {
  // The camera's own test of the address: nobody passed, nothing is wrong.
  if (request.body.length === 0) return { ok: true, serialNumber: null, events: [], frame: request.body };
  const document = documentOf(request);
  if (document === null) return { ok: false, problem: '没有找到海康报警内容（XML 或 JSON）' };
  const { tree, frame } = document;
  const serialNumber = serialOf(tree);
  const eventType = textOf(first(member(tree, 'eventtype')), 64)?.toLowerCase() ?? null;
  const anpr = first(member(tree, 'anpr'));
  if (eventType === 'anpr') {
    if (typeof anpr !== 'object' || anpr === null) return { ok: false, problem: '海康车牌报警缺少 ANPR 内容' };
    return { ok: true, serialNumber, events: [plateRead(tree, anpr, serialNumber, document.images)], frame };
  }
  if (eventType === null) return { ok: false, problem: '海康报警缺少事件类型' };
  const state = textOf(first(member(tree, 'eventstate')), 32)?.toLowerCase();
  // A video-loss alarm that says "inactive" is the camera's way of saying that it is alive.
  const alive = eventType === 'heartbeat' || (eventType === 'videoloss' && state === 'inactive');
  const details = factsOf({ deviceAddress: textOf(first(member(tree, 'ipaddress')), 64), channel: textOf(first(member(tree, 'channelid')), 16) }) as Record<
    string,
    string
  >;
  return { ok: true, serialNumber, events: alive ? [{ kind: 'heartbeat', mayHold: false, details }] : [], frame };
}

/** The document of a push: a part of a multipart body, or the body itself; XML or JSON, whatever the content type says. */
function documentOf(request: DeviceRequest): Document | null {
  const parts = parseMultipart(request.body, request.contentType) ?? [{ name: null, filename: null, contentType: null, body: request.body }];
  for (const [index, part] of parts.entries()) {
    const opening = part.body.subarray(0, 64).find((byte) => byte > 0x20 && byte !== 0xef && byte !== 0xbb && byte !== 0xbf);
    if (opening !== 0x3c && opening !== 0x7b) continue;
    const images = parts.filter((other, at) => at !== index && other.body.length > 0).slice(0, mostPictures);
    if (opening === 0x3c) {
      const xml = parseXml(part.body);
      if (xml !== null) return { tree: xml.root, frame: part.body, images };
    } else {
      const json = parseJsonWithPictures(part.body, new Set());
      if (!json.ok) continue;
      const tree = lowerCaseTree(json.value);
      return { tree: member(tree, 'eventnotificationalert') ?? tree, frame: json.frame, images };
    }
  }
  return null;
}

function plateRead(tree: unknown, anpr: unknown, serial: string | null, images: Part[]): PlateReadEvent {
  const of = (name: string, limit = 64) => textOf(first(member(anpr, name)), limit);
  const plateText = of('licenseplate');
  const capturedAtText = textOf(first(member(tree, 'datetime')), 64);
  const uuid = textOf(first(member(tree, 'uuid')), 128);
  const local = integerOf(first(member(anpr, 'barriergatectrltype')));
  const vehicle = first(member(anpr, 'vehicleinfo'));
  const kind = of('vehicletype');
  const detector = integerOf(first(member(anpr, 'detecttype')));
  return {
    kind: 'plate-read',
    eventKey: uuid ?? (capturedAtText === null ? null : `${serial ?? ''}:${plateText ?? ''}:${capturedAtText}`),
    plateText,
    plateColor: colorOf(of('platecolor'), plateText),
    confidence: percentOf(first(member(anpr, 'confidencelevel'))),
    capturedAtText,
    capturedAt: capturedAtText === null ? null : isoToUtc(capturedAtText),
    live: [tree, anpr].every((place) => saysNo(first(member(place, 'isdataretransmission'))) && saysNo(first(member(place, 'alarmdatatype')))),
    suspectedFake: false,
    openedLocally: local === 0,
    more: !saysNo(first(member(tree, 'hasmoredata')) ?? first(member(anpr, 'hasmoredata'))),
    read: factsOf({
      plateType: of('platetype'),
      vehicleKind: kind === null ? null : (vehicleKinds[kind.toLowerCase()] ?? kind),
      vehicleColor: textOf(first(member(vehicle, 'color')), 32),
      movement: of('direction', 32),
      entranceDirection: textOf(first(member(first(member(anpr, 'entranceinfo')), 'direction')), 32),
      line: of('line', 16),
      detector: detector === null ? null : (detectors[detector] ?? detector),
      listType: of('listtype', 32),
      originalPlate: of('originallicenseplate'),
      characterConfidence: of('platecharbelieve', 128),
      blackness: of('blackness', 32),
      environmentLabel: of('envprosign', 32),
      coverPlate: textOf(first(member(vehicle, 'slagtruckcoverplate')), 32),
      tarpaulin: textOf(first(member(vehicle, 'istarpaulin')), 32),
      postCount: integerOf(first(member(tree, 'activepostcount'))),
      channel: textOf(first(member(tree, 'channelid')), 16),
      deviceName: textOf(first(member(tree, 'channelname')), 64),
      deviceAddress: textOf(first(member(tree, 'ipaddress')), 64),
    }),
    pictures: pictures(anpr, tree, images),
    ack: {},
  };
}

/** The colour the camera states; without one, the colour character that it writes in front of a Chinese plate. */
function colorOf(stated: string | null, plateText: string | null): PlateColor {
  const color = stated === null ? undefined : colors[stated.toLowerCase()];
  if (color !== undefined) return color;
  const prefix = colorPrefix.exec(plateText ?? '')?.[1];
  return prefix === undefined ? 'unknown' : (prefixColors[prefix] ?? 'unknown');
}

/** The address of the network card is in every message; the other ids are in some, and would look like another camera. */
function serialOf(tree: unknown): string | null {
  const mac = textOf(first(member(tree, 'macaddress')), 32)?.toLowerCase() ?? null;
  // The same address with other separators is the same camera.
  if (mac !== null && !/^[0:-]+$/.test(mac)) return /^(?:[0-9a-f]{2}[:-]?){5}[0-9a-f]{2}$/.test(mac) ? (mac.match(/[0-9a-f]{2}/g) ?? []).join(':') : mac;
  return textOf(first(member(tree, 'deviceuuid')), 64);
}

function pictures(anpr: unknown, tree: unknown, images: Part[]): DevicePicture[] {
  const list = member(anpr, 'pictureinfolist') ?? member(tree, 'pictureinfolist');
  const nested = first(list) === list ? member(list, 'pictureinfo') : list;
  const infos = listOf(Array.isArray(nested) ? nested : nested === undefined ? [] : [nested], mostPictures).map((info) => member(info, 'pictureinfo') ?? info);
  const found: DevicePicture[] = images.map((image, index) => {
    const info = infos[index];
    const names = [image.filename, image.name, textOf(member(info, 'type'), 64), textOf(member(info, 'filename'), 64)];
    return { kind: kindOf(names), bytes: image.body };
  });
  for (const info of infos) {
    const url = textOf(first(member(info, 'pictureurl')), 1024);
    if (url !== null && /^https?:\/\//i.test(url)) found.push({ kind: kindOf([textOf(member(info, 'type'), 64), textOf(member(info, 'filename'), 64)]), url });
  }
  return found.slice(0, mostPictures);
}

/** By the first name that tells; a picture nobody named is the whole scene. */
function kindOf(names: readonly (string | null)[]): DevicePicture['kind'] {
  for (const name of names) {
    if (name === null) continue;
    if (/plate/i.test(name)) return 'plate';
    if (/detection|scene|background/i.test(name)) return 'full';
    if (/vehicle/i.test(name)) return 'body';
  }
  return 'full';
}

function first(value: unknown): unknown {
  return Array.isArray(value) ? value[0] : value;
}
