import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { codesOf, roles } from '../../domain/codes.ts';
import { formatInstant } from '../../domain/time.ts';
import type { Accounts } from '../../services/accounts/accounts.ts';
import type { Account } from '../../services/accounts/parts.ts';
import type { Sites } from '../../services/sites/sites.ts';
import { idParams, pageOf, route } from '../route.ts';
import { accountNameSchema } from './session.ts';

const role = z.enum(codesOf(roles)).meta({ title: '角色' });
const displayName = z.string().trim().min(1).max(50).meta({ title: '姓名' });
const password = z.string().min(1).max(200).meta({ title: '密码' });

const accountView = z.object({
  id: z.string(),
  name: z.string().meta({ title: '账号' }),
  displayName,
  role,
  disabled: z.boolean().meta({ title: '已停用' }),
  createdAt: z.string().meta({ title: '建立时间' }),
  passwordChangedAt: z.string().nullable().meta({ title: '密码修改时间' }),
});
const tokenView = z.object({
  id: z.string(),
  name: z.string().meta({ title: '用途' }),
  role,
  createdAt: z.string().meta({ title: '建立时间' }),
  createdBy: z.string().meta({ title: '建立人' }),
  revokedAt: z.string().nullable().meta({ title: '吊销时间' }),
});
const sessionItem = z.object({
  startedAt: z.string().meta({ title: '登录时间' }),
  lastSeenAt: z.string().meta({ title: '最后活动' }),
  expiresAt: z.string().meta({ title: '到期时间' }),
  source: z.string().meta({ title: '来源地址' }),
});

/** People's accounts, their sessions, and the tokens of programs. */
export function accountRoutes(app: FastifyInstance, parts: { accounts: Accounts; sites: Sites }): void {
  const instant = (ms: number) => formatInstant(ms, parts.sites.settings().timeZone);
  const maybe = (ms: number | null) => (ms === null ? null : instant(ms));
  const viewOf = (account: Account) => ({ ...account, createdAt: instant(account.createdAt), passwordChangedAt: maybe(account.passwordChangedAt) });

  route(app, {
    method: 'GET',
    url: '/api/v1/accounts',
    right: 'accounts.manage',
    summary: '账号列表',
    response: pageOf(accountView),
    handler: async () => ({ items: (await parts.accounts.register.list()).map(viewOf), nextCursor: null }),
  });
  route(app, {
    method: 'POST',
    url: '/api/v1/accounts',
    right: 'accounts.manage',
    summary: '新建账号',
    body: z.strictObject({ name: accountNameSchema(), displayName, role, password }),
    response: accountView,
    handler: async ({ body, actor }) => viewOf(await parts.accounts.register.create(body, actor)),
  });
  route(app, {
    method: 'PATCH',
    url: '/api/v1/accounts/:id',
    right: 'accounts.manage',
    summary: '修改账号：姓名、角色、停用、重设密码',
    params: idParams,
    body: z.strictObject({ displayName, role, disabled: z.boolean().meta({ title: '停用' }), password }).partial(),
    response: accountView,
    handler: async ({ params, body, actor }) => viewOf(await parts.accounts.register.update(params.id, body, actor)),
  });
  route(app, {
    method: 'GET',
    url: '/api/v1/accounts/:id/sessions',
    right: 'accounts.manage',
    summary: '账号的在线会话',
    params: idParams,
    response: pageOf(sessionItem),
    handler: async ({ params }) => {
      const sessions = await parts.accounts.sessionsOf(params.id);
      const items = sessions.map(({ startedAt, lastSeenAt, expiresAt, source }) => {
        return { startedAt: instant(startedAt), lastSeenAt: instant(lastSeenAt), expiresAt: instant(expiresAt), source };
      });
      return { items, nextCursor: null };
    },
  });
  route(app, {
    method: 'DELETE',
    url: '/api/v1/accounts/:id/sessions',
    right: 'accounts.manage',
    summary: '强制账号退出登录',
    params: idParams,
    response: z.object({}),
    handler: async ({ params, actor }) => {
      await parts.accounts.endSessions(params.id, actor);
      return {};
    },
  });

  route(app, {
    method: 'GET',
    url: '/api/v1/tokens',
    right: 'accounts.manage',
    summary: '接口令牌列表',
    response: pageOf(tokenView),
    handler: async () => {
      const tokens = await parts.accounts.listTokens();
      return { items: tokens.map((token) => ({ ...token, createdAt: instant(token.createdAt), revokedAt: maybe(token.revokedAt) })), nextCursor: null };
    },
  });
  route(app, {
    method: 'POST',
    url: '/api/v1/tokens',
    right: 'accounts.manage',
    summary: '新建接口令牌（只显示这一次）',
    body: z.strictObject({ name: z.string().trim().min(1).max(50).meta({ title: '用途' }), role }),
    response: z.object({ id: z.string(), token: z.string() }),
    handler: ({ body, actor }) => parts.accounts.createToken({ ...body, by: actor }),
  });
  route(app, {
    method: 'DELETE',
    url: '/api/v1/tokens/:id',
    right: 'accounts.manage',
    summary: '吊销接口令牌',
    params: idParams,
    response: z.object({}),
    handler: async ({ params, actor }) => {
      await parts.accounts.revokeToken(params.id, actor);
      return {};
    },
  });
}
