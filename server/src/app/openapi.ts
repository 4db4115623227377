import { pino } from 'pino';
import { createHttpServer } from '../http/server.ts';
import { type SiteRouteParts, siteRouteList } from './site-routes.ts';

/** The API document of a site, made from the routes themselves without opening a site: their parts are only touched by calls. */
export async function openapiDocument(): Promise<object> {
  const { app } = await createHttpServer({
    config: { version: '1', webRoot: null, checkAnswers: false },
    accounts: { byToken: () => null, bySession: () => null },
    routes: siteRouteList(inert() as SiteRouteParts),
    log: pino({ level: 'silent' }),
    readiness: async () => [],
  });
  const document = app.swagger();
  await app.close();
  return document;
}

/** Answers every member and every call with itself, so that registering routes finds parts where it looks for some. */
export function inert(): unknown {
  const self: unknown = new Proxy(() => undefined, {
    get: (_target, name) => (typeof name === 'symbol' || name === 'then' ? undefined : self),
    apply: () => self,
  });
  return self;
}
