import { mkdir, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { z } from 'zod';
import { tempFolder } from '../testing/temp-database.ts';
import { AppError } from '../domain/errors.ts';
import type { Role } from '../domain/codes.ts';
import type { Authenticator } from './auth.ts';
import { createLog, maskPath } from './log.ts';
import { route, withRawBody } from './route.ts';
import { createHttpServer, type HttpConfig, type HttpServer } from './server.ts';

const identity = (role: Role) => ({ actor: { type: 'account', id: 'a1', name: 'zhao', role } as const, role, session: 'h' });
const accounts: Authenticator = {
  byToken: (token) => (token === 'good' ? identity('administrator') : null),
  bySession: (secret) => (secret === 'good' ? identity('administrator') : null),
};
const things = z.strictObject({
  plate: z.string().min(1).meta({ title: '车牌号码' }),
  rows: z
    .array(z.object({ tonnes: z.number().max(3).meta({ title: '吨数' }) }))
    .optional()
    .meta({ title: '明细' }),
});

let server: HttpServer | null = null;
let lines: string[] = [];
afterEach(async () => {
  await server?.app.close();
  server = null;
  lines = [];
});

async function start(config: Partial<HttpConfig> = {}): Promise<HttpServer['app']> {
  server = await createHttpServer({
    config: { version: '0', webRoot: null, checkAnswers: true, ...config },
    accounts,
    routes: [
      (app) => {
        route(app, {
          method: 'POST',
          url: '/api/v1/things',
          right: 'lanes.configure',
          summary: '新建',
          body: things,
          response: z.object({ plate: z.string(), by: z.string() }),
          handler: ({ body, actor }) => ({ plate: body.plate, by: actor.type }),
        });
        route(app, {
          method: 'GET',
          url: '/api/v1/broken',
          right: 'public',
          summary: '坏',
          handler: () => {
            throw new Error('secret of the database');
          },
        });
        route(app, {
          method: 'GET',
          url: '/api/v1/full',
          right: 'public',
          summary: '满',
          handler: () => {
            throw new AppError('STORAGE_WRITE_FAILED', {}, { cause: new Error('no space left') });
          },
        });
        withRawBody(app, 16 * 1024 * 1024, (raw) => {
          route(raw, {
            method: 'POST',
            url: '/in/:token/*',
            right: 'public',
            summary: '推送',
            hidden: true,
            handler: ({ request }) => ({ bytes: (request.body as Buffer).byteLength, type: request.sentContentType }),
          });
        });
      },
    ],
    log: createLog('debug', { write: (line) => void lines.push(line) }),
    readiness: async () => [
      { name: '台账', ok: true, reason: null },
      { name: '磁盘', ok: false, reason: '磁盘已满' },
    ],
  });
  return server.app;
}

const bearer = { authorization: 'Bearer good' };
const cookie = { cookie: 'greengate_session=good', host: 'gate.local:8080' };
const post = (headers: Record<string, string>, payload: object | string = { plate: '冀A12345' }) => {
  return { method: 'POST', url: '/api/v1/things', headers: { 'content-type': 'application/json', ...headers }, payload } as const;
};

test('a route without a right stops the start', async () => {
  const start = createHttpServer({
    config: { version: '0', webRoot: null, checkAnswers: true },
    accounts,
    routes: [(app) => void app.get('/api/v1/open', () => 'open')],
    log: createLog('silent'),
    readiness: async () => [],
  });
  await expect(start).rejects.toThrow('route GET /api/v1/open states no right');
});

test('a refused body names the fields by their Chinese titles', async () => {
  const app = await start();
  const answer = await app.inject(post(bearer, { plate: '', rows: [{ tonnes: 9 }], colour: 'x' }));
  expect(answer.statusCode).toBe(400);
  expect(answer.json()).toEqual({
    code: 'HTTP_INVALID',
    message: '提交的内容不符合要求：「车牌号码」不能为空；「明细 › 第 1 项 › 吨数」不能大于 3；有不认识的内容 colour',
    next: '请按提示修改后重新提交',
    params: { problem: '「车牌号码」不能为空；「明细 › 第 1 项 › 吨数」不能大于 3；有不认识的内容 colour', field: 'plate' },
    requestId: answer.headers['x-request-id'],
  });
  expect((await app.inject(post(bearer, '{"plate":'))).json().message).toBe('提交的内容不符合要求：不是合法的 JSON');
  expect((await app.inject(post(bearer, '{"plate":"x","__proto__":{"a":1}}'))).statusCode).toBe(400);
  expect((await app.inject(post(bearer, '{}'))).json().params).toEqual({ problem: '「车牌号码」必须填写', field: 'plate' });
  const form = await app.inject({ ...post(bearer, 'plate=x'), headers: { ...bearer, 'content-type': 'application/x-www-form-urlencoded' } });
  expect([form.statusCode, form.json().code]).toEqual([415, 'HTTP_MEDIA_TYPE']);
});

test('an unexpected error tells nothing of itself and stands in the log with the request id', async () => {
  const app = await start();
  const answer = await app.inject('/api/v1/broken');
  expect(answer.statusCode).toBe(500);
  expect(answer.body).not.toContain('secret of the database');
  expect(answer.json().code).toBe('HTTP_INTERNAL');
  const logged = lines.map((line) => JSON.parse(line)).find((line) => line.msg === 'request failed');
  expect([logged.reqId, logged.err.message]).toEqual([answer.json().requestId, 'secret of the database']);
  const full = await app.inject('/api/v1/full');
  expect([full.statusCode, full.json().code]).toEqual([503, 'STORAGE_WRITE_FAILED']);
});

test('bodies beyond their limit get 413: 1 MiB for the API, 16 MiB for devices', async () => {
  const app = await start();
  expect((await app.inject(post(bearer, JSON.stringify('x'.repeat(1024 * 1024))))).statusCode).toBe(413);
  const push = (bytes: number) =>
    app.inject({ method: 'POST', url: '/in/t0ken/a', headers: { 'content-type': 'no/such; thing; ??' }, payload: Buffer.alloc(bytes) });
  expect((await push(16 * 1024 * 1024)).json()).toEqual({ bytes: 16 * 1024 * 1024, type: 'no/such; thing; ??' });
  expect((await push(16 * 1024 * 1024 + 1)).statusCode).toBe(413);
});

test('a device body reaches its handler as bytes even when it says JSON and is none', async () => {
  const app = await start();
  const answer = await app.inject({ method: 'POST', url: '/in/t0ken/a', headers: { 'content-type': 'application/json' }, payload: '{"broken' });
  expect(answer.json()).toEqual({ bytes: 8, type: 'application/json' });
});

test('a cookie session changes nothing when the request comes from another page', async () => {
  const app = await start();
  const codeOf = async (headers: Record<string, string>) => {
    const answer = await app.inject(post(headers));
    return answer.statusCode === 200 ? 'in' : answer.json().code;
  };
  expect(await codeOf({ ...cookie, origin: 'http://gate.local:8080' })).toBe('in');
  expect(await codeOf({ ...cookie, 'sec-fetch-site': 'same-origin', origin: 'http://gate.local:8080' })).toBe('in');
  expect(await codeOf(cookie)).toBe('in');
  expect(await codeOf({ ...cookie, origin: 'http://evil.example' })).toBe('AUTH_OTHER_ORIGIN');
  expect(await codeOf({ ...cookie, origin: 'http://gate.local:9090' })).toBe('AUTH_OTHER_ORIGIN');
  expect(await codeOf({ ...cookie, origin: 'null' })).toBe('AUTH_OTHER_ORIGIN');
  expect(await codeOf({ ...cookie, 'sec-fetch-site': 'cross-site' })).toBe('AUTH_OTHER_ORIGIN');
  expect(await codeOf({ ...cookie, 'sec-fetch-site': 'same-site' })).toBe('AUTH_OTHER_ORIGIN');
  expect(await codeOf({ ...bearer, origin: 'http://evil.example' })).toBe('in');
  const spelt = await app.inject({ ...post({ ...cookie, origin: 'http://evil.example' }), url: post({}).url.replace('/api/', '/%61pi/') });
  expect(spelt.json().code).toBe('AUTH_OTHER_ORIGIN');
  expect(await codeOf({ ...cookie, authorization: 'Bearer wrong' })).toBe('AUTH_REQUIRED');
});

test('a request whose head or body does not end is cut, and others are served meanwhile', async () => {
  const app = await start({ requestTimeoutMs: 1500 });
  const address = await app.listen({ port: 0, host: '127.0.0.1' });
  const port = Number(new URL(address).port);
  const cut = (head: string) =>
    new Promise<string>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => socket.write(head));
      let received = '';
      socket.on('data', (chunk) => {
        received += chunk.toString();
      });
      socket.on('error', () => undefined);
      socket.on('close', () => resolve(received));
    });
  const slow = [cut('GET /healthz HTTP/1.1\r\nHost: x\r\n'), cut('POST /in/t0ken/a HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nabc')];
  const alive = await fetch(`${address}/healthz`);
  expect(await alive.json()).toEqual({ status: 'ok' });
  for (const received of await Promise.all(slow)) expect(received.split('\r\n', 1)[0]).toMatch(/^(HTTP\/1.1 408 .*|)$/);
  expect((await fetch(`${address}/healthz`)).status).toBe(200);
});

