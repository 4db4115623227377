import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { SystemStatus } from '../../services/health/system-status.ts';
import { route } from '../route.ts';

const counts = z.object({ total: z.number(), online: z.number(), silent: z.number(), never: z.number() });

/** How the machine and the program are. */
export function systemRoutes(app: FastifyInstance, { status }: { status: SystemStatus }): void {
  route(app, {
    method: 'GET',
    url: '/api/v1/system',
    right: 'system.read',
    summary: '系统状态',
    response: z.object({
      version: z.string(),
      node: z.string(),
      startedAt: z.string(),
      siteId: z.string(),
      dataFolder: z.string(),
      disk: z.object({ free: z.number(), total: z.number() }).nullable(),
      database: z.object({ bytes: z.number(), entries: z.number() }),
      ledger: z.object({ size: z.number(), lastCheckpointAt: z.string().nullable() }),
      writer: z.object({ state: z.enum(['ok', 'full']) }),
      clock: z.object({ now: z.string() }),
      devices: counts,
      openGaps: z.number(),
      memoryBytes: z.number(),
    }),
    handler: () => status(),
  });
}
