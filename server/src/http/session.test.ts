import { afterEach, beforeEach, expect, test } from 'vitest';
import type { WriteTx } from '../storage/contract.ts';
import { createAccounts, type Accounts } from '../services/accounts/accounts.ts';
import { createSites } from '../services/sites/sites.ts';
import { createFakeClock } from '../testing/fake-clock.ts';
import { openTempSite, type TempSite } from '../testing/temp-database.ts';
import { createLog } from './log.ts';
import { accountRoutes } from './routes/accounts.ts';
import { auditRoutes } from './routes/audit.ts';
import { sessionRoutes } from './routes/session.ts';
import { createHttpServer, type HttpServer } from './server.ts';

let site: TempSite;
let clock: ReturnType<typeof createFakeClock>;
let accounts: Accounts;
let server: HttpServer;
let stageLines: string[];
let lines: string[];

beforeEach(async () => {
  clock = createFakeClock();
  stageLines = [];
  lines = [];
  site = await openTempSite({ now: clock.now });
  const onError = (error: unknown) => {
    throw error;
  };
  accounts = createAccounts({ writer: site.writer, readers: site.readers, now: clock.now, onError }, (tx: WriteTx, stageLine) => {
    stageLines.push(`${tx.siteId} ${stageLine}`);
  });
  const sites = createSites({ writer: site.writer, siteId: site.siteId, adapters: [], now: clock.now });
  server = await createHttpServer({
    config: { version: '0', webRoot: null, checkAnswers: true },
    accounts,
    routes: [sessionRoutes, accountRoutes, auditRoutes].map((register) => (app) => register(app, { accounts, sites })),
    log: createLog('info', { write: (line) => void lines.push(line) }),
    readiness: async () => [],
  });
});
afterEach(async () => {
  await server.app.close();
  await site.remove();
});

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';
let source = '10.0.0.5';
async function call(method: Method, path: string, { body, cookie, token }: { body?: object; cookie?: string; token?: string } = {}) {
  const headers = { ...(cookie ? { cookie: `greengate_session=${cookie}` } : {}), ...(token ? { authorization: `Bearer ${token}` } : {}) };
  const answer = await server.app.inject({ method, url: `/api/v1${path}`, headers, remoteAddress: source, ...(body ? { payload: body } : {}) });
  return { status: answer.statusCode, body: answer.json(), cookie: answer.cookies[0]?.value ?? '', cookieHeader: String(answer.headers['set-cookie'] ?? '') };
}

const password = 'Gate-1321-ok';
async function setUp(): Promise<string> {
  const token = (await accounts.createSetupLink()) ?? '';
  const body = { token, siteName: '河北某钢厂', stageLine: 'china-4', account: { name: 'Admin', displayName: '赵工', password } };
  return (await call('POST', '/setup', { body })).cookie;
}
async function createGuard(admin: string): Promise<string> {
  const made = await call('POST', '/accounts', { cookie: admin, body: { name: 'men1', displayName: '门卫甲', role: 'guard', password: 'Lane-2468-go' } });
  return made.body.id;
}
const logIn = async (name: string, secret: string) => call('POST', '/session', { body: { name, password: secret } });

