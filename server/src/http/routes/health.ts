import type { FastifyInstance } from 'fastify';
import type { Registry } from 'prom-client';
import { z } from 'zod';
import { AppError } from '../../domain/errors.ts';
import { may } from '../../domain/rights.ts';
import { type Authenticator, identify } from '../auth.ts';
import { route } from '../route.ts';

/** One thing the site cannot work without. `reason` says in Chinese what is wrong with it, null while it is well. */
export interface ReadyPart {
  name: string;
  ok: boolean;
  reason: string | null;
}

const loopback = /^(127\.|::1$)/;
const readiness = z.object({
  ready: z.boolean(),
  parts: z.array(z.object({ name: z.string(), ok: z.boolean(), reason: z.string().nullable() })),
});

/** Alive, ready, and the figures for Prometheus. */
export function healthRoutes(app: FastifyInstance, parts: { accounts: Authenticator; readiness(): Promise<ReadyPart[]>; registry: Registry }): void {
  route(app, {
    method: ['GET', 'HEAD'],
    url: '/healthz',
    right: 'public',
    summary: '程序在运行',
    response: z.object({ status: z.literal('ok') }),
    handler: () => ({ status: 'ok' as const }),
  });
  route(app, {
    method: ['GET', 'HEAD'],
    url: '/readyz',
    right: 'public',
    summary: '可以工作；否则 503 并指出哪一部分不行',
    response: readiness,
    otherResponses: { 503: readiness },
    handler: async ({ reply }) => {
      const found = await parts.readiness();
      const ready = found.every((part) => part.ok);
      if (!ready) reply.status(503);
      return { ready, parts: found };
    },
  });
  route(app, {
    method: 'GET',
    url: '/metrics',
    right: 'public',
    summary: '运行指标（本机免令牌，其他地址需有「查看系统状态」权限的令牌）',
    produces: 'text/plain',
    handler: async ({ request, reply }) => {
      if (!loopback.test(request.source)) {
        const identity = identify(request, parts.accounts);
        if (!identity) throw new AppError('AUTH_REQUIRED');
        if (!may(identity.role, 'system.read')) throw new AppError('AUTH_FORBIDDEN');
      }
      return reply.type(parts.registry.contentType).send(await parts.registry.metrics());
    },
  });
}
