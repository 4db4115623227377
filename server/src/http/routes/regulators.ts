import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { formatInstant } from '../../domain/time.ts';
import type { Regulators, RegulatorView } from '../../services/uploads/regulators.ts';
import { idParams, route } from '../route.ts';

const settings = z.record(z.string(), z.unknown()).meta({ title: '参数' });
const name = z.string().trim().min(1).max(100).meta({ title: '名称' });
const enabled = z.boolean().meta({ title: '启用' });

const regulator = z.object({
  id: z.string(),
  protocol: z.string().meta({ title: '上报协议' }),
  protocolTitle: z.string().meta({ title: '协议名称' }),
  verified: z.string().meta({ title: '验证程度' }),
  name,
  settings,
  enabled,
  problem: z.string().nullable().meta({ title: '问题' }),
  createdAt: z.string().meta({ title: '建立时间' }),
});

const protocol = z.object({
  id: z.string(),
  title: z.string(),
  verified: z.string(),
  capabilities: z.record(z.string(), z.unknown()),
  settingsSchema: z.record(z.string(), z.unknown()),
});

/** The platforms that records go to. Secrets go out masked, and a masked one that comes back means: keep what is stored. */
export function regulatorRoutes(app: FastifyInstance, { regulators }: { regulators: Regulators }): void {
  const shown = (view: RegulatorView) => ({ ...view, createdAt: formatInstant(view.createdAt) });
  route(app, {
    method: 'GET',
    url: '/api/v1/regulator-protocols',
    right: 'regulators.read',
    summary: '上报协议及其参数表单',
    response: z.object({ items: z.array(protocol) }),
    handler: () => ({ items: regulators.protocols().map((each) => ({ ...each, capabilities: { ...each.capabilities } })) }),
  });
  route(app, {
    method: 'GET',
    url: '/api/v1/regulators',
    right: 'regulators.read',
    summary: '监管平台',
    response: z.object({ items: z.array(regulator), nextCursor: z.null() }),
    handler: () => ({ items: regulators.list().map(shown), nextCursor: null }),
  });
  route(app, {
    method: 'GET',
    url: '/api/v1/regulators/:id',
    right: 'regulators.read',
    summary: '一个监管平台',
    params: idParams,
    response: regulator,
    handler: ({ params }) => shown(regulators.find(params.id)),
  });
  route(app, {
    method: 'POST',
    url: '/api/v1/regulators',
    right: 'regulators.configure',
    summary: '添加监管平台',
    status: 201,
    body: z.object({ protocol: z.string().min(1).max(60).meta({ title: '上报协议' }), name, settings, enabled: enabled.default(true) }),
    response: regulator,
    handler: async ({ body, actor }) => shown(await regulators.create(body, { by: actor })),
  });
  route(app, {
    method: 'PATCH',
    url: '/api/v1/regulators/:id',
    right: 'regulators.configure',
    summary: '修改监管平台',
    params: idParams,
    body: z.object({ name: name.optional(), settings: settings.optional(), enabled: enabled.optional() }),
    response: regulator,
    handler: async ({ params, body, actor }) => shown(await regulators.update(params.id, body, { by: actor })),
  });
  route(app, {
    method: 'DELETE',
    url: '/api/v1/regulators/:id',
    right: 'regulators.configure',
    summary: '删除监管平台',
    params: idParams,
    status: 204,
    handler: async ({ params, actor, reply }) => {
      await regulators.remove(params.id, { by: actor });
      return reply.send();
    },
  });
  route(app, {
    method: 'POST',
    url: '/api/v1/regulators/:id/test',
    right: 'regulators.configure',
    summary: '测试登录',
    params: idParams,
    body: z.object({ settings: settings.optional() }).nullish(),
    response: z.object({ ok: z.boolean(), message: z.string(), elapsedMs: z.number() }),
    handler: ({ params, body }) => regulators.test(params.id, body?.settings ?? {}),
  });
}