test('the first administrator comes in by the printed link, once, and names site and stage line', async () => {
  expect((await call('GET', '/setup')).body).toEqual({ setupNeeded: true });
  const token = (await accounts.createSetupLink()) ?? '';
  const body = { token, siteName: '河北某钢厂', stageLine: 'china-4', account: { name: 'Admin', displayName: '赵工', password } };
  expect((await call('POST', '/setup', { body: { ...body, token: 'wrong' } })).body.code).toBe('AUTH_LINK_INVALID');
  expect((await call('POST', '/setup', { body: { ...body, account: { ...body.account, password: 'abcdefgh' } } })).body.code).toBe('ACCOUNT_PASSWORD_WEAK');
  const done = await call('POST', '/setup', { body });
  expect(done.body).toEqual({
    account: { id: expect.any(String), name: 'admin', displayName: '赵工', role: 'administrator' },
    rights: expect.arrayContaining(['accounts.manage']),
    site: { id: 'site-abc123', name: '河北某钢厂', timeZone: '+08:00' },
    setupNeeded: false,
  });
  expect(done.cookieHeader).toMatch(/^greengate_session=[\w-]{43}; Path=\/; Expires=.*; HttpOnly; SameSite=Strict$/);
  expect(stageLines).toEqual(['site-abc123 china-4']);
  expect((await call('POST', '/setup', { body })).body.code).toBe('ACCOUNT_SETUP_DONE');
  expect(await accounts.createSetupLink()).toBe(null);
  expect((await call('GET', '/setup')).body).toEqual({ setupNeeded: false });
  expect((await call('GET', '/session', { cookie: done.cookie })).status).toBe(200);
});

test('a set-up link of an earlier start and an expired one are dead', async () => {
  const first = (await accounts.createSetupLink()) ?? '';
  const second = (await accounts.createSetupLink()) ?? '';
  const body = (token: string) => ({ token, siteName: '厂', stageLine: 'china-3', account: { name: 'admin', displayName: '赵', password } });
  expect((await call('POST', '/setup', { body: body(first) })).body.code).toBe('AUTH_LINK_INVALID');
  await clock.advance(24 * 3_600_000);
  expect((await call('POST', '/setup', { body: body(second) })).body.code).toBe('AUTH_LINK_INVALID');
});

test('wrong password, unknown name and disabled account get the same answer', async () => {
  const admin = await setUp();
  const id = await createGuard(admin);
  await call('PATCH', `/accounts/${id}`, { cookie: admin, body: { disabled: true } });
  const answers = [await logIn('admin', 'wrong'), await logIn('nobody', 'wrong'), await logIn('men1', 'Lane-2468-go')];
  expect(answers.map(({ status, body: { requestId: _, ...rest } }) => [status, rest])).toEqual(
    Array(3).fill([401, { code: 'AUTH_FAILED', message: '账号或密码不正确', next: '请核对后重试；连续输错会暂时锁定', params: {} }]),
  );
});

test('five failures lock an account from that source for 15 minutes, whether it exists or not; other sources, accounts and tokens go on', async () => {
  const admin = await setUp();
  await createGuard(admin);
  const { token } = await accounts.createToken({ name: '对账程序', role: 'auditor', by: { type: 'system', name: 'test' } });
  for (const name of ['men1', 'ghost']) {
    for (let time = 0; time < 5; time += 1) expect((await logIn(name, 'wrong')).status).toBe(401);
    const locked = await logIn(name, 'Lane-2468-go');
    expect([locked.status, locked.body.code, locked.body.params]).toEqual([429, 'AUTH_LOCKED', { minutes: 15 }]);
  }
  expect((await logIn('admin', password)).status).toBe(200);
  expect((await call('GET', '/audit', { token })).status).toBe(200);
  source = '10.0.0.6';
  expect((await logIn('men1', 'Lane-2468-go')).status).toBe(200);
  source = '10.0.0.5';
  await clock.advance(15 * 60_000);
  expect((await logIn('men1', 'Lane-2468-go')).status).toBe(200);
});

test('log-in is limited to 30 requests a minute and source', async () => {
  source = '10.0.0.77';
  const codes: string[] = [];
  for (let time = 0; time < 32; time += 1) codes.push((await call('POST', '/session', { body: {} })).body.code);
  source = '10.0.0.5';
  expect(codes).toEqual([...Array(30).fill('HTTP_INVALID'), 'HTTP_TOO_MANY', 'HTTP_TOO_MANY']);
  expect((await call('POST', '/session', { body: {} })).body.code).toBe('HTTP_INVALID');
});

