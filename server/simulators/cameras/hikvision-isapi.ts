import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Opening, SimulatedBarrier } from '../barrier.ts';
import { makePicture } from '../pictures.ts';
import { createDigestGuard } from './digest.ts';

export type IsapiFault = 'none' | 'not-support' | 'slow' | 'always-401' | 'silent';
export type IsapiOptions = {
  host?: string;
  port?: number;
  username?: string;
  password?: string;
  barrier?: SimulatedBarrier;
  name?: string;
  serial?: string;
  slowMs?: number;
};

const namespace = 'xmlns="http://www.hikvision.com/ver20/XMLSchema"';
const sleep = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms));

/** The camera's own ISAPI server with Digest: barrier, LED, voice, device information and a picture. */
export async function startIsapi({
  host = '127.0.0.1',
  port = 0,
  username = 'admin',
  password = 'Camera-123',
  barrier,
  name = 'Camera 01',
  serial = 'SIM0001',
  slowMs = 5000,
}: IsapiOptions) {
  const guard = createDigestGuard({ realm: 'IP Camera(SIM01)', username, password });
  const openings: Opening[] = [];
  const commands: Array<{ at: number; mode: string; moved: boolean }> = [];
  const led = { scenes: {} as Record<string, string[]>, controlledBy: 'camera', texts: [] as string[], spoken: [] as string[], bad: 0 };
  const state = { fault: 'none' as IsapiFault, requests: 0, locked: false };
  const waiting = new Set<() => void>();

  const move = (mode: string): boolean => {
    if (mode === 'lock' || mode === 'unlock') {
      state.locked = mode === 'lock';
      barrier?.lock(state.locked);
      return true;
    }
    if (mode === 'close') return barrier?.pulseClose() ?? true;
    const moved = barrier ? barrier.pulseOpen('isapi') : !state.locked;
    if (moved) openings.push({ at: Date.now(), plate: null, by: 'isapi' });
    for (const wake of waiting) wake();
    return moved;
  };
  const setBarrier = (body: string): Answer => {
    const mode = /<(?:\w+:)?ctrlMode>\s*(open|close|lock|unlock)\s*</.exec(body)?.[1];
    if (!mode) return status(400, { code: 6, text: 'Invalid XML Content', sub: 'badXmlContent' });
    commands.push({ at: Date.now(), mode, moved: move(mode) });
    return ok;
  };
  const setScene = (scene: string, body: string): Answer => {
    const tree = parse(body);
    if (tree === undefined) {
      led.bad++;
      return status(400, { code: 6, text: 'Invalid JSON', sub: 'badJsonContent' });
    }
    const texts = collect(tree, 'customValue');
    led.scenes[scene] = texts;
    led.texts.push(...texts);
    led.controlledBy = collect(tree, 'ctrlMode')[0] ?? led.controlledBy;
    return okJson;
  };
  const speak = (body: string): Answer => {
    const tree = parse(body);
    const texts = tree === undefined ? [...body.matchAll(/<(?:\w+:)?TTSInfo>([^<]*)</g)].map((match) => match[1] ?? '') : collect(tree, 'TTSInfo');
    led.spoken.push(...texts.map((text) => text.replace(/\[v\d+\]/g, '')));
    return tree === undefined ? ok : okJson;
  };
  const route = (method: string, url: URL, body: string): Answer => {
    const path = url.pathname;
    const scene = /\/LEDConfigurations\/multiScene\/(\d+)$/.exec(path)?.[1];
    if (method === 'PUT' && path === '/ISAPI/Parking/channels/1/barrierGate') return setBarrier(body);
    if (method === 'PUT' && scene) return setScene(scene, body);
    if (method === 'PUT' && path.includes('/voiceBroadcastInfo')) return speak(body);
    if (method !== 'GET') return notSupport;
    if (path.endsWith('/barrierGate/barrierGateStatus'))
      return xml(`<BarrierGateStatus version="2.0" ${namespace}><barrierGateStatus>${armCode(barrier)}</barrierGateStatus></BarrierGateStatus>`);
    if (path === '/ISAPI/System/deviceInfo') {
      return xml(
        `<DeviceInfo version="2.0" ${namespace}><deviceName>${name}</deviceName><model>DS-TCG-SIM</model><serialNumber>${serial}</serialNumber><firmwareVersion>V5.0.0</firmwareVersion></DeviceInfo>`,
      );
    }
    if (/^\/ISAPI\/Streaming\/channels\/\d+\/picture$/.test(path))
      return { status: 200, type: 'image/jpeg', body: makePicture({ plate: null, color: 'unknown', kind: 'full' }) };
    return notSupport;
  };

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    state.requests++;
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const checked = guard.check(request);
    if (state.fault === 'silent') return;
    if (state.fault === 'slow') await sleep(slowMs);
    if (!checked.ok || state.fault === 'always-401') {
      const challenge = checked.ok ? `Digest qop="auth", realm="IP Camera(SIM01)", nonce="0"` : checked.challenge;
      const lock = !checked.ok && checked.locked ? 'lock' : 'unlock';
      const body = `<userCheck version="1.0" ${namespace}><statusValue>401</statusValue><statusString>Unauthorized</statusString><lockStatus>${lock}</lockStatus></userCheck>`;
      response.writeHead(401, { 'www-authenticate': challenge, 'content-type': 'application/xml' }).end(body);
      return;
    }
    const answer =
      state.fault === 'not-support'
        ? notSupport
        : route(request.method ?? '', new URL(request.url ?? '/', 'http://camera'), Buffer.concat(chunks).toString('utf8'));
    response.writeHead(answer.status, { 'content-type': answer.type }).end(answer.body);
  };

  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  return {
    baseUrl: `http://${host}:${(server.address() as AddressInfo).port}`,
    username,
    password,
    guard,
    openings,
    commands,
    led,
    state,
    /** True as soon as an opening newer than `since` is there, false after `timeoutMs`. */
    waitForOpening(since: number, timeoutMs: number): Promise<boolean> {
      const there = (): boolean => openings.some(({ at }) => at >= since);
      return new Promise((resolve) => {
        const end = (result: boolean): void => {
          clearTimeout(timer);
          waiting.delete(wake);
          resolve(result);
        };
        const wake = (): void => {
          if (there()) end(true);
        };
        const timer = setTimeout(() => end(false), timeoutMs);
        waiting.add(wake);
        wake();
      });
    },
    async stop(): Promise<void> {
      server.closeAllConnections();
      await new Promise<void>((resolve) => void server.close(() => resolve()));
    },
  };
}

