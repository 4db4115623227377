import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { freePort } from '../free-port.ts';
import { createFaultControl, type Fault, type FaultMode } from './faults.ts';
import { checkRecord } from './hebei-record.ts';
import { createHebeiStore, type HebeiRecord } from './hebei-store.ts';
import { checkPhotos } from './photo-check.ts';

export type HebeiOptions = {
  port?: number;
  host?: string;
  tokenPath?: string;
  clientId?: string;
  clientSecret?: string;
  /** When set, the form must carry them. */
  username?: string;
  password?: string;
  tokenAt?: 'data.token' | 'data.access_token' | 'token' | 'access_token';
  tokenLifeMs?: number;
  idempotent?: boolean;
  fetchPhotos?: boolean;
  maxInFlight?: number;
  latencyMs?: number;
  /** Further fields without which a record is rejected. */
  required?: string[];
  seed?: number;
};

export const uploadPath = '/api/api-low-emission/access/upload-control-vehicles';
export type HebeiPlatform = Awaited<ReturnType<typeof startHebeiPlatform>>;

/** What goes back: an HTTP answer, nothing at all, or a connection reset. */
type Wire = { status: number; body: unknown; twice?: boolean } | 'silence' | 'reset';

const tooMany: Wire = { status: 429, body: { code: '429', message: '请求过于频繁' } };
const sleep = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms));

/** The Hebei / Baoding integrated platform on loopback: token, upload, throughId, and every fault a sender must survive. */
export async function startHebeiPlatform(options: HebeiOptions = {}) {
  const { host = '127.0.0.1', tokenPath = '/api/auth/token', clientId = 'demo-client', clientSecret = 'demo-secret', tokenAt = 'data.token' } = options;
  const settings = { idempotent: options.idempotent ?? true, latencyMs: options.latencyMs ?? 0, maxInFlight: options.maxInFlight ?? Number.POSITIVE_INFINITY };
  const faults = createFaultControl({ seed: options.seed });
  const store = createHebeiStore({ idempotent: () => settings.idempotent });
  const tokens = new Map<string, number>();
  const photoWork = new Set<Promise<void>>();
  const stats = { logins: 0, refusedLogins: 0, uploads: 0, accepted: 0, rejected: 0, unauthorised: 0, throttled: 0, inFlight: 0, peakInFlight: 0 };
  // It goes away and comes back, and its port must still be there.
  let port = options.port ?? (await freePort());
  let upTimer: NodeJS.Timeout | undefined;
  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy());
  });

  const listen = (): Promise<void> =>
    new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, host, () => {
        server.off('error', reject);
        port = (server.address() as AddressInfo).port;
        resolve();
      });
    });
  const control = {
    /** Faults: `platform.control.add({ mode: 'timeout-after-commit', times: 3 })`. */
    ...faults,
    settings,
    expireTokens: (): void => tokens.clear(),
    /** Refuses connections, for `forMs` or until `up()`. */
    async down(forMs?: number): Promise<void> {
      clearTimeout(upTimer);
      if (!server.listening) return;
      const closed = new Promise<void>((resolve) => void server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
      if (forMs === undefined) return;
      upTimer = setTimeout(() => void control.up(), forMs);
      upTimer.unref();
    },
    async up(): Promise<void> {
      clearTimeout(upTimer);
      if (!server.listening) await listen();
    },
  };

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? '/', 'http://platform').pathname;
    const body = await readBody(request);
    if (request.method === 'POST' && path === tokenPath) write(response, login(request, body));
    else if (request.method === 'POST' && path === uploadPath) write(response, await upload(request, body));
    else if (path === '/_control') write(response, serveControl(request, body));
    else if (path === '/_records') write(response, { status: 200, body: { records: store.records, violations: store.violations, stats } });
    else write(response, { status: 404, body: { code: '404', message: '接口不存在' } });
  }

  function login(request: IncomingMessage, body: Buffer): Wire {
    const form = new URLSearchParams(body.toString('utf8'));
    const isForm = (request.headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded');
    const known = request.headers.clientid === clientId && request.headers.clientsecret === clientSecret;
    const named = [options.username, options.password].every((value, i) => value === undefined || form.get(i === 0 ? 'username' : 'password') === value);
    if (!isForm || !known || !named) {
      stats.refusedLogins++;
      return { status: 200, body: { code: '10002', message: isForm ? '客户端或口令错误' : '请以表单提交' } };
    }
    stats.logins++;
    const token = randomBytes(16).toString('hex');
    tokens.set(token, Date.now() + (options.tokenLifeMs ?? 7_200_000));
    const [first, second] = tokenAt.split('.');
    const place = second ? { data: { [second]: token, expiresIn: 7200 } } : { [first ?? 'token']: token };
    return { status: 200, body: { code: '10000', message: '成功', ...place } };
  }

  async function upload(request: IncomingMessage, body: Buffer): Promise<Wire> {
    stats.uploads++;
    if (stats.inFlight >= settings.maxInFlight) {
      stats.throttled++;
      return tooMany;
    }
    stats.inFlight++;
    stats.peakInFlight = Math.max(stats.peakInFlight, stats.inFlight);
    try {
      if (settings.latencyMs > 0) await sleep(settings.latencyMs);
      return await answer(request, parse(body));
    } finally {
      stats.inFlight--;
    }
  }

  async function answer(request: IncomingMessage, body: unknown): Promise<Wire> {
    const checked = checkRecord(body, options.required);
    const fault = faults.take(checked.fields.carPlate ?? '');
    const mode = fault?.mode;
    if (mode === 'slow') await sleep(fault?.delayMs ?? 2000);
    if (mode === 'timeout-before-commit') return 'silence';
    if (mode === 'reset-before-commit') return 'reset';
    if (mode === 'error-before-commit') return { status: 502, body: '<html>502 Bad Gateway</html>' };
    if (mode === 'too-many') return tooMany;
    if (mode === 'expired-401' || mode === 'expired-code') tokens.clear();
    const token = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
    if (!token || (tokens.get(token) ?? 0) < Date.now()) {
      stats.unauthorised++;
      return mode === 'expired-code'
        ? { status: 200, body: { code: '10401', message: '令牌已过期' } }
        : { status: 401, body: { code: '401', message: '令牌无效' } };
    }
    if (mode === 'rejected') return reject(fault?.reason ?? '车辆信息与登记不符');
    if (checked.problem) {
      store.violate('bad-record', `${checked.problem} ${checked.key}`);
      return reject(checked.problem);
    }
    const committed = store.commit(checked);
    if (committed.record === undefined) return reject(committed.problem);
    stats.accepted++;
    if (committed.isNew && options.fetchPhotos) lookAtPhotos(committed.record);
    return afterCommit(mode, committed);
  }

  function reject(reason: string): Wire {
    stats.rejected++;
    return { status: 200, body: { code: '20001', message: reason } };
  }

  function lookAtPhotos(record: HebeiRecord): void {
    const work: Promise<void> = checkPhotos(record.fields).then((photos) => {
      record.photos = photos;
      photoWork.delete(work);
    });
    photoWork.add(work);
  }

  function serveControl(request: IncomingMessage, body: Buffer): Wire {
    if (request.method === 'POST') {
      const wanted = parse(body) as
        | { add?: Fault | Fault[]; clear?: boolean; expireTokens?: boolean; downForMs?: number; settings?: Partial<typeof settings> }
        | undefined;
      try {
        if (wanted?.clear) faults.clear();
        for (const fault of [wanted?.add ?? []].flat()) faults.add(fault);
      } catch (error) {
        return { status: 400, body: { code: '400', message: String(error) } };
      }
      if (wanted?.expireTokens) tokens.clear();
      Object.assign(settings, wanted?.settings);
      if (wanted?.downForMs) setImmediate(() => void control.down(wanted.downForMs));
    }
    return { status: 200, body: { faults: faults.list(), hits: faults.hits, settings, stats } };
  }

  await listen();
  return {
    control,
    stats,
    tokenPath,
    clientId,
    clientSecret,
    get baseUrl(): string {
      return `http://${host}:${port}`;
    },
    records: store.records,
    violations: store.violations,
    /** Resolves when every photo look-up that was started is over. */
    async photosChecked(): Promise<void> {
      while (photoWork.size > 0) await Promise.all(photoWork);
    },
    async stop(): Promise<void> {
      await control.down();
    },
  };
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}

