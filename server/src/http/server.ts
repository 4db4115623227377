import { randomBytes } from 'node:crypto';
import cookie from '@fastify/cookie';
import rateLimit from '@fastify/rate-limit';
import swagger from '@fastify/swagger';
import { type FastifyBaseLogger, type FastifyInstance, fastify, LogController } from 'fastify';
import { createJsonSchemaTransform, serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { Histogram, Registry } from 'prom-client';
import { z } from 'zod';
import { AppError } from '../domain/errors.ts';
import { beijingOffset } from '../domain/time.ts';
import { type Authenticator, guardRequests, sessionCookie } from './auth.ts';
import { answerClientError } from './client-errors.ts';
import { answerError, handleErrors } from './error-handler.ts';
import { answerInOffset } from './instants.ts';
import { maskPath } from './log.ts';
import type { Guard } from './route.ts';
import { docsRoutes } from './routes/docs.ts';
import { healthRoutes, type ReadyPart } from './routes/health.ts';
import { takeRefusedBodies } from './unread-body.ts';
import { serveWeb } from './web-files.ts';

export interface HttpConfig {
  version: string;
  /** Folder of the built pages; null serves none. */
  webRoot: string | null;
  /** True checks every answer against its schema: for tests; an answer that breaks it becomes a 500. */
  checkAnswers: boolean;
  /** A request whose head or body takes longer is cut; 30 s when absent. */
  requestTimeoutMs?: number;
  /** The offset in which instants go out; `+08:00` when absent. */
  timeZone?: () => string;
}

export interface HttpParts {
  config: HttpConfig;
  accounts: Authenticator;
  /** Each registers the routes of one resource. */
  routes: readonly ((app: FastifyInstance) => void)[];
  log: FastifyBaseLogger;
  readiness(): Promise<ReadyPart[]>;
}

export interface RegisteredRoute {
  method: string;
  url: string;
  right: Guard;
}

export interface HttpServer {
  /** `listen`, `close`, `inject`, and `swagger()` for the API document. */
  app: FastifyInstance;
  /** Gauges and counters of the other parts are registered here and stand in /metrics. */
  registry: Registry;
  /** Every route, for tests and lists. */
  routes: readonly RegisteredRoute[];
}

const MiB = 1024 * 1024;

/** Builds the HTTP edge, ready to listen; throws when a route states no right. */
export async function createHttpServer({ config, accounts, routes, log, readiness }: HttpParts): Promise<HttpServer> {
  z.config(z.locales.zhCN());
  const requestTimeout = config.requestTimeoutMs ?? 30_000;
  const app = fastify({
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: requestIds(),
    // A logger of its own costs a push more than its decision; what a push logs names its device instead.
    childLoggerFactory: (logger, bindings, options, request) => (request.url?.startsWith('/in/') ? logger : logger.child(bindings, options)),
    requestIdHeader: false,
    bodyLimit: MiB,
    requestTimeout,
    keepAliveTimeout: 72_000,
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    exposeHeadRoutes: false,
    http: { headersTimeout: requestTimeout, connectionsCheckingInterval: Math.min(1_000, requestTimeout) },
    routerOptions: { maxParamLength: 300, ignoreTrailingSlash: true },
    clientErrorHandler: answerClientError,
    frameworkErrors: (_error, request, reply) => answerError(new AppError('HTTP_NOT_FOUND'), request, reply),
  });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(config.checkAnswers ? serializerCompiler : () => JSON.stringify);
  acceptEmptyJson(app);
  handleErrors(app);

  const registered: RegisteredRoute[] = [];
  app.addHook('onRoute', (options) => {
    for (const method of [options.method].flat()) if (options.config?.right) registered.push({ method, url: options.url, right: options.config.right });
  });
  await app.register(cookie);
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: '绿闸 GreenGate', version: config.version, description: '移动源环保门禁台账系统接口' },
      components: {
        securitySchemes: {
          bearer: { type: 'http', scheme: 'bearer', description: '令牌' },
          session: { type: 'apiKey', in: 'cookie', name: sessionCookie, description: '登录会话' },
        },
      },
      security: [{ bearer: [] }, { session: [] }],
    },
    transform: createJsonSchemaTransform({ zodToJsonConfig: { unrepresentable: 'any' } }),
  });
  guardRequests(app, accounts);
  await app.register(rateLimit, { global: false, keyGenerator: (request) => request.socket.remoteAddress ?? '' });
  const registry = observe(app);
  secureHeaders(app);
  answerInOffset(app, config.timeZone ?? (() => beijingOffset));
  takeRefusedBodies(app);
  closePromptly(app);

  healthRoutes(app, { accounts, readiness, registry });
  docsRoutes(app);
  for (const register of routes) register(app);
  await serveWeb(app, config.webRoot);
  await app.ready();
  return { app, registry, routes: registered };
}

/** Numbers after a random beginning: ids of two runs are never the same, and randomness is not drawn for each request. */
function requestIds(): () => string {
  const run = randomBytes(4).toString('hex');
  let last = 0;
  return () => run + (++last).toString(16).padStart(4, '0');
}

/** A POST without content may still say application/json; it then has no body, which is no error. */
function acceptEmptyJson(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.removeContentTypeParser(['application/json', 'text/plain']);
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body === '') done(null, undefined);
    else parse(request, body as string, done);
  });
}

/** One line a request in the log, with a path that gives nothing away, and the durations for /metrics. */
function observe(app: FastifyInstance): Registry {
  const registry = new Registry();
  const durations = new Histogram({
    name: 'greengate_http_request_seconds',
    help: 'Duration of HTTP requests by route, method and status class',
    labelNames: ['route', 'method', 'status'],
    buckets: [0.005, 0.025, 0.1, 0.5, 2, 10],
    registers: [registry],
  });
  app.addHook('onResponse', async (request, reply) => {
    const ms = Math.round(reply.elapsedTime);
    durations.observe({ route: request.routeOptions.url ?? 'none', method: request.method, status: `${Math.floor(reply.statusCode / 100)}xx` }, ms / 1000);
    const by = request.identity ? `${request.identity.actor.type}:${request.identity.actor.id}` : null;
    // Devices and watchers call every second; their successes would drown the rest.
    const level = reply.statusCode < 400 && /^\/(in|healthz|readyz|metrics)(\/|$|\?)/.test(request.url) ? 'debug' : 'info';
    if (level === 'debug' && app.log.level !== 'debug' && app.log.level !== 'trace') return;
    request.log[level]({ method: request.method, path: maskPath(request.url), status: reply.statusCode, ms, source: request.source, by }, 'request');
  });
  return registry;
}

/** The pages load nothing from elsewhere and stand in nobody's frame; antd writes style elements. */
function secureHeaders(app: FastifyInstance): void {
  app.addHook('onRequest', async (request, reply) => {
    // Nothing renders what a camera is answered, and a gate counts microseconds.
    if (request.url.startsWith('/in/')) return;
    // A streamed picture has a listener of each layer it passes; Node warns of a leak at eleven.
    reply.raw.setMaxListeners(20);
    reply.headers({
      'x-request-id': request.id,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'x-frame-options': 'DENY',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'content-security-policy':
        "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    });
    if (/^\/api\//.test(request.routeOptions.url ?? request.url)) reply.header('cache-control', 'no-store');
  });
}

/** Screens and cameras hold requests open for ever; on closing they get two seconds. */
function closePromptly(app: FastifyInstance): void {
  app.addHook('preClose', (done) => {
    setTimeout(() => app.server.closeAllConnections(), 2_000).unref();
    done();
  });
}