type Answer = { status: number; type: string; body: string | Buffer };
const xml = (body: string): Answer => ({ status: 200, type: 'application/xml', body: `<?xml version="1.0" encoding="UTF-8"?>${body}` });
const status = (http: number, { code, text, sub }: { code: number; text: string; sub: string }): Answer => ({
  ...xml(
    `<ResponseStatus version="2.0" ${namespace}><statusCode>${code}</statusCode><statusString>${text}</statusString><subStatusCode>${sub}</subStatusCode></ResponseStatus>`,
  ),
  status: http,
});
const ok = status(200, { code: 1, text: 'OK', sub: 'ok' });
const okJson: Answer = { status: 200, type: 'application/json', body: JSON.stringify({ statusCode: 1, statusString: 'OK', subStatusCode: 'ok' }) };
const notSupport = status(403, { code: 4, text: 'Invalid Operation', sub: 'notSupport' });

/** 0 no signal, 1 closed, 2 open; without wired end switches a real camera stays at 0. */
function armCode(barrier: SimulatedBarrier | undefined): 0 | 1 | 2 {
  if (!barrier || (barrier.wiring.openEnd === undefined && barrier.wiring.closedEnd === undefined)) return 0;
  if (barrier.position === 'open') return 2;
  return barrier.position === 'closed' ? 1 : 0;
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function collect(tree: unknown, wanted: string): string[] {
  if (Array.isArray(tree)) return tree.flatMap((one) => collect(one, wanted));
  if (typeof tree !== 'object' || tree === null) return [];
  return Object.entries(tree).flatMap(([name, value]) => (name === wanted && typeof value !== 'object' ? [String(value)] : collect(value, wanted)));
}