function afterCommit(mode: FaultMode | undefined, { record, isNew }: { record: HebeiRecord; isNew: boolean }): Wire {
  const ok = { code: '10000', message: '操作成功', data: { throughId: record.throughId } };
  if (mode === 'timeout-after-commit') return 'silence';
  if (mode === 'reset-after-commit') return 'reset';
  if (mode === 'error-after-commit') return { status: 500, body: { code: '500', message: '系统繁忙' } };
  if (mode === 'garbage') return { status: 200, body: '<html>维护中</html>' };
  if (mode === 'already-exists' && !isNew) return { status: 200, body: { ...ok, code: '10009', message: '记录已存在' } };
  return { status: 200, body: ok, twice: mode === 'double-reply' };
}

function write(response: ServerResponse, wire: Wire): void {
  if (wire === 'silence') return;
  if (wire === 'reset') {
    response.socket?.resetAndDestroy();
    return;
  }
  const text = typeof wire.body === 'string' ? wire.body : JSON.stringify(wire.body);
  const type = typeof wire.body === 'string' ? 'text/html; charset=utf-8' : 'application/json; charset=utf-8';
  if (wire.twice) {
    const once = `HTTP/1.1 200 OK\r\ncontent-type: ${type}\r\ncontent-length: ${Buffer.byteLength(text)}\r\n\r\n${text}`;
    response.socket?.end(once + once);
    return;
  }
  response.writeHead(wire.status, { 'content-type': type }).end(text);
}
