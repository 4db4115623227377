import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { formatInstant } from '../../domain/time.ts';
import type { Accounts } from '../../services/accounts/accounts.ts';
import type { Sites } from '../../services/sites/sites.ts';
import { pageOf, pageQuery, route } from '../route.ts';
import { instantQuery } from './passages.ts';

const auditItem = z.object({
  seq: z.number().int().meta({ title: '台账序号' }),
  at: z.string().meta({ title: '时间' }),
  by: z.object({ type: z.string(), id: z.string().optional(), name: z.string().optional(), role: z.string().optional() }).meta({ title: '操作人' }),
  kind: z.string(),
  action: z.string().meta({ title: '操作' }),
  target: z.string().meta({ title: '对象' }),
  details: z.record(z.string(), z.unknown()).meta({ title: '内容' }),
});

/** What people and programs did, read from the ledger. */
export function auditRoutes(app: FastifyInstance, parts: { accounts: Accounts; sites: Sites }): void {
  route(app, {
    method: 'GET',
    url: '/api/v1/audit',
    right: 'audit.read',
    summary: '操作记录',
    query: pageQuery.extend({
      from: instantQuery.optional().meta({ title: '开始时间' }),
      to: instantQuery.optional().meta({ title: '结束时间' }),
      action: z.string().max(60).optional().meta({ title: '操作' }),
      by: z.string().max(60).optional().meta({ title: '操作人' }),
      cursor: z
        .string()
        .regex(/^\d{1,15}$/, '不是合法的位置')
        .optional()
        .meta({ title: '下一页位置' }),
    }),
    response: pageOf(auditItem),
    handler: async ({ query }) => {
      const { timeZone } = parts.sites.settings();
      const { items, nextCursor } = await parts.accounts.audit({
        from: query.from ?? null,
        to: query.to ?? null,
        action: query.action ?? null,
        by: query.by ?? null,
        limit: query.limit,
        cursor: query.cursor === undefined ? null : Number(query.cursor),
      });
      return { items: items.map((item) => ({ ...item, at: formatInstant(item.at, timeZone) })), nextCursor };
    },
  });
}
