import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { codesOf, directions, outcomes, plateColors } from '../../domain/codes.ts';
import { type RuleSet, ruleSet, ruleSetContent } from '../../domain/decision/rule-set.ts';
import { AppError } from '../../domain/errors.ts';
import { formatInstant } from '../../domain/time.ts';
import type { LaneConfig } from '../../services/passages/parts.ts';
import type { Rules } from '../../services/rules/rules.ts';
import { idParams, pageOf, pageQuery, route } from '../route.ts';

const reason = z.string().trim().min(1).max(200).meta({ title: '原因' });
const decision = z.object({
  outcome: z.enum(codesOf(outcomes)).meta({ title: '判定' }),
  reasons: z.array(z.object({ code: z.string(), text: z.string(), rule: z.string() })).meta({ title: '理由' }),
});
const comparison = z.object({
  with: z.object({ id: z.string(), version: z.number().int(), title: z.string() }),
  changes: z.array(z.object({ path: z.string(), title: z.string(), before: z.unknown(), after: z.unknown() })),
});

function ruleSetOut(rules: RuleSet): RuleSet {
  return { ...rules, createdAt: formatInstant(rules.createdAt), publishedAt: rules.publishedAt === null ? null : formatInstant(rules.publishedAt) };
}

/** The base rules: versions, drafts, publication and trial. */
export function ruleSetRoutes(app: FastifyInstance, { rules, lane }: { rules: Rules; lane: (id: string) => LaneConfig | null }): void {
  route(app, {
    method: 'GET',
    url: '/api/v1/rule-sets',
    right: 'rules.read',
    summary: '规则版本',
    query: pageQuery.extend({ state: ruleSet.shape.state.optional().meta({ title: '状态' }) }),
    response: pageOf(ruleSet),
    async handler({ query }) {
      const page = await rules.list(query);
      return { items: page.items.map(ruleSetOut), nextCursor: page.nextCursor };
    },
  });
  route(app, {
    method: 'GET',
    url: '/api/v1/rule-sets/current',
    right: 'rules.read',
    summary: '现行规则',
    response: ruleSet,
    handler: () => ruleSetOut(rules.current()),
  });
  route(app, {
    method: 'POST',
    url: '/api/v1/rule-sets',
    right: 'rules.publish',
    summary: '起草规则',
    body: ruleSetContent,
    response: ruleSet,
    handler: async ({ body, actor }) => ruleSetOut(await rules.createDraft(body, actor)),
  });
  route(app, {
    method: 'GET',
    url: '/api/v1/rule-sets/:id',
    right: 'rules.read',
    summary: '一版规则',
    params: idParams,
    response: ruleSet,
    handler: async ({ params }) => ruleSetOut(await rules.get(params.id)),
  });
  route(app, {
    method: 'PATCH',
    url: '/api/v1/rule-sets/:id',
    right: 'rules.publish',
    summary: '修改规则草稿',
    params: idParams,
    body: ruleSetContent.partial(),
    response: ruleSet,
    handler: async ({ params, body, actor }) => ruleSetOut(await rules.updateDraft(params.id, body, actor)),
  });
  route(app, {
    method: 'POST',
    url: '/api/v1/rule-sets/:id/publish',
    right: 'rules.publish',
    summary: '发布规则',
    params: idParams,
    body: z.object({ reason }),
    response: ruleSet,
    handler: async ({ params, body, actor }) => ruleSetOut(await rules.publish(params.id, body.reason, actor)),
  });
  route(app, {
    method: 'GET',
    url: '/api/v1/rule-sets/:id/compare',
    right: 'rules.read',
    summary: '比较两版规则',
    params: idParams,
    query: z.object({ with: z.string().min(1).max(100).optional().meta({ title: '与哪一版比较', description: '省略则与现行规则比较' }) }),
    response: comparison,
    handler: ({ params, query }) => rules.compare(params.id, query.with),
  });
  route(app, {
    method: 'POST',
    url: '/api/v1/rule-sets/:id/try',
    right: 'rules.read',
    summary: '试判一辆车',
    params: idParams,
    body: z.object({
      plateNumber: z.string().trim().min(1).max(32).meta({ title: '车牌号码' }),
      plateColor: z.enum(codesOf(plateColors)).optional().meta({ title: '号牌颜色' }),
      direction: z.enum(codesOf(directions)).meta({ title: '方向' }),
      laneId: z.string().max(100).optional().meta({ title: '通道' }),
    }),
    response: decision,
    handler({ params, body: { laneId, ...trial } }) {
      const chosen = laneId === undefined ? null : lane(laneId);
      if (laneId !== undefined && chosen === null) throw new AppError('SITE_LANE_NOT_FOUND', { id: laneId });
      return rules.try(params.id, { ...trial, lane: chosen });
    },
  });
}