test('what is not HTTP is answered in our own form and logged without its bytes', async () => {
  const app = await start();
  const address = await app.listen({ port: 0, host: '127.0.0.1' });
  const received = await new Promise<string>((resolve) => {
    const socket = connect(Number(new URL(address).port), '127.0.0.1', () => socket.write('\u0016\u0003\u0001 not http\r\n\r\n'));
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk.toString();
    });
    socket.on('close', () => resolve(text));
  });
  expect(received).toContain('HTTP/1.1 400 Bad Request');
  expect(received).toContain('"code":"HTTP_MALFORMED"');
});

test('tokens in paths, queries and passwords never reach the log', async () => {
  const app = await start();
  await app.inject({ method: 'POST', url: '/in/t0psecret/alarm?plate=x', payload: 'x' });
  await app.inject('/photos/t0psecret');
  await app.inject('//in/t0psecret');
  await app.inject('/%69n/t0psecret/x');
  await app.inject('/api/v1/things?token=t0psecret');
  await app.inject(post({ authorization: 'Bearer t0psecret' }, { plate: 't0psecret' }));
  expect(lines.length).toBeGreaterThan(5);
  expect(lines.join('')).not.toContain('t0psecret');
  expect(maskPath('/in/abc/def?x=1')).toBe('/in/***');
  expect(maskPath('/photos/abc')).toBe('/photos/***');
  expect(maskPath('/inventory?x=1')).toBe('/inventory');
});