test('many wrong passwords at once are no more than five tries', async () => {
  await setUp();
  const answers = await Promise.all(Array.from({ length: 12 }, () => logIn('admin', 'wrong')));
  expect(answers.map((answer) => answer.status).sort()).toEqual([...Array(5).fill(401), ...Array(7).fill(429)]);
});

test('a session dies on log-out, on disabling, on a change of role or password, and by an administrator', async () => {
  const admin = await setUp();
  const id = await createGuard(admin);
  let secret = 'Lane-2468-go';
  const alive = async (cookie: string) => (await call('GET', '/session', { cookie })).status;
  const ends: [string, (cookie: string) => Promise<unknown>][] = [
    ['log-out', (cookie) => call('DELETE', '/session', { cookie })],
    ['ended by an administrator', () => call('DELETE', `/accounts/${id}/sessions`, { cookie: admin })],
    ['role', () => call('PATCH', `/accounts/${id}`, { cookie: admin, body: { role: 'auditor' } })],
    [
      'password reset',
      () => {
        secret = 'Other-9753-go';
        return call('PATCH', `/accounts/${id}`, { cookie: admin, body: { password: secret } });
      },
    ],
    ['disabled', () => call('PATCH', `/accounts/${id}`, { cookie: admin, body: { disabled: true } })],
  ];
  for (const [what, end] of ends) {
    const { cookie } = await logIn('men1', secret);
    expect([what, await alive(cookie)]).toEqual([what, 200]);
    await end(cookie);
    expect([what, await alive(cookie)]).toEqual([what, 401]);
  }
});

test('a changed password keeps the session that changed it and ends the others', async () => {
  const one = await setUp();
  const other = (await logIn('admin', password)).cookie;
  const change = (current: string, next: string) => call('POST', '/session/password', { cookie: one, body: { current, next } });
  expect((await change('wrong', 'New-1321-pass')).body.code).toBe('ACCOUNT_PASSWORD_WRONG');
  expect((await change(password, 'short1A')).body.code).toBe('ACCOUNT_PASSWORD_WEAK');
  expect((await change(password, 'New-1321-pass')).status).toBe(200);
  expect([(await call('GET', '/session', { cookie: one })).status, (await call('GET', '/session', { cookie: other })).status]).toEqual([200, 401]);
  expect((await logIn('admin', 'New-1321-pass')).status).toBe(200);
});

test('a session ends 30 minutes after its last sign of life and 12 hours after its start', async () => {
  const cookie = await setUp();
  const alive = async () => (await call('GET', '/session', { cookie })).status;
  await clock.advance(29 * 60_000);
  expect(await alive()).toBe(200);
  await clock.advance(29 * 60_000);
  expect(await alive()).toBe(200);
  await clock.advance(30 * 60_000);
  expect(await alive()).toBe(401);
  const again = (await logIn('admin', password)).cookie;
  for (let hour = 0; hour < 12 * 3; hour += 1) {
    expect((await call('GET', '/session', { cookie: again })).status).toBe(200);
    await clock.advance(20 * 60_000);
  }
  expect((await call('GET', '/session', { cookie: again })).status).toBe(401);
});

test('looking at a session in passing does not keep it alive', async () => {
  const cookie = await setUp();
  await clock.advance(20 * 60_000);
  expect(accounts.bySession(cookie, true)?.role).toBe('administrator');
  await clock.advance(10 * 60_000);
  expect(accounts.bySession(cookie, true)).toBe(null);
});

test('the guard at the gate stays logged in through a shift', async () => {
  const admin = await setUp();
  await createGuard(admin);
  const { cookie } = await logIn('men1', 'Lane-2468-go');
  await clock.advance(11 * 3_600_000);
  expect((await call('GET', '/session', { cookie })).status).toBe(200);
});

