import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { codesOf, directions, plateColors, uploadStates } from '../../domain/codes.ts';
import { AppError } from '../../domain/errors.ts';
import { beijingDate, beijingDay } from '../../domain/time.ts';
import type { uploadRate } from '../../services/uploads/rate.ts';
import type { Resend } from '../../services/uploads/resend.ts';
import type { UploadReader } from '../../services/uploads/upload-reader.ts';
import { idParams, pageOf, pageQuery, route } from '../route.ts';
import { instantQuery } from './passages.ts';

const filter = z.object({
  state: z.enum(codesOf(uploadStates)).optional().meta({ title: '状态' }),
  attention: z.enum(['incomplete', 'entry', 'due']).optional().meta({ title: '待办', description: 'incomplete 待补录；entry 等待进厂记录；due 将自动发送' }),
  regulatorId: z.string().max(40).optional().meta({ title: '平台' }),
  plateNumber: z.string().max(32).optional().meta({ title: '车牌号码' }),
  laneId: z.string().max(40).optional().meta({ title: '通道' }),
  passageId: z.string().max(40).optional().meta({ title: '通行记录' }),
  message: z.string().max(500).optional().meta({ title: '原因' }),
  from: instantQuery.optional().meta({ title: '起始时间' }),
  to: instantQuery.optional().meta({ title: '截止时间' }),
  acceptedFrom: instantQuery.optional().meta({ title: '平台接收时间起' }),
});

const upload = z.object({
  id: z.string(),
  regulatorId: z.string().meta({ title: '平台编号' }),
  regulatorName: z.string().meta({ title: '平台' }),
  passageId: z.string().meta({ title: '通行记录' }),
  visitId: z.string().nullable().meta({ title: '进出记录' }),
  direction: z.enum(codesOf(directions)).meta({ title: '进出状态' }),
  laneCode: z.string().meta({ title: '通道编号' }),
  at: z.string().meta({ title: '通行时间' }),
  plateNumber: z.string().nullable().meta({ title: '车牌号码' }),
  plateColor: z.enum(codesOf(plateColors)).catch('unknown').meta({ title: '号牌颜色' }),
  state: z.enum(codesOf(uploadStates)).meta({ title: '状态' }),
  attention: z.enum(['entry', 'incomplete']).nullable().meta({ title: '待办' }),
  attempts: z.number().int().meta({ title: '已尝试次数' }),
  nextAttemptAt: z.string().nullable().meta({ title: '下次尝试' }),
  message: z.string().nullable().meta({ title: '说明' }),
  acceptedAt: z.string().nullable().meta({ title: '接收时间' }),
  recordedAt: z.string().meta({ title: '产生时间' }),
});

const attempt = z.object({
  number: z.number().int().meta({ title: '第几次' }),
  startedAt: z.string().meta({ title: '开始' }),
  finishedAt: z.string().nullable().meta({ title: '结束' }),
  state: z.string().meta({ title: '结果' }),
  status: z.number().int().nullable().meta({ title: 'HTTP 状态' }),
  request: z.string().meta({ title: '发送内容' }),
  reply: z.string().nullable().meta({ title: '平台答复' }),
  message: z.string().nullable().meta({ title: '说明' }),
});

const summary = z.object({
  regulatorId: z.string(),
  name: z.string().meta({ title: '平台' }),
  protocol: z.string(),
  enabled: z.boolean().meta({ title: '启用' }),
  problem: z.string().nullable(),
  liveLagMs: z.number().nullable().meta({ title: '实时延迟（毫秒）' }),
  oldestWaitingAt: z.string().nullable().meta({ title: '最早待上报' }),
  lagMs: z.number().meta({ title: '积压时长（毫秒）' }),
  waiting: z.number().int().meta({ title: '待上报' }),
  waitingForEntry: z.number().int().meta({ title: '其中等待进厂记录' }),
  incomplete: z.number().int().meta({ title: '待补录' }),
  inFlight: z.number().int().meta({ title: '发送中' }),
  acceptedToday: z.number().int().meta({ title: '今日已接收' }),
  rejected: z.number().int().meta({ title: '被拒' }),
  unknown: z.number().int().meta({ title: '结果不明' }),
  circuit: z.enum(['closed', 'open', 'half-open']).nullable().meta({ title: '连接状态' }),
  since: z.string().nullable().meta({ title: '自' }),
  message: z.string().nullable().meta({ title: '说明' }),
});

const figures = z.object({
  regulatorId: z.string(),
  produced: z.number().int().meta({ title: '产生' }),
  enqueued: z.number().int().meta({ title: '进入上报' }),
  accepted: z.number().int().meta({ title: '已接收' }),
  onTime: z.number().int().meta({ title: '及时接收' }),
  acceptedRate: z.number().nullable().meta({ title: '上传率' }),
  onTimeRate: z.number().nullable().meta({ title: '及时上传率' }),
  filter: z.object({ regulatorId: z.string(), from: z.string(), to: z.string(), laneId: z.string().optional() }),
});

