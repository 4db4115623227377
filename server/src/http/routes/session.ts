import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { codesOf, roles } from '../../domain/codes.ts';
import { AppError } from '../../domain/errors.ts';
import { rightsOf } from '../../domain/rights.ts';
import type { Accounts } from '../../services/accounts/accounts.ts';
import type { LogIn } from '../../services/accounts/sessions.ts';
import type { Sites } from '../../services/sites/sites.ts';
import { sessionCookie } from '../auth.ts';
import { route } from '../route.ts';

const loginsPerMinute = 30;
const secret = z.string().min(1).max(200);
const password = secret.meta({ title: '密码' });

const sessionView = z.object({
  account: z.object({ id: z.string(), name: z.string(), displayName: z.string(), role: z.enum(codesOf(roles)) }),
  rights: z.array(z.string()),
  site: z.object({ id: z.string(), name: z.string(), timeZone: z.string() }),
  setupNeeded: z.boolean(),
});

/** Logging in and out, one's own password, and the first set-up of a site. */
export function sessionRoutes(app: FastifyInstance, parts: { accounts: Accounts; sites: Sites }): void {
  const viewOf = ({ actor, role }: Pick<FastifyRequest, 'actor' | 'role'>): z.input<typeof sessionView> => {
    if (actor.type !== 'account' && actor.type !== 'token') throw new AppError('AUTH_REQUIRED');
    if (role === null) throw new AppError('AUTH_REQUIRED');
    const account = actor.type === 'account' ? parts.accounts.register.find(actor.id) : null;
    const { name, timeZone } = parts.sites.settings();
    return {
      account: { id: actor.id, name: actor.name, displayName: account?.displayName ?? actor.name, role },
      rights: rightsOf(role),
      site: { id: parts.sites.siteId, name, timeZone },
      setupNeeded: false,
    };
  };

  /** Sets the cookie and answers as GET /session does. */
  const welcome = (login: LogIn, request: FastifyRequest, reply: FastifyReply) => {
    reply.setCookie(sessionCookie, login.secret, { ...cookieOptions(request), expires: new Date(login.expiresAt) });
    const { id, name, role } = login.account;
    return viewOf({ actor: { type: 'account', id, name, role }, role });
  };

  route(app, {
    method: 'GET',
    url: '/api/v1/session',
    right: 'session',
    summary: '当前登录的账号与权限',
    response: sessionView,
    handler: ({ request }) => viewOf(request),
  });
  route(app, {
    method: 'POST',
    url: '/api/v1/session',
    right: 'public',
    summary: '登录（账号密码或一次性链接）',
    perMinute: loginsPerMinute,
    body: z.union([
      z.object({ name: z.string().min(1).max(100).meta({ title: '账号' }), password }),
      z.object({ token: secret.meta({ title: '一次性令牌' }) }),
    ]),
    response: sessionView,
    handler: async ({ body, request, reply }) => {
      const { source } = request;
      const login = 'token' in body ? await parts.accounts.logInByLink({ token: body.token, source }) : await parts.accounts.logIn({ ...body, source });
      return welcome(login, request, reply);
    },
  });
  route(app, {
    method: 'DELETE',
    url: '/api/v1/session',
    right: 'session',
    summary: '退出登录',
    response: z.object({}),
    handler: async ({ request, reply }) => {
      if (request.identity) await parts.accounts.logOut(request.identity);
      reply.clearCookie(sessionCookie, cookieOptions(request));
      return {};
    },
  });
  route(app, {
    method: 'POST',
    url: '/api/v1/session/password',
    right: 'session',
    summary: '修改自己的密码',
    perMinute: loginsPerMinute,
    body: z.object({ current: z.string().max(200).meta({ title: '当前密码' }), next: password.meta({ title: '新密码' }) }),
    response: z.object({}),
    handler: async ({ body, request }) => {
      if (request.identity) await parts.accounts.register.changePassword(request.identity, { ...body, source: request.source });
      return {};
    },
  });

  route(app, {
    method: 'GET',
    url: '/api/v1/setup',
    right: 'public',
    summary: '是否需要初始化',
    response: z.object({ setupNeeded: z.boolean() }),
    handler: () => ({ setupNeeded: parts.accounts.setupNeeded() }),
  });
  route(app, {
    method: 'POST',
    url: '/api/v1/setup',
    right: 'public',
    summary: '初始化：建立第一个系统管理员',
    perMinute: loginsPerMinute,
    body: z.object({
      token: secret.meta({ title: '一次性令牌' }),
      siteName: z.string().trim().min(1).max(100).meta({ title: '企业（厂区）名称' }),
      stageLine: z.enum(['china-3', 'china-4', 'china-5']).meta({ title: '禁止进厂的排放阶段上限' }),
      account: z.object({
        name: accountNameSchema(),
        displayName: z.string().trim().min(1).max(50).meta({ title: '姓名' }),
        password,
      }),
    }),
    response: sessionView,
    handler: async ({ body, request, reply }) => {
      const { token, ...choice } = body;
      return welcome(await parts.accounts.completeSetup({ token, choice, source: request.source }), request, reply);
    },
  });
}

/** Letters of any script, digits and `. _ @ -`; compared without regard to case. */
export function accountNameSchema() {
  return z
    .string()
    .trim()
    .regex(/^[\p{L}\p{N}._@-]{2,32}$/u, '应为 2–32 个字母、汉字、数字或 . _ @ -')
    .meta({ title: '账号' });
}

/** Behind a TLS proxy the browser speaks https though we do not; a forged header only makes the cookie stricter. */
function cookieOptions(request: FastifyRequest) {
  const secure = request.protocol === 'https' || request.headers['x-forwarded-proto'] === 'https';
  return { path: '/', httpOnly: true, sameSite: 'strict', secure } as const;
}