test('a one-time log-in link works once', async () => {
  const admin = await setUp();
  const id = await createGuard(admin);
  const token = await accounts.createLoginLink({ accountId: id, minutes: 10, by: { type: 'system', name: 'demo' } });
  expect((await call('POST', '/session', { body: { token } })).body.account.name).toBe('men1');
  expect((await call('POST', '/session', { body: { token } })).body.code).toBe('AUTH_LINK_INVALID');
});

test('a token is shown once, works until it is revoked, and is stored as a hash alone', async () => {
  const admin = await setUp();
  const made = await call('POST', '/tokens', { cookie: admin, body: { name: '地磅系统', role: 'auditor' } });
  const { id, token } = made.body;
  expect((await call('GET', '/audit', { token })).status).toBe(200);
  expect((await call('GET', '/accounts', { token })).status).toBe(403);
  expect((await call('GET', '/tokens', { cookie: admin })).body.items).toEqual([
    { id, name: '地磅系统', role: 'auditor', createdAt: '2026-03-02T10:00:00+08:00', createdBy: 'admin', revokedAt: null },
  ]);
  expect((await call('DELETE', `/tokens/${id}`, { cookie: admin })).status).toBe(200);
  expect((await call('GET', '/audit', { token })).status).toBe(401);
  expect((await call('DELETE', '/tokens/none', { cookie: admin })).body.code).toBe('TOKEN_NOT_FOUND');
});

test('the last administrator can be neither disabled nor given another role; names are unique without regard to case', async () => {
  const admin = await setUp();
  const { id } = (await call('GET', '/session', { cookie: admin })).body.account;
  for (const body of [{ disabled: true }, { role: 'guard' }]) {
    expect((await call('PATCH', `/accounts/${id}`, { cookie: admin, body })).body.code).toBe('ACCOUNT_LAST_ADMINISTRATOR');
  }
  const same = await call('POST', '/accounts', { cookie: admin, body: { name: 'ADMIN', displayName: '乙', role: 'guard', password: 'Lane-2468-go' } });
  expect([same.status, same.body.code]).toEqual([409, 'ACCOUNT_EXISTS']);
});

test('every act stands in the audit with its author, filters apply, and no secret is in the ledger or the log', async () => {
  const admin = await setUp();
  await createGuard(admin);
  await logIn('men1', 'wrong-secret');
  await logIn('a-password-in-the-wrong-field', 'x');
  const made = await call('POST', '/tokens', { cookie: admin, body: { name: '地磅', role: 'auditor' } });
  const all = (await call('GET', '/audit', { cookie: admin })).body;
  expect(all.items.map((item: { action: string; by: { name: string } }) => `${item.action} ${item.by.name}`)).toEqual([
    'token.create admin',
    'session.refused login',
    'session.refused login',
    'account.create admin',
    'session.start admin',
    'setup.complete admin',
    'account.create admin',
  ]);
  const page = (await call('GET', '/audit?action=session.&limit=1', { cookie: admin })).body;
  expect(page.items.map((item: { action: string }) => item.action)).toEqual(['session.refused']);
  const rest = (await call('GET', `/audit?action=session.&limit=5&cursor=${page.nextCursor}`, { cookie: admin })).body;
  expect(rest.items.map((item: { action: string }) => item.action)).toEqual(['session.refused', 'session.start']);
  expect((await call('GET', '/audit?from=2027-01-01', { cookie: admin })).body.items).toEqual([]);
  expect((await call('GET', '/audit?from=yesterday', { cookie: admin })).body.params.field).toBe('from');
  let ledger = '';
  for (let seq = 0; seq < site.ledger.size; seq += 1) ledger += Buffer.from(site.ledger.entryBytes(seq) ?? []).toString();
  for (const secret of [password, 'Lane-2468-go', 'wrong-secret', 'a-password-in-the-wrong-field', made.body.token, admin]) {
    expect(ledger).not.toContain(secret);
    expect(lines.join('')).not.toContain(secret);
  }
});
