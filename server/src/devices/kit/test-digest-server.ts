import { createHash } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';

export interface SeenCall {
  method: string;
  url: string;
  body: string;
  authorization: string | null;
}
export type Handler = (call: SeenCall) => { status?: number; body?: string | Buffer; headers?: Record<string, string>; hang?: boolean; cut?: boolean };

/** A camera's HTTP side on loopback: checks Digest by the book (RFC 7616) and counts what it sees. */
export async function digestServer(options: {
  username: string;
  password: string;
  handler: Handler;
  algorithm?: string;
  qop?: string | null;
  challenge?: string;
}) {
  const seen: SeenCall[] = [];
  const counts = new Set<string>();
  const state = { nonce: 'n-1', refused: 0 };
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const call: SeenCall = {
        method: request.method ?? '',
        url: request.url ?? '',
        body: Buffer.concat(chunks).toString('utf8'),
        authorization: request.headers.authorization ?? null,
      };
      seen.push(call);
      if (!permitted(call)) {
        if (call.authorization !== null) state.refused++;
        const qop = options.qop === null ? '' : `, qop="${options.qop ?? 'auth'}"`;
        const challenge = options.challenge ?? `Digest realm="camera, one", nonce="${state.nonce}"${qop}, algorithm=${options.algorithm ?? 'MD5'}, opaque="op"`;
        response.writeHead(401, { 'WWW-Authenticate': challenge }).end('<a>no</a>');
        return;
      }
      const answer = options.handler(call);
      if (answer.cut) request.socket.destroy();
      else if (!answer.hang) response.writeHead(answer.status ?? 200, answer.headers).end(answer.body ?? '');
    });
  });

  function permitted(call: SeenCall): boolean {
    const header = call.authorization;
    if (header === null) return false;
    const value = (name: string) =>
      new RegExp(`[ ,]${name}=(?:"([^"]*)"|([^,]*))`)
        .exec(header)
        ?.slice(1)
        .find((text) => text !== undefined) ?? '';
    const hash = (text: string) =>
      createHash(options.algorithm === 'SHA-256' ? 'sha256' : 'md5')
        .update(text)
        .digest('hex');
    if (value('nonce') !== state.nonce || value('uri') !== call.url || value('opaque') !== 'op') return false;
    let first = hash(`${options.username}:camera, one:${options.password}`);
    if (options.algorithm === 'MD5-sess') first = hash(`${first}:${state.nonce}:${value('cnonce')}`);
    const second = hash(`${call.method}:${call.url}`);
    if (options.qop === null) return value('response') === hash(`${first}:${state.nonce}:${second}`);
    const use = `${state.nonce}:${value('nc')}`;
    if (counts.has(use)) return false;
    counts.add(use);
    return value('response') === hash(`${first}:${state.nonce}:${value('nc')}:${value('cnonce')}:auth:${second}`);
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { baseUrl: `http://127.0.0.1:${port}`, seen, state, close };
}
