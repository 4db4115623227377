import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { codesOf, laneModes, outcomes } from '../../domain/codes.ts';
import { laneStatusView } from '../../services/lanes/lane-status.ts';
import type { LaneControl } from '../../services/lanes/lane-control.ts';
import { idParams, route } from '../route.ts';

const reason = z.string().trim().min(1).max(200).meta({ title: '原因' });

/** What a guard or a technician does to a lane; each is a named person's act with a reason. */
export function laneControlRoutes(
  app: FastifyInstance,
  parts: {
    lanes: LaneControl;
    lift: (
      laneId: string,
      lift: { reason: string; passageId: string | null },
      by: Parameters<LaneControl['setMode']>[2],
    ) => Promise<{ seq: number; barrier: string }>;
  },
): void {
  const { lanes } = parts;
  route(app, {
    method: 'GET',
    url: '/api/v1/lanes/status',
    right: 'live.read',
    summary: '各通道当前状态',
    response: z.object({ items: z.array(laneStatusView) }),
    handler: async () => ({ items: await lanes.statuses() }),
  });
  route(app, {
    method: 'POST',
    url: '/api/v1/lanes/:id/manual-lift',
    right: 'lanes.lift',
    summary: '人工抬杆',
    params: idParams,
    body: z.object({ reason, passageId: z.string().max(40).nullish() }),
    response: z.object({ seq: z.number().int(), barrier: z.string() }),
    handler: ({ params, body, actor }) => parts.lift(params.id, { reason: body.reason, passageId: body.passageId ?? null }, actor),
  });
  route(app, {
    method: 'POST',
    url: '/api/v1/lanes/:id/mode',
    right: 'lanes.lift',
    summary: '切换自动与人工',
    params: idParams,
    body: z.object({ mode: z.enum(codesOf(laneModes)).meta({ title: '模式' }), reason }),
    response: laneStatusView,
    handler: ({ params, body, actor }) => lanes.setMode(params.id, body, actor),
  });
  route(app, {
    method: 'POST',
    url: '/api/v1/lanes/:id/hold',
    right: 'lanes.lift',
    summary: '道闸常开与恢复',
    params: idParams,
    body: z.object({ hold: z.enum(['hold', 'release']).meta({ title: '常开' }), reason }),
    response: laneStatusView,
    handler: ({ params, body, actor }) => lanes.hold(params.id, body, actor),
  });
  route(app, {
    method: 'POST',
    url: '/api/v1/lanes/:id/display-test',
    right: 'devices.configure',
    summary: '显示屏测试',
    params: idParams,
    body: z.object({ outcome: z.enum(codesOf(outcomes)).meta({ title: '判定' }) }),
    response: laneStatusView,
    handler: ({ params, body, actor }) => lanes.displayTest(params.id, body.outcome, actor),
  });
  route(app, {
    method: 'POST',
    url: '/api/v1/devices/:id/test',
    right: 'devices.configure',
    summary: '设备联调测试',
    params: idParams,
    response: z.object({ ok: z.boolean(), steps: z.array(z.object({ title: z.string(), ok: z.boolean(), message: z.string() })) }),
    handler: ({ params }) => lanes.testDevice(params.id),
  });
}
