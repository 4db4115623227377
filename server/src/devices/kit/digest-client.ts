import { createHash, randomBytes } from 'node:crypto';
import http from 'node:http';
import https from 'node:https';

export interface DigestOptions {
  baseUrl: string;
  username: string;
  password: string;
  /** For one call with its log-in, ms. */
  timeoutMs: number;
  /** Cameras carry certificates that they signed themselves. */
  allowSelfSigned: boolean;
  /** Milliseconds since some start that no change of the wall clock touches. */
  elapsed(): number;
}
export interface DigestCall {
  method: 'GET' | 'PUT' | 'POST';
  path: string;
  contentType?: string;
  body?: string;
  /** Of the answer, bytes; 256 KiB unless told. */
  limit?: number;
  /** The time by `elapsed` after which the call must not go out any more. */
  notAfter?: number | undefined;
}
/** `sent: false`: the device surely did nothing; `late`: because `notAfter` was past. `sent: true`: it may have. `reason` is Chinese. */
export type DigestAnswer =
  | { ok: true; status: number; contentType: string; body: Buffer }
  | { ok: false; sent: true; reason: string }
  | { ok: false; sent: false; late?: true; reason: string };

export interface DigestClient {
  call(call: DigestCall): Promise<DigestAnswer>;
  close(): void;
}

interface Challenge {
  realm: string;
  nonce: string;
  opaque: string | null;
  algorithm: 'MD5' | 'MD5-sess' | 'SHA-256';
  qop: boolean;
  stale: boolean;
  /** How often the nonce was used; the device counts along. */
  uses: number;
}
interface Raw {
  status: number;
  contentType: string;
  challenges: string[];
  body: Buffer;
}

const lockedForMs = 10 * 60_000;
const defaultLimit = 256 * 1024;
const late: DigestAnswer = { ok: false, sent: false, late: true, reason: '已超过时限，命令没有发出' };

/**
 * HTTP Digest to a camera. The challenge is kept and used again, so that a call usually costs one round trip. A refused log-in is tried
 * once more with the fresh challenge and never again: cameras lock accounts. After that every call fails at once for ten minutes, or until
 * a new client is made with changed settings. Each call has its own connection: a kept one may be closed in the middle of a command.
 */
export function createDigestClient(options: DigestOptions): DigestClient {
  const running = new Set<AbortController>();
  let challenge: Challenge | null = null;
  let lockedUntil = 0;
  let proven = false;
  let closed = false;
  let before: Promise<unknown> = Promise.resolve();

  // Until the password is proven right, calls go one after another: a burst of wrong ones would lock the account.
  function call(wanted: DigestCall): Promise<DigestAnswer> {
    if (proven) return attempt(wanted);
    const turn = before.then(() => attempt(wanted));
    before = turn;
    return turn;
  }

  async function attempt(wanted: DigestCall): Promise<DigestAnswer> {
    if (closed) return { ok: false, sent: false, reason: '连接已关闭' };
    if (options.elapsed() < lockedUntil)
      return { ok: false, sent: false, reason: '用户名或密码不正确，已暂停登录以免设备锁定账号；修改设置后立即重试，否则 10 分钟后重试' };
    const left = () => (wanted.notAfter ?? Number.POSITIVE_INFINITY) - options.elapsed();
    if (left() <= 0) return late;
    const timeoutMs = Math.min(options.timeoutMs, left());
    const abort = new AbortController();
    running.add(abort);
    const timer = setTimeout(() => abort.abort(), timeoutMs);
    try {
      const used = challenge;
      let answer = await send(wanted, used, abort.signal);
      if (answer.status === 401) {
        const fresh = challengeOf(answer.challenges);
        if (fresh === null) return { ok: false, sent: false, reason: '设备没有提供摘要认证，请在设备「安全」设置中启用 digest' };
        // Another call may have fetched the same nonce meanwhile; its count must go on, or the device takes this for a replay.
        if (challenge?.nonce !== fresh.nonce) challenge = fresh;
        // The refusal proves that nothing was done yet, and its time may have run out with it.
        if (left() <= 0) return late;
        answer = await send(wanted, challenge, abort.signal);
        if (answer.status === 401) {
          if (challengeOf(answer.challenges)?.stale === true) return { ok: false, sent: false, reason: '设备的登录随机数反复失效' };
          challenge = null;
          proven = false;
          lockedUntil = options.elapsed() + lockedForMs;
          return { ok: false, sent: false, reason: '用户名或密码不正确，请核对设备设置' };
        }
      }
      proven = true;
      return { ok: true, status: answer.status, contentType: answer.contentType, body: answer.body };
    } catch (error) {
      return failure(error, abort.signal.aborted, timeoutMs);
    } finally {
      clearTimeout(timer);
      running.delete(abort);
    }
  }

  function send(wanted: DigestCall, by: Challenge | null, signal: AbortSignal): Promise<Raw> {
    const url = new URL(wanted.path, options.baseUrl);
    const headers: Record<string, string | number> = { Connection: 'close', Accept: '*/*' };
    const body = wanted.body === undefined ? null : Buffer.from(wanted.body);
    if (body !== null) {
      headers['Content-Type'] = wanted.contentType ?? 'application/xml; charset="UTF-8"';
      headers['Content-Length'] = body.length;
    }
    if (by !== null) headers.Authorization = authorization(by, ++by.uses, { ...options, method: wanted.method, uri: url.pathname + url.search });
    const secure = url.protocol === 'https:';
    return new Promise((resolve, reject) => {
      const request = (secure ? https : http).request(
        url,
        { method: wanted.method, headers, signal, agent: false, ...(secure ? { rejectUnauthorized: !options.allowSelfSigned } : {}) },
        (response) => {
          const chunks: Buffer[] = [];
          let length = 0;
          response.on('data', (chunk: Buffer) => {
            length += chunk.length;
            if (length > (wanted.limit ?? defaultLimit)) response.destroy(Object.assign(new Error('too large'), { code: 'TOO_LARGE' }));
            else chunks.push(chunk);
          });
          response.on('error', reject);
          response.on('end', () => {
            const challenges = response.headersDistinct['www-authenticate'] ?? [];
            resolve({ status: response.statusCode ?? 0, contentType: response.headers['content-type'] ?? '', challenges, body: Buffer.concat(chunks) });
          });
        },
      );
      request.on('error', reject);
      request.end(body ?? undefined);
    });
  }

  return {
    call,
    close() {
      closed = true;
      for (const abort of running) abort.abort();
    },
  };
}

