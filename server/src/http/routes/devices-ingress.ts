import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { AppError } from '../../domain/errors.ts';
import { giveBack } from '../../domain/give-back.ts';
import type { DeviceRequest, PushResponse } from '../../services/passages/receive-push.ts';
import { route, withRawBody } from '../route.ts';

/** A camera's body with two pictures in base64 stays well below this; bytes. */
const bodyLimit = 16 * 1024 * 1024;

export interface IngressParts {
  /** Whether a token is one of a device; asked before a body is read. */
  knows: (token: string) => boolean;
  receivePush: (token: string, request: DeviceRequest, source: string, gone: () => boolean) => Promise<PushResponse>;
  now: () => number;
}

/** `/in/<token>` and any path below it: cameras append their own. The answer is in the device's protocol, after the commit. */
export function deviceIngressRoutes(app: FastifyInstance, { knows, receivePush, now }: IngressParts): void {
  withRawBody(app, bodyLimit, (raw) => {
    // Whoever has no token fills no memory with bodies.
    raw.addHook('onRequest', async (request) => {
      if (!knows((request.params as { token: string }).token)) throw new AppError('DEVICE_TOKEN_UNKNOWN');
    });
    for (const url of ['/in/:token', '/in/:token/*']) {
      route(raw, {
        method: ['GET', 'POST', 'PUT'],
        url,
        right: 'public',
        summary: '设备推送',
        hidden: true,
        params: z.object({ token: z.string().max(100), '*': z.string().optional() }),
        async handler({ params, request, reply }) {
          const receivedAt = new Date(now()).toISOString();
          const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
          const query = Object.fromEntries(Object.entries((request.query ?? {}) as Record<string, unknown>).map(([name, value]) => [name, String(value)]));
          const pushed: DeviceRequest = {
            method: request.method,
            path: params['*'] ?? '',
            query,
            contentType: request.sentContentType,
            body,
            receivedAt,
            url: `${request.protocol}://${request.host}/in/${params.token}`,
          };
          const response = await receivePush(params.token, pushed, request.source, () => reply.raw.destroyed).finally(() => giveBack(body));
          let told = false;
          const tell = (ok: boolean) => {
            if (told) return;
            told = true;
            response.onSent(ok);
          };
          // A connection that is closed already tells neither that it finished nor that it closes.
          if (reply.raw.destroyed) tell(false);
          reply.raw.once('finish', () => tell(true));
          reply.raw.once('close', () => tell(false));
          // Some cameras read neither chunks nor compressed bodies, so the length is always stated.
          const { status, contentType } = response.reply;
          const answer = typeof response.reply.body === 'string' ? response.reply.body : Buffer.from(response.reply.body);
          return reply.status(status).header('content-type', contentType).header('content-length', Buffer.byteLength(answer)).send(answer);
        },
      });
    }
  });
}