const rate = z.object({
  from: z.string(),
  to: z.string(),
  onTimeMinutes: z.number(),
  definitions: z.object({ accepted: z.string(), onTime: z.string() }),
  totals: z.array(figures),
  days: z.array(figures.extend({ day: z.string().meta({ title: '日期' }) })),
  lanes: z.array(figures.extend({ laneId: z.string(), laneCode: z.string(), entranceCode: z.string() })),
});

const reason = z.string().trim().max(200).nullish().meta({ title: '原因' });

export interface UploadRouteParts {
  reader: UploadReader;
  resend: Resend;
  rate: (asked: { from: number; until: number; regulatorId?: string | undefined; onTimeMinutes?: number | undefined }) => ReturnType<typeof uploadRate>;
  normalize: (plate: string) => string;
  now: () => number;
}

/** The outbox: lists, figures, and sending again. */
export function uploadRoutes(app: FastifyInstance, parts: UploadRouteParts): void {
  const normal = <T extends { plateNumber?: string | undefined; to?: number | undefined }>({ to, ...query }: T) => ({
    ...query,
    until: to,
    plateNumber: query.plateNumber === undefined ? undefined : parts.normalize(query.plateNumber),
  });
  route(app, {
    method: 'GET',
    url: '/api/v1/uploads',
    right: 'uploads.read',
    summary: '上报记录',
    query: pageQuery.extend(filter.shape),
    response: pageOf(upload),
    handler: ({ query }) => parts.reader.list(normal(query)) as Promise<z.input<ReturnType<typeof pageOf<typeof upload>>>>,
  });
  route(app, {
    method: 'GET',
    url: '/api/v1/uploads/summary',
    right: 'uploads.read',
    summary: '各平台上报概况',
    response: z.object({ items: z.array(summary) }),
    handler: async () => ({ items: await parts.reader.summary() }),
  });
  route(app, {
    method: 'GET',
    url: '/api/v1/uploads/reasons',
    right: 'uploads.read',
    summary: '未接收记录按原因归类',
    query: filter,
    response: z.object({
      items: z.array(z.object({ regulatorId: z.string(), state: z.string(), message: z.string().nullable(), count: z.number().int(), oldestAt: z.string() })),
    }),
    handler: async ({ query }) => ({ items: await parts.reader.reasons(normal(query)) }),
  });
  route(app, {
    method: 'GET',
    url: '/api/v1/uploads/rate',
    right: 'uploads.read',
    summary: '上传率，两种口径，按日与按通道',
    query: z.object({
      from: instantQuery.optional().meta({ title: '起始时间', description: '缺省为 30 天前零点' }),
      to: instantQuery.optional().meta({ title: '截止时间', description: '缺省为现在' }),
      regulatorId: z.string().max(40).optional().meta({ title: '平台' }),
      onTimeMinutes: z.coerce.number().int().min(1).max(1440).default(5).meta({ title: '及时（分钟）' }),
    }),
    response: rate,
    handler: ({ query }) => {
      const until = query.to ?? parts.now();
      const from = query.from ?? (beijingDay(beijingDate(until))?.from ?? until) - 29 * 86_400_000;
      if (from >= until || until - from > 400 * 86_400_000)
        throw new AppError('HTTP_INVALID', { problem: '起止时间应在 400 天以内，且起早于止', field: 'from' });
      return parts.rate({ from, until, regulatorId: query.regulatorId, onTimeMinutes: query.onTimeMinutes });
    },
  });
  route(app, {
    method: 'GET',
    url: '/api/v1/uploads/:id',
    right: 'uploads.read',
    summary: '一条上报记录及每次尝试',
    params: idParams,
    response: upload.extend({ remote: z.record(z.string(), z.string()).nullable().meta({ title: '平台返回' }), attemptList: z.array(attempt) }),
    handler: ({ params }) => parts.reader.find(params.id) as never,
  });
  route(app, {
    method: 'POST',
    url: '/api/v1/uploads/:id/resend',
    right: 'uploads.resend',
    summary: '重新上报一条',
    params: idParams,
    body: z.object({ reason }).nullish(),
    response: z.object({ count: z.number().int() }),
    handler: async ({ params, body, actor }) => {
      await parts.resend.one(params.id, body?.reason ?? null, actor);
      return { count: 1 };
    },
  });
  route(app, {
    method: 'POST',
    url: '/api/v1/uploads/resend',
    right: 'uploads.resend',
    summary: '按条件批量重新上报',
    body: filter.extend({ ids: z.array(z.string().max(100)).min(1).max(500).optional(), reason }),
    response: z.object({ count: z.number().int() }),
    handler: async ({ body, actor }) => {
      const { reason: why, ...asked } = body;
      return { count: await parts.resend.many(normal(asked), why ?? null, actor) };
    },
  });
}
