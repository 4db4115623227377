import { isUtf8 } from 'node:buffer';
import http from 'node:http';
import https from 'node:https';
import type { WireMessage } from '../../regulators/contract.ts';
import type { HttpSender, SendOutcome } from './parts.ts';

const maxReplyBytes = 256 * 1024;

/**
 * HTTP over a pool of kept connections. Without `keepAlive` each message has a connection of its own, so that a connection
 * which the other side just closed is never mistaken for a lost answer. Redirects are not followed; a reply is cut at 256 KiB.
 */
export function createHttpSender({ maxSockets, keepAlive }: { maxSockets: number; keepAlive: boolean }): HttpSender {
  const options = { keepAlive, maxSockets, maxFreeSockets: maxSockets, scheduling: 'lifo' as const };
  const agents = { http: new http.Agent(options), https: new https.Agent(options) };
  return {
    send: (message, timeoutMs) => exchange(message, timeoutMs, agents),
    close() {
      agents.http.destroy();
      agents.https.destroy();
    },
  };
}

function exchange(message: WireMessage, timeoutMs: number, agents: { http: http.Agent; https: https.Agent }): Promise<SendOutcome> {
  return new Promise((resolve) => {
    let reached = false;
    let finished = false;
    const body = Buffer.from(message.body);
    const finish = (outcome: SendOutcome) => {
      if (finished) return;
      finished = true;
      clearTimeout(timer);
      resolve(outcome);
    };
    const lost = (text: string, timedOut: boolean) => finish(reached ? { kind: 'maybe-sent', message: text, timedOut } : { kind: 'not-sent', message: text });
    const timer = setTimeout(() => {
      lost(reached ? `等待答复超过 ${timeoutMs / 1000} 秒` : `连接超过 ${timeoutMs / 1000} 秒未成功`, true);
      request?.destroy();
    }, timeoutMs);
    let request: http.ClientRequest | null = null;
    try {
      const secure = message.url.startsWith('https:');
      request = (secure ? https : http).request(message.url, {
        method: message.method,
        agent: secure ? agents.https : agents.http,
        headers: { ...message.headers, 'content-length': body.length, 'user-agent': 'GreenGate' },
      });
      request.on('socket', (socket) => {
        if (socket.connecting) socket.once(secure ? 'secureConnect' : 'connect', () => (reached = true));
        else reached = true;
      });
      request.on('error', (error) => lost(explain(error), false));
      request.on('response', (response) => read(response, finish, lost));
      request.end(body);
    } catch (error) {
      // A header or address that Node refuses: nothing left the house.
      finish({ kind: 'not-sent', message: `无法发出请求：${error instanceof Error ? error.message : String(error)}` });
    }
  });
}

function read(response: http.IncomingMessage, finish: (outcome: SendOutcome) => void, lost: (text: string, timedOut: boolean) => void): void {
  const chunks: Buffer[] = [];
  let size = 0;
  const done = () => {
    const headers: Record<string, string> = {};
    for (const [name, value] of Object.entries(response.headers)) if (typeof value === 'string') headers[name] = value;
    finish({ kind: 'response', response: { status: response.statusCode ?? 0, headers, body: textOf(Buffer.concat(chunks)) } });
  };
  response.on('data', (chunk: Buffer) => {
    size += chunk.length;
    chunks.push(size > maxReplyBytes ? chunk.subarray(0, Math.max(0, chunk.length - (size - maxReplyBytes))) : chunk);
    if (size <= maxReplyBytes) return;
    done();
    response.destroy();
  });
  response.on('end', done);
  response.on('error', (error) => lost(explain(error), false));
  response.on('aborted', () => lost('答复中途断开', false));
}

const gbk = new TextDecoder('gb18030');

/** UTF-8 when it is UTF-8 (also one that was cut inside a character), otherwise GBK: some platforms tell in it why they refuse. */
function textOf(bytes: Buffer): string {
  return bytes.length >= maxReplyBytes || isUtf8(bytes) ? bytes.toString('utf8') : gbk.decode(bytes);
}

const words: Readonly<Record<string, string>> = {
  ECONNREFUSED: '平台拒绝连接',
  ECONNRESET: '连接被平台断开',
  EPIPE: '连接被平台断开',
  ENOTFOUND: '找不到平台的域名',
  EAI_AGAIN: '域名解析暂时失败',
  EHOSTUNREACH: '网络不通',
  ENETUNREACH: '网络不通',
  ETIMEDOUT: '连接超时',
  CERT_HAS_EXPIRED: '平台的证书已过期',
  DEPTH_ZERO_SELF_SIGNED_CERT: '平台的证书不受信任',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: '平台的证书不受信任',
};

function explain(error: Error): string {
  const code = 'code' in error ? String(error.code) : error.name;
  return words[code] === undefined ? `网络错误 ${code}` : `${words[code]}（${code}）`;
}
