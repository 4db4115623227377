import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { codesOf, listKinds, plateColors } from '../../domain/codes.ts';
import { formatInstant, parseInstant } from '../../domain/time.ts';
import type { ListEntry, Lists } from '../../services/lists/lists.ts';
import { idParams, pageOf, pageQuery, route } from '../route.ts';

/** An ISO instant with its time of day, in any offset; without one it is Beijing time. Becomes ms. */
const instant = z
  .string()
  .max(40)
  .transform((text, context) => {
    const ms = parseInstant(text, '+08:00');
    if (ms === null) context.addIssue({ code: 'custom', message: '不是有效的时间' });
    return ms ?? 0;
  });

const reason = z.string().trim().min(1).max(200).meta({ title: '原因' });
const draft = z.object({
  list: z.enum(codesOf(listKinds)).meta({ title: '名单' }),
  plateNumber: z.string().trim().min(1).max(32).meta({ title: '车牌号码' }),
  plateColor: z.enum(codesOf(plateColors)).nullish().meta({ title: '号牌颜色', description: '省略则不论颜色' }),
  reason,
  startAt: instant.nullish().meta({ title: '起始时间' }),
  endAt: instant.nullish().meta({ title: '截止时间' }),
});
const view = z.object({
  id: z.string(),
  seq: z.number().int(),
  list: draft.shape.list,
  plateNumber: draft.shape.plateNumber,
  plateColor: z.enum(codesOf(plateColors)).nullable().meta({ title: '号牌颜色' }),
  reason: z.string().meta({ title: '原因' }),
  startAt: z.string().nullable().meta({ title: '起始时间' }),
  endAt: z.string().nullable().meta({ title: '截止时间' }),
  addedBy: z.string().meta({ title: '列入人' }),
  addedAt: z.string().meta({ title: '列入时间' }),
  endedBy: z.string().nullable().meta({ title: '移出人' }),
  endedAt: z.string().nullable().meta({ title: '移出时间' }),
  active: z.boolean().meta({ title: '生效中' }),
});

function entryOut(entry: ListEntry): z.input<typeof view> {
  const at = (ms: number | null) => (ms === null ? null : formatInstant(ms));
  return { ...entry, startAt: at(entry.startAt), endAt: at(entry.endAt), addedAt: formatInstant(entry.addedAt), endedAt: at(entry.endedAt) };
}

/** Plates that the gate treats apart. */
export function listEntryRoutes(app: FastifyInstance, { lists }: { lists: Lists }): void {
  route(app, {
    method: 'GET',
    url: '/api/v1/list-entries',
    right: 'lists.read',
    summary: '名单',
    query: pageQuery.extend({
      list: z.enum(codesOf(listKinds)).optional().meta({ title: '名单' }),
      plateNumber: z.string().max(32).optional().meta({ title: '车牌号码' }),
      active: z
        .enum(['true', 'false'])
        .transform((text) => text === 'true')
        .optional()
        .meta({ title: '生效中' }),
    }),
    response: pageOf(view),
    async handler({ query }) {
      const page = await lists.list(query);
      return { items: page.items.map(entryOut), nextCursor: page.nextCursor };
    },
  });
  route(app, {
    method: 'GET',
    url: '/api/v1/list-entries/:id',
    right: 'lists.read',
    summary: '一条名单',
    params: idParams,
    response: view,
    handler: async ({ params }) => entryOut(await lists.get(params.id)),
  });
  route(app, {
    method: 'POST',
    url: '/api/v1/list-entries',
    right: 'lists.write',
    summary: '列入名单',
    body: draft,
    response: view,
    handler: async ({ body, actor }) =>
      entryOut(await lists.add({ ...body, plateColor: body.plateColor ?? null, startAt: body.startAt ?? null, endAt: body.endAt ?? null }, actor)),
  });
  route(app, {
    method: 'POST',
    url: '/api/v1/list-entries/:id/end',
    right: 'lists.write',
    summary: '移出名单',
    params: idParams,
    body: z.object({ reason }),
    response: view,
    handler: async ({ params, body, actor }) => entryOut(await lists.end(params.id, body.reason, actor)),
  });
}
