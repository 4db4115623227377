import type { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Role } from '../domain/codes.ts';
import type { Actor } from '../domain/ledger/entry.ts';
import type { Right } from '../domain/rights.ts';
import { readWholeBody } from './whole-body.ts';
import type { Identity } from '../services/accounts/parts.ts';

/**
 * How to add a route:
 *   1. a file `routes/<resource>.ts` exports `thingRoutes(app, { things })`; handlers touch the parts only when they are called;
 *   2. each route is one `route(app, { method, url, right, summary, params, query, body, response, handler })`, url in full: `/api/v1/things/:id`;
 *   3. one line in the list of routes in app/.
 * `right` is a right of domain/rights.ts, `session` (anybody logged in) or `public`. A route that states none stops the start.
 * The handler gets what was validated and returns the JSON body; expected failures are `throw new AppError('AREA_WHAT')`.
 * For bytes or streams, send them by `reply` and return `reply`. A body that is not JSON: define the route inside `withRawBody`.
 */
export type Guard = Right | 'session' | 'public';

declare module 'fastify' {
  interface FastifyContextConfig {
    right?: Guard;
  }
  interface FastifyRequest {
    /** Who asks; null on public routes without (valid) credentials. */
    identity: Identity | null;
    /** The author of entries. On a public route without credentials: the system, named `public`. */
    actor: Actor;
    role: Role | null;
    /** The peer's address as the socket knows it, IPv4 in its short form. Headers never change it. */
    source: string;
    /** Inside `withRawBody`: the content type as sent, null when none was. */
    sentContentType: string | null;
  }
}

export interface HandlerInput<G extends Guard, P, Q, B> {
  params: P;
  query: Q;
  body: B;
  actor: Actor;
  role: G extends 'public' ? Role | null : Role;
  request: FastifyRequest;
  reply: FastifyReply;
}

type Method = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface RouteOptions<G extends Guard, P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType> {
  method: Method | Method[];
  /** The whole path with `:name` parameters. */
  url: string;
  right: G;
  /** One Chinese phrase; heads the route in the API page. */
  summary: string;
  params?: P;
  query?: Q;
  body?: B;
  response?: R;
  /** Of the success answer; 200 when absent. */
  status?: number;
  /** Further answers by status that are no errors of the catalogue. */
  otherResponses?: Record<number, z.ZodType>;
  /** Bytes; 1 MiB when absent. */
  bodyLimit?: number;
  /** Requests a minute and source; unlimited when absent. */
  perMinute?: number;
  /** Content type of an answer that is not JSON. */
  produces?: string;
  /** True keeps it out of the API page (what devices and browsers call). */
  hidden?: boolean;
  handler(input: HandlerInput<G, z.output<P>, z.output<Q>, z.output<B>>): Promise<z.input<R> | FastifyReply> | z.input<R> | FastifyReply;
}

/** Registers one route with its right, its schemas and its place in the API document. See the top of this file. */
export function route<
  G extends Guard,
  P extends z.ZodType = z.ZodUnknown,
  Q extends z.ZodType = z.ZodUnknown,
  B extends z.ZodType = z.ZodUnknown,
  R extends z.ZodType = z.ZodUnknown,
>(app: FastifyInstance, options: RouteOptions<G, P, Q, B, R>): void {
  const { params, query, body, response, produces, handler } = options;
  const status = options.status ?? 200;
  const answer = produces ? { content: { [produces]: { schema: z.string() } } } : response;
  app.route({
    method: options.method,
    url: options.url,
    ...(options.bodyLimit === undefined ? {} : { bodyLimit: options.bodyLimit }),
    config: {
      right: options.right,
      ...(options.perMinute === undefined ? {} : { rateLimit: { max: options.perMinute, timeWindow: 60_000 } }),
    },
    schema: {
      summary: options.summary,
      tags: [options.url.split('/')[3] ?? 'site'],
      ...(options.right === 'public' ? { security: [] } : {}),
      ...(options.hidden ? { hide: true } : {}),
      ...(params ? { params } : {}),
      ...(query ? { querystring: query } : {}),
      ...(body ? { body } : {}),
      ...(answer ? { response: { [status]: answer, ...options.otherResponses, default: errorBody } } : {}),
    },
    handler: async (request, reply) => {
      reply.status(status);
      return handler({
        params: request.params as z.output<P>,
        query: request.query as z.output<Q>,
        body: request.body as z.output<B>,
        actor: request.actor,
        role: request.role as G extends 'public' ? Role | null : Role,
        request,
        reply,
      });
    },
  });
}

/** Routes defined inside get their body as one Buffer, whatever its content type says; `request.sentContentType` is what was said. */
export function withRawBody(app: FastifyInstance, bodyLimit: number, define: (raw: FastifyInstance) => void): void {
  app.register(async (raw) => {
    raw.removeAllContentTypeParsers();
    raw.addContentTypeParser('*', ({ headers }: FastifyRequest, payload: Readable) =>
      readWholeBody(payload, { statedLength: headers['content-length'], limit: bodyLimit }),
    );
    raw.addHook('onRoute', (options) => {
      options.bodyLimit ??= bodyLimit;
    });
    // Fastify answers 415 to a content type that it cannot read; cameras send such.
    raw.addHook('onRequest', async (request) => {
      request.sentContentType = request.headers['content-type'] ?? null;
      if (request.sentContentType !== null) request.headers['content-type'] = 'application/octet-stream';
    });
    define(raw);
  });
}

/** The body of every error answer. */
export const errorBody = z.object({
  code: z.string().meta({ title: '错误代码' }),
  message: z.string().meta({ title: '说明' }),
  next: z.string().meta({ title: '下一步' }),
  params: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).meta({ title: '参数' }),
  requestId: z.string().meta({ title: '请求编号' }),
});

/** `?limit=&cursor=` of every list; extend it with the list's filters. */
export const pageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(500).default(50).meta({ title: '每页条数' }),
  cursor: z.string().max(200).optional().meta({ title: '下一页位置' }),
});

/** The answer of every list. */
export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() });
}

/** `:id` of a path. */
export const idParams = z.object({ id: z.string().min(1).max(100).meta({ title: '编号' }) });
