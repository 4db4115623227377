import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { AppError } from '../domain/errors.ts';
import { answerError } from './error-handler.ts';
import { route } from './route.ts';

const notBuilt = `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>绿闸</title>
<body style="font:16px/1.8 sans-serif;max-width:40em;margin:4em auto;padding:0 1em"><h1>绿闸正在运行</h1>
<p>网页文件尚未生成，门禁、台账与接口照常工作。</p><p>请用 npm start 启动以生成网页，或查看 <a href="/api/docs">接口说明</a>。</p></body></html>`;
const ours = /^\/+(api|in|photos)(\/|$)/i;

/** The pages: files as they are, hashed ones for a year; any other address a person may open gets index.html, which knows its own addresses. */
export async function serveWeb(app: FastifyInstance, webRoot: string | null): Promise<void> {
  const built = webRoot !== null && existsSync(webRoot);
  if (built) await app.register(fastifyStatic, { root: webRoot, serve: false, index: false, preCompressed: true, cacheControl: false });
  const sendIndex = (reply: FastifyReply) => {
    reply.header('cache-control', 'no-cache');
    if (!built || !existsSync(join(webRoot, 'index.html'))) return reply.type('text/html; charset=utf-8').send(notBuilt);
    return reply.sendFile('index.html');
  };
  route(app, {
    method: ['GET', 'HEAD'],
    url: '/*',
    right: 'public',
    summary: '网页',
    hidden: true,
    handler: ({ request, reply }) => {
      const path = (request.params as { '*': string })['*'];
      if (ours.test(`/${path}`)) throw new AppError('HTTP_NOT_FOUND');
      if (path === '' || !built) return sendIndex(reply);
      reply.header('cache-control', path.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-cache');
      return reply.sendFile(path);
    },
  });
  // A missing file comes here from sendFile as well.
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?', 1)[0] ?? '';
    const page = request.method === 'GET' && !ours.test(path) && !/\.\w{1,8}$/.test(path);
    return page ? sendIndex(reply.status(200)) : answerError(new AppError('HTTP_NOT_FOUND'), request, reply.removeHeader('cache-control'));
  });
}
