import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type {
  CameraAdapter,
  DecodeResult,
  DeviceAdapter,
  DeviceCommands,
  DeviceEvent,
  DevicePicture,
  DeviceRequest,
  DisplayAdapter,
  DisplayContent,
  WireReply,
} from '../contract.ts';

/** The folder of a kind of device, seen from here. */
export function folderOf(adapter: DeviceAdapter): string {
  return new URL(`../${adapter.kind === 'camera' ? 'cameras' : 'displays'}/`, import.meta.url).pathname;
}

export interface Fixture {
  name: string;
  bytes: Buffer;
  /** What differs from a plain post: `{ method?, path?, query?, contentType?, url?, settings? }`. */
  request: Partial<DeviceRequest> & { settings?: unknown };
  /** The text of `NN-what.out.json`, or null when it is missing. */
  out: string | null;
}

const typesByEnding: Readonly<Record<string, string>> = { json: 'application/json', xml: 'application/xml' };

/** The frames of an adapter's fixture folder in the order of their numbers. */
export function fixturesOf(adapter: DeviceAdapter): Fixture[] {
  const folder = `${folderOf(adapter)}${adapter.id}.fixtures/`;
  if (!existsSync(folder)) return [];
  const found = readdirSync(folder).filter((file) => /^\d\d-[a-z0-9-]+\.in\.[a-z]+$/.test(file));
  return found.sort().map((file) => {
    const name = file.slice(0, file.indexOf('.in.'));
    const text = (ending: string) => (existsSync(`${folder}${name}.${ending}`) ? readFileSync(`${folder}${name}.${ending}`, 'utf8') : null);
    const request = { contentType: typesByEnding[file.split('.').at(-1) ?? ''] ?? null, ...(JSON.parse(text('request.json') ?? '{}') as object) };
    return { name, bytes: readFileSync(`${folder}${file}`), request, out: text('out.json') };
  });
}

/** A whole request out of a fixture, with other bytes if given. */
export function requestOf(fixture: Fixture, body: Uint8Array = fixture.bytes): DeviceRequest {
  const { settings: _, ...request } = fixture.request;
  return {
    method: 'POST',
    path: '',
    query: {},
    contentType: null,
    receivedAt: '2024-03-01T00:00:05.000Z',
    url: 'http://10.0.0.1:8080/in/token',
    ...request,
    body,
  };
}

/** What a camera's frame or a display's content comes to, as `NN-what.out.json` writes it: bytes as their hash and length, frames in hex. */
export function outcomeOf(adapter: DeviceAdapter, fixture: Fixture): string {
  const value = adapter.kind === 'camera' ? shown(adapter.decode(requestOf(fixture), fixture.request.settings ?? {})) : framesOf(adapter, fixture);
  return `${JSON.stringify(value, null, 2)}\n`;
}

function framesOf(adapter: DisplayAdapter, fixture: Fixture): unknown {
  const { content, settings } = JSON.parse(fixture.bytes.toString('utf8')) as { content: DisplayContent; settings: unknown };
  return adapter.encode(content, settings).map((frame) => ({ channel: frame.channel, hex: Buffer.from(frame.bytes).toString('hex') }));
}

function shown(result: DecodeResult): unknown {
  const frame = result.frame === undefined ? undefined : digest(result.frame);
  return { ...result, ...(result.ok ? { events: result.events.map(shownEvent) } : {}), frame };
}

function shownEvent(event: DeviceEvent): unknown {
  if (event.kind === 'serial-data') return { ...event, bytes: Buffer.from(event.bytes).toString('hex') };
  return 'pictures' in event ? { ...event, pictures: event.pictures.map(shownPicture) } : event;
}

function shownPicture(picture: DevicePicture): unknown {
  return 'bytes' in picture ? { kind: picture.kind, ...digest(picture.bytes) } : picture;
}

function digest(bytes: Uint8Array): { sha256: string; bytes: number } {
  return { sha256: createHash('sha256').update(bytes).digest('hex'), bytes: bytes.length };
}

export const noCommands: DeviceCommands = { openBarrier: false, hold: null, serial: [], show: null, snapshot: false };

/** The reply to what a frame decoded to. */
export function replyTo(
  adapter: CameraAdapter,
  fixture: Fixture,
  answer: { body?: Uint8Array; stored: boolean; commands: DeviceCommands; verdict?: 'admit' | 'deny' | 'ask' | null },
): WireReply {
  const request = requestOf(fixture, answer.body);
  const result = adapter.decode(request, fixture.request.settings ?? {});
  const events = result.ok ? result.events : [];
  return adapter.reply({ request, events, stored: answer.stored, verdict: answer.verdict ?? null, commands: answer.commands }, fixture.request.settings ?? {});
}

/** How each protocol says "open" in a reply. A new adapter whose commands travel in replies adds its own. */
const openings = [/"info"\s*:\s*"ok"/i, /"ivs_ioctrl"/, /"result"\s*:\s*"open"/, /"pulse"/];

export function opens(reply: WireReply): boolean {
  const body = typeof reply.body === 'string' ? reply.body : Buffer.from(reply.body).toString('latin1');
  return openings.some((opening) => opening.test(body));
}

/** A repeatable stream of numbers in [0, 1). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state / 0x1_0000_0000;
  };
}

const insertions = [
  '"info":"ok"',
  '{"Response_AlarmInfoPlate":{"info":"ok"}}',
  '[['.repeat(400),
  '{"a":'.repeat(300),
  '<a>'.repeat(300),
  '9'.repeat(400),
  '1e999',
  '-1',
  'null',
  '{"cut":0,"bytes":1}',
  '\\ud800',
  '\\u0000',
  '&amp;&#x110000;&lol;',
  '<![CDATA[',
  '<!--',
  '\r\n--',
  'Content-Length: 99999999\r\n',
  '"__proto__":{"live":true},',
];

/** A damaged copy of a frame: flipped bits, cut, spliced with another, nested deeply, with huge numbers or bytes that are no UTF-8. */
export function mutated(random: () => number, frames: readonly Buffer[]): Buffer {
  const below = (limit: number) => Math.floor(random() * limit);
  let bytes = Buffer.from(frames[below(frames.length)] ?? Buffer.alloc(0));
  for (let round = 1 + below(3); round > 0; round--) {
    const at = below(bytes.length + 1);
    const kind = below(7);
    if (kind === 0 && bytes.length > 0) {
      for (let flips = 1 + below(8); flips > 0; flips--) {
        const place = below(bytes.length);
        bytes[place] = (bytes[place] ?? 0) ^ (1 << below(8));
      }
    } else if (kind === 1) bytes = bytes.subarray(0, at);
    else if (kind === 2) {
      const other = frames[below(frames.length)] ?? bytes;
      bytes = Buffer.concat([bytes.subarray(0, at), other.subarray(below(other.length + 1))]);
    } else if (kind === 3) bytes = Buffer.concat([bytes.subarray(0, at), Buffer.from(insertions[below(insertions.length)] ?? ''), bytes.subarray(at)]);
    else if (kind === 4) bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(Math.min(bytes.length, at + below(64)))]);
    else if (kind === 5) bytes = Buffer.concat([bytes.subarray(0, at), Buffer.from([0xff, 0xfe, 0x80, below(256)]), bytes.subarray(at)]);
    else bytes = Buffer.concat([bytes, bytes.subarray(at)]);
  }
  return bytes;
}
