import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { AppError } from '../../domain/errors.ts';
import type { Photos } from '../../services/uploads/photos.ts';
import { route } from '../route.ts';

/** Pictures for the platforms that fetch them, by an unguessable token. A picture under its token never changes. */
export function photoRoutes(app: FastifyInstance, { photos }: { photos: Photos }): void {
  route(app, {
    method: ['GET', 'HEAD'],
    url: '/photos/:token',
    right: 'public',
    summary: '照片',
    params: z.object({ token: z.string().max(100).meta({ title: '照片令牌' }) }),
    produces: 'image/jpeg',
    handler: async ({ params, request, reply }) => {
      const photo = await photos.open(params.token);
      if (!photo) throw new AppError('PHOTO_NOT_FOUND');
      const etag = `"${photo.sha256}"`;
      reply.headers({ etag, 'cache-control': 'private, max-age=86400, immutable', 'cross-origin-resource-policy': 'cross-origin' });
      if (request.headers['if-none-match'] === etag) {
        await photo.file.close();
        return reply.status(304).send();
      }
      reply.headers({ 'content-type': photo.contentType, 'content-length': photo.bytes });
      if (request.method === 'HEAD') {
        await photo.file.close();
        return reply.send();
      }
      return reply.send(photo.file.createReadStream());
    },
  });
}
