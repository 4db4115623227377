import type {} from '@fastify/cookie';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { AppError } from '../domain/errors.ts';
import { may, type Right } from '../domain/rights.ts';
import type { Identity } from '../services/accounts/parts.ts';
import './route.ts';

export const sessionCookie = 'greengate_session';
const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/** What the guard needs of services/accounts: both lookups are immediate and answer null to anything not in force now. */
export interface Authenticator {
  byToken(token: string): Identity | null;
  /** `passive` looks without counting as a sign of life. */
  bySession(secret: string, passive?: boolean): Identity | null;
}

/** Puts `identity`, `actor`, `role`, `source` on every request and refuses whatever the route's right does not cover; a route without one is refused to all. */
export function guardRequests(app: FastifyInstance, accounts: Authenticator): void {
  app.decorateRequest('identity', null);
  app.decorateRequest('role', null);
  app.decorateRequest('sentContentType', null);
  app.decorateRequest('actor');
  app.decorateRequest('source', '');
  app.addHook('onRoute', (options) => {
    if (!options.config?.right) throw new Error(`route ${String(options.method)} ${options.url} states no right`);
  });
  app.addHook('onRequest', async (request) => {
    request.source = sourceOf(request);
    request.actor = { type: 'system', name: 'public' };
    const right = request.is404 ? 'public' : request.routeOptions.config.right;
    if (right === undefined) throw new AppError('AUTH_FORBIDDEN');
    const bearer = bearerOf(request);
    // The route's own path: `/%61pi/…` reaches the same route as `/api/…`.
    if (bearer === null && !safeMethods.has(request.method) && request.routeOptions.url?.startsWith('/api/')) refuseOtherOrigins(request);
    if (right === 'public') return;
    const identity = identify(request, accounts);
    if (!identity) throw new AppError('AUTH_REQUIRED');
    request.identity = identity;
    request.actor = identity.actor;
    request.role = identity.role;
    if (right !== 'session' && !may(identity.role, right)) throw new AppError('AUTH_FORBIDDEN');
  });
}

/** The identity behind a request's bearer token or session cookie. A bad bearer token is never helped out by a cookie. */
export function identify(request: FastifyRequest, accounts: Authenticator, passive = false): Identity | null {
  const bearer = bearerOf(request);
  if (bearer !== null) return accounts.byToken(bearer);
  const cookie = request.cookies[sessionCookie];
  return cookie ? accounts.bySession(cookie, passive) : null;
}

/** For answers that stay open: whether the request would still be let in now. Does not keep an idle session alive. */
export function stillAllowed(request: FastifyRequest, accounts: Authenticator, right: Right): boolean {
  const identity = identify(request, accounts, true);
  return identity !== null && may(identity.role, right);
}

function bearerOf(request: FastifyRequest): string | null {
  const header = request.headers.authorization;
  if (header === undefined) return null;
  return /^Bearer +(\S+)$/i.exec(header)?.[1] ?? '';
}

/**
 * Browsers send cookies along with requests that other pages make. Over plain http they send no Sec-Fetch-Site, so Origin
 * must then name this host. A request with neither header comes from no browser, and SameSite=Strict holds besides.
 */
function refuseOtherOrigins(request: FastifyRequest): void {
  const { origin, host, 'sec-fetch-site': site } = request.headers;
  if (site !== undefined && site !== 'same-origin') throw new AppError('AUTH_OTHER_ORIGIN');
  if (origin === undefined) return;
  if (!URL.canParse(origin) || new URL(origin).host !== host) throw new AppError('AUTH_OTHER_ORIGIN');
}

function sourceOf(request: FastifyRequest): string {
  const address = request.socket.remoteAddress ?? '';
  return address.startsWith('::ffff:') && address.includes('.') ? address.slice(7) : address;
}