test('readiness names the failing part, and metrics are open to loopback alone', async () => {
  const app = await start();
  const ready = await app.inject('/readyz');
  expect([ready.statusCode, ready.json()]).toEqual([
    503,
    {
      ready: false,
      parts: [
        { name: '台账', ok: true, reason: null },
        { name: '磁盘', ok: false, reason: '磁盘已满' },
      ],
    },
  ]);
  expect((await app.inject('/metrics')).body).toContain('greengate_http_request_seconds');
  const from = (headers: Record<string, string>) => app.inject({ url: '/metrics', remoteAddress: '192.168.1.7', headers });
  expect((await from({ 'x-forwarded-for': '127.0.0.1' })).statusCode).toBe(401);
  expect((await from(bearer)).statusCode).toBe(200);
});

test('without built pages a plain Chinese page answers, and the API stays JSON', async () => {
  const app = await start();
  const page = await app.inject('/lanes/1');
  expect([page.statusCode, page.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
  expect(page.body).toContain('网页文件尚未生成');
  expect(page.headers['content-security-policy']).toContain("frame-ancestors 'none'");
  expect(page.headers['x-content-type-options']).toBe('nosniff');
  const missing = await app.inject('/api/v1/nothing');
  expect([missing.statusCode, missing.json().code]).toEqual([404, 'HTTP_NOT_FOUND']);
  expect((await app.inject({ method: 'POST', url: '/nothing' })).json().code).toBe('HTTP_NOT_FOUND');
});

test('built pages are served, addresses of the pages get index.html, missing files 404', async () => {
  const webRoot = await tempFolder();
  await mkdir(join(webRoot, 'assets'));
  await writeFile(join(webRoot, 'index.html'), '<title>绿闸</title>');
  await writeFile(join(webRoot, 'assets', 'app-1a2b.js'), 'let a;');
  const app = await start({ webRoot });
  const file = await app.inject('/assets/app-1a2b.js');
  expect([file.body, file.headers['cache-control']]).toEqual(['let a;', 'public, max-age=31536000, immutable']);
  for (const url of ['/', '/vehicles/12', '/login']) {
    const page = await app.inject(url);
    expect([page.statusCode, page.body, page.headers['cache-control']]).toEqual([200, '<title>绿闸</title>', 'no-cache']);
  }
  expect((await app.inject('/assets/gone.js')).statusCode).toBe(404);
  expect((await app.inject('/..%2f..%2fetc%2fpasswd')).body).not.toContain('root:');
  expect((await app.inject('/photos/x')).json().code).toBe('HTTP_NOT_FOUND');
  await rm(webRoot, { recursive: true });
});

test('the API document and its page need nothing from elsewhere', async () => {
  const app = await start();
  const document = (await app.inject('/api/v1/openapi.json')).json();
  expect(document.openapi).toBe('3.1.0');
  expect(Object.keys(document.paths['/api/v1/things'].post.responses)).toEqual(['200', 'default']);
  expect(Object.keys(document.paths)).not.toContain('/in/{token}/{*}');
  const page = (await app.inject('/api/docs')).body + (await app.inject('/api/docs/page.js')).body;
  expect(page).not.toMatch(/https?:\/\//);
});