function challengeOf(headers: readonly string[]): Challenge | null {
  const found: Challenge[] = [];
  for (const header of headers) {
    if (!/^\s*Digest\s/i.test(header)) continue;
    const value = (name: string) =>
      new RegExp(`[\\s,]${name}\\s*=\\s*(?:"((?:[^"\\\\]|\\\\.)*)"|([^\\s,]+))`, 'i')
        .exec(header)
        ?.slice(1)
        .find((text) => text !== undefined) ?? null;
    const algorithm = (['MD5', 'MD5-sess', 'SHA-256'] as const).find((name) => name.toLowerCase() === (value('algorithm') ?? 'MD5').toLowerCase());
    const qop = value('qop');
    const realm = value('realm');
    const nonce = value('nonce');
    if (algorithm === undefined || realm === null || nonce === null || (qop !== null && !/(^|[\s,])auth($|[\s,])/i.test(qop))) continue;
    found.push({ realm, nonce, opaque: value('opaque'), algorithm, qop: qop !== null, stale: value('stale')?.toLowerCase() === 'true', uses: 0 });
  }
  return found.find((challenge) => challenge.algorithm === 'SHA-256') ?? found[0] ?? null;
}

function authorization(by: Challenge, use: number, call: { username: string; password: string; method: string; uri: string }): string {
  const hash = (text: string) =>
    createHash(by.algorithm === 'SHA-256' ? 'sha256' : 'md5')
      .update(text)
      .digest('hex');
  const cnonce = randomBytes(8).toString('hex');
  const count = use.toString(16).padStart(8, '0');
  const plain = hash(`${call.username}:${by.realm}:${call.password}`);
  const first = by.algorithm === 'MD5-sess' ? hash(`${plain}:${by.nonce}:${cnonce}`) : plain;
  const second = hash(`${call.method}:${call.uri}`);
  const response = by.qop ? hash(`${first}:${by.nonce}:${count}:${cnonce}:auth:${second}`) : hash(`${first}:${by.nonce}:${second}`);
  const quoted = (text: string) => `"${text.replace(/["\\]/g, '\\$&')}"`;
  const parts = [
    `username=${quoted(call.username)}`,
    `realm=${quoted(by.realm)}`,
    `nonce=${quoted(by.nonce)}`,
    `uri=${quoted(call.uri)}`,
    `response="${response}"`,
    `algorithm=${by.algorithm}`,
  ];
  if (by.opaque !== null) parts.push(`opaque=${quoted(by.opaque)}`);
  if (by.qop) parts.push('qop=auth', `nc=${count}`, `cnonce="${cnonce}"`);
  else if (by.algorithm === 'MD5-sess') parts.push(`cnonce="${cnonce}"`);
  return `Digest ${parts.join(', ')}`;
}

function failure(error: unknown, aborted: boolean, timeoutMs: number): DigestAnswer {
  const code = (error as { code?: string }).code ?? '';
  if (code === 'ECONNREFUSED') return { ok: false, sent: false, reason: '设备拒绝连接，请核对地址和端口' };
  if (code === 'EHOSTUNREACH' || code === 'ENETUNREACH' || code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return { ok: false, sent: false, reason: '找不到设备，请检查网络和地址' };
  if (code === 'TOO_LARGE') return { ok: false, sent: true, reason: '设备的应答过大' };
  if (/CERT|SELF_SIGNED|ERR_TLS/.test(code)) return { ok: false, sent: false, reason: '设备证书不受信任；若是自签名证书，请在设备设置中允许' };
  if (code === 'ERR_INVALID_URL' || code === 'ERR_INVALID_PROTOCOL') return { ok: false, sent: false, reason: '设备地址不正确' };
  if (aborted) return { ok: false, sent: true, reason: `设备在 ${Math.ceil(timeoutMs / 1000)} 秒内没有应答` };
  return { ok: false, sent: true, reason: '与设备的连接中断' };
}
