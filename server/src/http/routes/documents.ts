import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Documents } from '../../services/vehicles/documents.ts';
import { route, withRawBody } from '../route.ts';

/** Bytes. */
const largestDocument = 20 * 1024 * 1024;

/** Uploaded documents, and the way to look at every stored picture. */
export function documentRoutes(app: FastifyInstance, { documents }: { documents: Documents }): void {
  withRawBody(app, largestDocument, (raw) => {
    route(raw, {
      method: 'POST',
      url: '/api/v1/documents',
      right: 'vehicles.write',
      summary: '上传证件照片（请求体即文件，JPEG、PNG、WebP 或 PDF）',
      response: z.object({ sha256: z.string(), bytes: z.number().int() }),
      handler: ({ request }) => documents.put(Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)),
    });
  });
  route(app, {
    method: 'GET',
    url: '/api/v1/snapshots/:sha256',
    right: 'passages.read',
    summary: '查看图片或文件',
    params: z.object({ sha256: z.string().regex(/^[0-9a-f]{64}$/, '应为 64 位小写十六进制') }),
    produces: 'image/*',
    async handler({ params, request, reply }) {
      const tag = `"${params.sha256}"`;
      // The name is the hash of the content, so what has been seen once never changes.
      reply.headers({ etag: tag, 'cache-control': 'private, max-age=31536000, immutable', 'x-content-type-options': 'nosniff' });
      if (request.headers['if-none-match'] === tag) return reply.status(304).send();
      const { type, bytes, stream } = await documents.open(params.sha256).catch((error: unknown) => {
        reply.removeHeader('etag').header('cache-control', 'no-store');
        throw error;
      });
      if (type === null) reply.header('content-disposition', 'attachment');
      return reply
        .type(type ?? 'application/octet-stream')
        .header('content-length', bytes)
        .send(stream);
    },
  });
}
