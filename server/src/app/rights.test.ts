import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { codesOf, type Role, roles } from '../domain/codes.ts';
import { may } from '../domain/rights.ts';
import { createHttpServer, type HttpServer } from '../http/server.ts';
import { createAccounts } from '../services/accounts/accounts.ts';
import { openTempSite, type TempSite } from '../testing/temp-database.ts';
import { inert } from './openapi.ts';
import { type SiteRouteParts, siteRouteList } from './site-routes.ts';

const letIn = 299;
let site: TempSite;
let server: HttpServer;
const tokens = new Map<Role, string>();
const cookies = new Map<Role, string>();

beforeAll(async () => {
  site = await openTempSite();
  const accounts = createAccounts({ writer: site.writer, readers: site.readers, now: Date.now, onError: () => undefined }, () => undefined);
  const by = { type: 'system', name: 'test' } as const;
  for (const role of codesOf(roles)) {
    tokens.set(role, (await accounts.createToken({ name: role, role, by })).token);
    const account = await accounts.register.create({ name: role, displayName: role, role, password: null }, by);
    const link = await accounts.createLoginLink({ accountId: account.id, minutes: 5, by });
    cookies.set(role, (await accounts.logInByLink({ token: link, source: '127.0.0.1' })).secret);
  }
  server = await createHttpServer({
    config: { version: '0', webRoot: null, checkAnswers: false },
    accounts,
    routes: [
      // What passes the guard is answered here, before any handler: the guard alone is on trial.
      (app) => app.addHook('preParsing', async (_request, reply) => reply.status(letIn).send('in')),
      ...siteRouteList(inert() as SiteRouteParts),
    ],
    log: pino({ level: 'silent' }),
    readiness: async () => [],
  });
});
afterAll(async () => {
  await server.app.close();
  await site.remove();
});

async function statuses(headers: Record<string, string>): Promise<Map<string, number>> {
  const found = new Map<string, number>();
  for (const { method, url } of server.routes) {
    const path = url.replace(/:\w+/g, '1').replace('*', 'x');
    const answer = await server.app.inject({ method: method as 'GET', url: path, headers });
    found.set(`${method} ${url}`, answer.statusCode);
  }
  return found;
}

test('without credentials every route answers 401 but the public ones', async () => {
  expect(server.routes.length).toBeGreaterThan(40);
  const expected = new Map(server.routes.map(({ method, url, right }) => [`${method} ${url}`, right === 'public' ? letIn : 401]));
  expect(await statuses({})).toEqual(expected);
  expect(await statuses({ authorization: 'Bearer nothing' })).toEqual(expected);
  expect(await statuses({ cookie: 'greengate_session=nothing' })).toEqual(expected);
});

test.each(codesOf(roles))('the role %s gets exactly what its rights say, by token and by session', async (role) => {
  const expected = new Map(
    server.routes.map(({ method, url, right }) => {
      const open = right === 'public' || right === 'session' || may(role, right);
      return [`${method} ${url}`, open ? letIn : 403];
    }),
  );
  expect(await statuses({ authorization: `Bearer ${tokens.get(role)}` })).toEqual(expected);
  expect(await statuses({ cookie: `greengate_session=${cookies.get(role)}` })).toEqual(expected);
});

test('the public routes are the ones that the contract names', () => {
  const open = new Set(server.routes.filter(({ right }) => right === 'public').map(({ url }) => url));
  const named = ['/healthz', '/readyz', '/metrics', '/api/v1/openapi.json', '/api/docs', '/api/docs/page.js', '/api/v1/session', '/api/v1/setup', '/*'];
  expect([...open].filter((url) => !named.includes(url) && !/^\/(in|photos)\//.test(url))).toEqual([]);
});
