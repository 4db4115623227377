import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { codesOf, emissionStages, fuelTypes } from '../../domain/codes.ts';
import { visitShape } from '../../domain/passage.ts';
import { beijingDate } from '../../domain/time.ts';
import type { PassageReader } from '../../services/passages/passage-reader.ts';
import { idParams, pageOf, pageQuery, route } from '../route.ts';
import { instantQuery, yesNo } from './passages.ts';

export const visitFilter = pageQuery.extend({
  plateNumber: z.string().max(32).optional().meta({ title: '车牌号码' }),
  state: z.enum(['inside', 'closed', 'orphan', 'void']).optional().meta({ title: '状态' }),
  question: yesNo.optional().meta({ title: '有待查问题' }),
  entranceCode: z.string().max(20).optional().meta({ title: '出入口编号', description: '进厂或出厂经过' }),
  laneCode: z.string().max(20).optional().meta({ title: '道闸编号', description: '进厂或出厂经过；与出入口编号同给时须为同一次通过' }),
  emissionStage: z.enum(codesOf(emissionStages)).optional().meta({ title: '排放标准' }),
  fuelType: z.enum(codesOf(fuelTypes)).optional().meta({ title: '燃料类型' }),
  from: instantQuery.optional().meta({ title: '起始时间' }),
  to: instantQuery.optional().meta({ title: '截止时间' }),
});

/** The 进出厂台账: one row an in and its out; and the counts behind the day's figures. */
export function visitRoutes(app: FastifyInstance, parts: { reader: PassageReader; normalize: (plate: string) => string; now: () => number }): void {
  const { reader, now } = parts;
  route(app, {
    method: 'GET',
    url: '/api/v1/visits',
    right: 'passages.read',
    summary: '进出厂运输车辆电子台账',
    query: visitFilter,
    response: pageOf(visitShape),
    handler: ({ query }) => reader.visits({ ...query, plateNumber: query.plateNumber === undefined ? undefined : parts.normalize(query.plateNumber) }),
  });
  route(app, {
    method: 'GET',
    url: '/api/v1/visits/inside',
    right: 'passages.read',
    summary: '在厂车辆',
    query: pageQuery,
    response: pageOf(visitShape).extend({ count: z.number().int() }),
    handler: ({ query }) => reader.inside(query),
  });
  route(app, {
    method: 'GET',
    url: '/api/v1/visits/:id',
    right: 'passages.read',
    summary: '一次进出',
    params: idParams,
    response: visitShape,
    handler: ({ params }) => reader.visit(params.id),
  });
  route(app, {
    method: 'GET',
    url: '/api/v1/statistics/daily',
    right: 'passages.read',
    summary: '按日统计',
    query: z.object({ from: z.iso.date().optional().meta({ title: '起始日期' }), to: z.iso.date().optional().meta({ title: '截止日期' }) }),
    response: z.object({
      items: z.array(
        z.object({
          day: z.string(),
          laneId: z.string(),
          direction: z.string(),
          outcome: z.string(),
          passed: z.boolean(),
          emissionStage: z.string(),
          passages: z.number().int(),
        }),
      ),
    }),
    async handler({ query }) {
      const today = beijingDate(now());
      return { items: await reader.dailyCounts(query.from ?? today, query.to ?? today) };
    },
  });
}
