import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { codesOf, directions, emissionStages, outcomes, plateColors } from '../../domain/codes.ts';
import { passageShape } from '../../domain/passage.ts';
import { parseInstant } from '../../domain/time.ts';
import type { Actor } from '../../domain/ledger/entry.ts';
import type { CorrectionInput } from '../../services/passages/correct-passage.ts';
import type { PassageReader } from '../../services/passages/passage-reader.ts';
import { idParams, pageOf, pageQuery, route } from '../route.ts';

/** An ISO instant in any offset; a text without one is Beijing time, a day alone its first moment. Becomes ms. */
export const instantQuery = z
  .string()
  .max(40)
  .transform((given, context) => {
    // Written into an address as it is, the plus of `+08:00` arrives as a blank.
    const text = given.replace(/(\d{2}:\d{2}\S*) (\d{2}:?\d{2})$/, '$1+$2');
    const ms = parseInstant(text, '+08:00') ?? parseInstant(`${text}T00:00:00`, '+08:00');
    if (ms === null) context.addIssue({ code: 'custom', message: '不是有效的时间' });
    return ms ?? 0;
  });
export const yesNo = z.enum(['true', 'false']).transform((text) => text === 'true');

export const passageFilter = pageQuery.extend({
  plateNumber: z.string().max(32).optional().meta({ title: '车牌号码' }),
  laneId: z.string().max(40).optional().meta({ title: '通道' }),
  entranceCode: z.string().max(20).optional().meta({ title: '出入口编号' }),
  direction: z.enum(codesOf(directions)).optional().meta({ title: '进出状态' }),
  outcome: z.enum(codesOf(outcomes)).optional().meta({ title: '判定' }),
  emissionStage: z.enum(codesOf(emissionStages)).optional().meta({ title: '排放标准' }),
  passed: yesNo.optional().meta({ title: '已通行' }),
  question: yesNo.optional().meta({ title: '有待查问题' }),
  from: instantQuery.optional().meta({ title: '起始时间' }),
  to: instantQuery.optional().meta({ title: '截止时间' }),
});

const reason = z.string().trim().min(1).max(200).meta({ title: '原因' });
const timelineItem = z.object({
  seq: z.number().int(),
  at: z.string(),
  kind: z.string(),
  title: z.string(),
  by: z.string(),
  details: z.record(z.string(), z.unknown()),
});
const detail = passageShape.extend({
  facts: z.record(z.string(), z.unknown()),
  read: z.record(z.string(), z.unknown()),
  decisionReplay: z.object({ outcome: z.enum(codesOf(outcomes)), reasons: passageShape.shape.reasons, same: z.boolean() }).nullable(),
  timeline: z.array(timelineItem),
  frame: z.object({ contentType: z.string().nullable(), text: z.string() }).nullable(),
  nearPlates: z.array(z.object({ plateNumber: z.string(), plateColor: z.string(), vehicleId: z.string(), distance: z.number() })),
});

const correction = z.object({
  plateNumber: z.string().trim().max(32).nullish().meta({ title: '车牌号码' }),
  plateColor: z.enum(codesOf(plateColors)).optional().meta({ title: '号牌颜色' }),
  cargoName: z.string().trim().max(100).nullish().meta({ title: '货物名称' }),
  cargoTonnes: z
    .union([z.string().trim(), z.number()])
    .transform(String)
    .pipe(z.string().regex(/^\d{1,7}(\.\d{1,3})?$/, '应为吨数，最多三位小数'))
    .nullish()
    .meta({ title: '运输量（t）' }),
  reason,
  evidence: z.string().trim().max(500).nullish().meta({ title: '依据' }),
});

export interface PassageRouteParts {
  reader: PassageReader;
  answer: (id: string, answer: { outcome: 'admit' | 'deny'; reason: string }, by: Actor) => Promise<{ seq: number; barrier: string }>;
  correct: (id: string, input: CorrectionInput, by: Actor) => Promise<{ seq: number }>;
  normalize: (plate: string) => string;
  now: () => number;
}

export function passageRoutes(app: FastifyInstance, parts: PassageRouteParts): void {
  route(app, {
    method: 'GET',
    url: '/api/v1/passages',
    right: 'passages.read',
    summary: '通行记录',
    query: passageFilter,
    response: pageOf(passageShape),
    handler: ({ query }) => parts.reader.passages({ ...query, plateNumber: query.plateNumber === undefined ? undefined : parts.normalize(query.plateNumber) }),
  });
  route(app, {
    method: 'GET',
    url: '/api/v1/passages/:id',
    right: 'passages.read',
    summary: '一条通行记录的全部内容',
    params: idParams,
    query: z.object({ near: z.enum(['0', '1']).default('0').meta({ title: '附带相近车牌' }) }),
    response: detail,
    handler: async ({ params, query }) => ({ ...(await parts.reader.detail(params.id, { near: query.near === '1' })) }) as unknown as z.input<typeof detail>,
  });
  route(app, {
    method: 'POST',
    url: '/api/v1/passages/:id/answer',
    right: 'passages.answer',
    summary: '核验放行或拒绝',
    params: idParams,
    body: z.object({ outcome: z.enum(['admit', 'deny']).meta({ title: '核验结果' }), reason }),
    response: z.object({ seq: z.number().int(), barrier: z.string() }),
    handler: ({ params, body, actor }) => parts.answer(params.id, body, actor),
  });
  route(app, {
    method: 'POST',
    url: '/api/v1/passages/:id/corrections',
    right: 'passages.correct',
    summary: '更正通行记录',
    params: idParams,
    body: correction,
    response: z.object({ seq: z.number().int() }),
    handler: ({ params, body, actor }) => parts.correct(params.id, body, actor),
  });
  route(app, {
    method: 'GET',
    url: '/api/v1/questions',
    right: 'live.read',
    summary: '待核验的车辆',
    query: z.object({ hours: z.coerce.number().min(1).max(72).default(12).meta({ title: '最近小时数' }) }),
    response: z.object({ items: z.array(passageShape) }),
    handler: async ({ query }) => ({ items: await parts.reader.questions(parts.now() - query.hours * 3_600_000) }),
  });
}
