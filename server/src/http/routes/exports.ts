import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { ExportRequest } from '../../services/exports/export-job.ts';
import type { Exports } from '../../services/exports/exports.ts';
import { idParams, pageOf, pageQuery, route } from '../route.ts';
import { passageFilter, yesNo } from './passages.ts';
import { visitFilter } from './visits.ts';

const yesOrNo = z.union([z.boolean(), yesNo]).optional();
const format = z.enum(['xlsx', 'csv']).meta({ title: '文件格式' });

/** The filters of the lists themselves, so that an export has exactly the rows of the page; a member they do not know is refused. */
const visits = z.strictObject({ ...visitFilter.omit({ limit: true, cursor: true }).shape, question: yesOrNo.meta({ title: '有待查问题' }) });
const passages = z.strictObject({
  ...passageFilter.omit({ limit: true, cursor: true }).shape,
  passed: yesOrNo.meta({ title: '已通行' }),
  question: yesOrNo.meta({ title: '有待查问题' }),
});
const request = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('visits').meta({ title: '导出内容' }), format, filter: visits.default({}).meta({ title: '筛选' }) }),
  z.strictObject({ kind: z.literal('passages').meta({ title: '导出内容' }), format, filter: passages.default({}).meta({ title: '筛选' }) }),
]);

const job = z.object({
  id: z.string(),
  kind: z.enum(['visits', 'passages']).meta({ title: '导出内容' }),
  format,
  state: z.enum(['running', 'done', 'failed']).meta({ title: '状态' }),
  rows: z.number().int().meta({ title: '行数' }),
  url: z.string().nullable().meta({ title: '下载地址' }),
  problem: z.string().nullable().meta({ title: '未完成的原因' }),
  createdAt: z.string().meta({ title: '创建时间' }),
  createdBy: z.string().meta({ title: '创建人' }),
  finishedAt: z.string().nullable().meta({ title: '完成时间' }),
  filter: z.record(z.string(), z.unknown()).meta({ title: '筛选' }),
});

export interface ExportRouteParts {
  exports: Exports;
  normalize: (plate: string) => string;
}

/** Files of a list's rows, made in the background. */
export function exportRoutes(app: FastifyInstance, parts: ExportRouteParts): void {
  const right = 'exports.create';
  route(app, {
    method: 'POST',
    url: '/api/v1/exports',
    right,
    summary: '导出台账或通行记录',
    body: request,
    response: z.object({ id: z.string() }),
    handler({ body, actor }) {
      const { plateNumber } = body.filter;
      const filter = { ...body.filter, plateNumber: plateNumber === undefined ? undefined : parts.normalize(plateNumber) };
      return parts.exports.create({ ...body, filter } as ExportRequest, actor);
    },
  });
  route(app, {
    method: 'GET',
    url: '/api/v1/exports',
    right,
    summary: '导出记录',
    query: pageQuery,
    response: pageOf(job),
    handler: ({ query, actor, role }) => parts.exports.list(query, { actor, role }),
  });
  route(app, {
    method: 'GET',
    url: '/api/v1/exports/:id',
    right,
    summary: '一次导出的进度与结果',
    params: idParams,
    response: job,
    handler: ({ params, actor, role }) => parts.exports.get(params.id, { actor, role }),
  });
  route(app, {
    method: 'GET',
    url: '/api/v1/exports/:id/file',
    right,
    summary: '下载导出的文件',
    params: idParams,
    produces: 'application/octet-stream',
    async handler({ params, actor, role, reply }) {
      const { name, asciiName, mediaType, bytes, stream } = await parts.exports.file(params.id, { actor, role });
      return reply
        .headers({
          'content-disposition': `attachment; filename="${asciiName}"; filename*=UTF-8''${encodeURIComponent(name)}`,
          'content-length': bytes,
          'cache-control': 'private, no-store',
          'x-content-type-options': 'nosniff',
        })
        .type(mediaType)
        .send(stream);
    },
  });
}
