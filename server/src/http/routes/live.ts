import type { FastifyInstance } from 'fastify';
import type { Screens } from '../../services/live/screens.ts';
import type { Sites } from '../../services/sites/sites.ts';
import { type Authenticator, stillAllowed } from '../auth.ts';
import { inOffset } from '../instants.ts';
import { route } from '../route.ts';

/** Keeps proxies from closing a quiet stream, ms. */
const pingMs = 15_000;
/** A screen that reads nothing for so many bytes is cut off; it comes back by itself. */
const maxBuffered = 1024 * 1024;

/** `GET /api/v1/live`: server-sent events for the screens. */
export function liveRoutes(
  app: FastifyInstance,
  { screens, accounts, sites, now }: { screens: Screens; accounts: Authenticator; sites: Sites; now: () => number },
): void {
  route(app, {
    method: 'GET',
    url: '/api/v1/live',
    right: 'live.read',
    summary: '实时事件流',
    produces: 'text/event-stream',
    handler({ request, reply }) {
      reply.hijack();
      const { raw } = reply;
      raw.writeHead(200, {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
        connection: 'keep-alive',
      });
      const write = (text: string) => {
        if (raw.writableLength > maxBuffered) raw.destroy();
        else raw.write(text);
      };
      const tell = (event: string, data: unknown) => write(`event: ${event}\ndata: ${JSON.stringify(inOffset(data, sites.settings().timeZone))}\n\n`);
      tell('hello', { serverTime: new Date(now()).toISOString() });
      const stop = screens.subscribe(({ event, data }) => tell(event, data));
      const ping = setInterval(() => {
        if (stillAllowed(request, accounts, 'live.read')) write(': ping\n\n');
        else raw.end();
      }, pingMs);
      ping.unref();
      request.raw.once('close', () => {
        stop();
        clearInterval(ping);
      });
      return reply;
    },
  });
}
