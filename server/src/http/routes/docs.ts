import type { FastifyInstance } from 'fastify';
import { route } from '../route.ts';
import { docsPage, docsScript } from './docs-page.ts';

/** The API document and a page to read it, both without anything from elsewhere. */
export function docsRoutes(app: FastifyInstance): void {
  route(app, {
    method: 'GET',
    url: '/api/v1/openapi.json',
    right: 'public',
    summary: '接口文档（OpenAPI 3.1）',
    handler: ({ reply }) => reply.type('application/json; charset=utf-8').send(JSON.stringify(app.swagger())),
  });
  route(app, {
    method: 'GET',
    url: '/api/docs',
    right: 'public',
    summary: '接口说明页',
    hidden: true,
    handler: ({ reply }) => reply.type('text/html; charset=utf-8').send(docsPage),
  });
  // A file of its own, since the policy of the pages allows no script inside of one.
  route(app, {
    method: 'GET',
    url: '/api/docs/page.js',
    right: 'public',
    summary: '接口说明页的程序',
    hidden: true,
    handler: ({ reply }) => reply.type('text/javascript; charset=utf-8').send(docsScript),
  });
}
