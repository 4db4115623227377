import { Agent as HttpAgent, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';

export type PushReply = { status: number; body: Buffer };
export type PushRequest = { url: string; headers: Record<string, string>; body: Uint8Array; timeoutMs?: number };
export type Pusher = { post(request: PushRequest): Promise<PushReply>; close(): void };

export type PusherOptions = {
  timeoutMs?: number;
  /** Source address of the connection, such as 127.0.0.7, so that each simulated camera has its own. */
  localAddress?: string;
  /** Takes the place of the network, for tests that want none. */
  fetchImpl?: typeof fetch;
};

/** Posts over one kept-alive connection as camera firmware does. Rejects on a transport failure only; every status is a reply. */
export function createPusher({ timeoutMs = 5000, localAddress, fetchImpl }: PusherOptions = {}): Pusher {
  const agents = { http: new HttpAgent({ keepAlive: true, maxSockets: 4 }), https: new HttpsAgent({ keepAlive: true, maxSockets: 4 }) };
  const viaFetch = async (send: typeof fetch, { url, headers, body }: PushRequest): Promise<PushReply> => {
    const response = await send(url, { method: 'POST', headers, body: Buffer.from(body), signal: AbortSignal.timeout(timeoutMs) });
    return { status: response.status, body: Buffer.from(await response.arrayBuffer()) };
  };
  const viaSocket = ({ url, headers, body, timeoutMs: own = timeoutMs }: PushRequest): Promise<PushReply> =>
    new Promise((resolve, reject) => {
      const secure = url.startsWith('https:');
      const options = {
        method: 'POST',
        headers: { ...headers, 'content-length': String(body.length) },
        localAddress,
        agent: secure ? agents.https : agents.http,
      };
      const request = (secure ? httpsRequest : httpRequest)(url, options, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          clearTimeout(timer);
          resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks) });
        });
        response.on('error', reject);
      });
      const timer = setTimeout(() => request.destroy(new Error('push timed out')), own);
      request.on('error', (error) => {
        clearTimeout(timer);
        reject(error);
      });
      request.end(body);
    });
  return {
    post: (request) => (fetchImpl ? viaFetch(fetchImpl, request) : viaSocket(request)),
    close: () => {
      agents.http.destroy();
      agents.https.destroy();
    },
  };
}
