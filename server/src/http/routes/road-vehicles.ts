import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { codesOf, emissionStages, fuelTypes, plateColors, reviewStates } from '../../domain/codes.ts';
import { actorName } from '../../domain/ledger/actor.ts';
import { roadVehicleInput } from '../../domain/road-vehicle.ts';
import { formatInstant } from '../../domain/time.ts';
import { recordOut, roadVehicleChange, roadVehicleView, vehicleOut } from '../../services/vehicles/vehicle-record.ts';
import type { Vehicles } from '../../services/vehicles/vehicles.ts';
import { idParams, pageOf, pageQuery, route } from '../route.ts';

const reason = z.string().trim().min(1).max(200).meta({ title: '原因' });
const filter = pageQuery.extend({
  plateNumber: z.string().max(32).optional().meta({ title: '车牌号码', description: '完整号码；不足五位则按部分匹配' }),
  plateColor: z.enum(codesOf(plateColors)).optional().meta({ title: '号牌颜色' }),
  q: z.string().trim().min(1).max(100).optional().meta({ title: '查找', description: '车牌号码、VIN 或车队名称的一部分' }),
  reviewState: z.enum(codesOf(reviewStates)).optional().meta({ title: '复核状态' }),
  emissionStage: z.enum(codesOf(emissionStages)).optional().meta({ title: '排放标准' }),
  fuelType: z.enum(codesOf(fuelTypes)).optional().meta({ title: '燃料类型' }),
  vehicleType: z
    .string()
    .regex(/^[A-Z]\d{0,2}$/)
    .optional()
    .meta({ title: '车辆类型', description: 'GA/T 16.4 代码或其开头' }),
  fleetName: z.string().trim().min(1).max(100).optional().meta({ title: '车队名称' }),
  expired: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .optional()
    .meta({ title: '备案或年检已过期' }),
});
const record = roadVehicleView.omit({ findings: true });
const historyItem = z.object({
  seq: z.number().int(),
  at: z.string().meta({ title: '时间' }),
  by: z.string().meta({ title: '操作人' }),
  change: z.enum(['created', 'updated', 'reviewed', 'removed']).meta({ title: '变更' }),
  reason: z.string().nullable().meta({ title: '原因' }),
  before: record.nullable().meta({ title: '之前' }),
  after: record.meta({ title: '之后' }),
});

/** The register of transport vehicles. */
export function roadVehicleRoutes(app: FastifyInstance, { vehicles }: { vehicles: Vehicles }): void {
  route(app, {
    method: 'GET',
    url: '/api/v1/road-vehicles',
    right: 'vehicles.read',
    summary: '运输车辆',
    query: filter,
    response: pageOf(roadVehicleView),
    async handler({ query }) {
      const page = await vehicles.list(query);
      return { items: page.items.map(vehicleOut), nextCursor: page.nextCursor };
    },
  });
  route(app, {
    method: 'POST',
    url: '/api/v1/road-vehicles',
    right: 'vehicles.write',
    summary: '登记车辆',
    body: roadVehicleInput,
    response: roadVehicleView,
    handler: async ({ body, actor }) => vehicleOut(await vehicles.create(body, actor)),
  });
  route(app, {
    method: 'GET',
    url: '/api/v1/road-vehicles/:id',
    right: 'vehicles.read',
    summary: '一辆车',
    params: idParams,
    response: roadVehicleView,
    handler: async ({ params }) => vehicleOut(await vehicles.get(params.id)),
  });
  route(app, {
    method: 'PATCH',
    url: '/api/v1/road-vehicles/:id',
    right: 'vehicles.write',
    summary: '修改车辆',
    params: idParams,
    body: roadVehicleChange.extend({
      version: z.number().int().optional().meta({ title: '所依据的版本', description: '与现有版本不同则拒绝' }),
      reason: reason.optional(),
    }),
    response: roadVehicleView,
    handler: async ({ params, body: { version, reason: why, ...change }, actor }) =>
      vehicleOut(await vehicles.update(params.id, { change, version, reason: why }, actor)),
  });
  route(app, {
    method: 'DELETE',
    url: '/api/v1/road-vehicles/:id',
    right: 'vehicles.remove',
    summary: '注销车辆',
    params: idParams,
    query: z.object({ reason: reason.optional() }),
    response: z.object({}),
    async handler({ params, query, actor }) {
      await vehicles.remove(params.id, query.reason ?? null, actor);
      return {};
    },
  });
  route(app, {
    method: 'POST',
    url: '/api/v1/road-vehicles/:id/review',
    right: 'vehicles.review',
    summary: '复核车辆',
    params: idParams,
    body: z.object({ outcome: z.enum(['approved', 'rejected']).meta({ title: '复核结果' }), reason: reason.optional() }),
    response: roadVehicleView,
    handler: async ({ params, body, actor }) => vehicleOut(await vehicles.review(params.id, body, actor)),
  });
  route(app, {
    method: 'GET',
    url: '/api/v1/road-vehicles/:id/history',
    right: 'vehicles.read',
    summary: '车辆变更历史',
    params: idParams,
    query: pageQuery,
    response: pageOf(historyItem),
    async handler({ params, query }) {
      const page = await vehicles.history(params.id, query);
      const items = page.items.map(({ seq, at, by, body }) => {
        return {
          seq,
          at: formatInstant(at),
          by: actorName(by),
          change: body.change,
          reason: body.reason,
          before: body.before && recordOut(body.before),
          after: recordOut(body.vehicle),
        };
      });
      return { items, nextCursor: page.nextCursor };
    },
  });
}
