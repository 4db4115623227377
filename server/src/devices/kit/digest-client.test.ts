import { afterEach, describe, expect, it } from 'vitest';
import { createDigestClient, type DigestClient } from './digest-client.ts';
import { digestServer, type Handler } from './test-digest-server.ts';

const opened: { close(): unknown }[] = [];
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
});

async function camera(handler: Handler, options: { algorithm?: string; qop?: string | null; challenge?: string } = {}) {
  const server = await digestServer({ username: 'admin', password: 'p:"w', handler, ...options });
  opened.push(server);
  return server;
}
function client(baseUrl: string, options: { password?: string; elapsed?: () => number; timeoutMs?: number } = {}): DigestClient {
  const made = createDigestClient({ baseUrl, username: 'admin', password: 'p:"w', timeoutMs: 60_000, allowSelfSigned: false, elapsed: () => 0, ...options });
  opened.push(made);
  return made;
}
const ok: Handler = () => ({ body: 'fine', headers: { 'Content-Type': 'text/plain' } });

describe('the Digest client', () => {
  it.each(['MD5', 'MD5-sess', 'SHA-256'])('logs in with %s and reads the answer', async (algorithm) => {
    const server = await camera(ok, { algorithm });
    expect(await client(server.baseUrl).call({ method: 'GET', path: '/ISAPI/System/deviceInfo?format=json' })).toEqual({
      ok: true,
      status: 200,
      contentType: 'text/plain',
      body: Buffer.from('fine'),
    });
    expect(server.seen.map((call) => call.authorization !== null)).toEqual([false, true]);
  });

  it('logs in without qop as the old RFC wants it, and chooses auth where auth-int is offered too', async () => {
    const old = await camera(ok, { qop: null });
    expect((await client(old.baseUrl).call({ method: 'GET', path: '/a' })).ok).toBe(true);
    const both = await camera(ok, { qop: 'auth-int, auth' });
    expect((await client(both.baseUrl).call({ method: 'GET', path: '/a' })).ok).toBe(true);
  });

  it('uses a nonce again with a rising count, so that a call costs one round trip', async () => {
    const server = await camera(ok);
    const one = client(server.baseUrl);
    for (let count = 0; count < 4; count++) await one.call({ method: 'PUT', path: '/x', body: `<n>${count}</n>` });
    expect(server.seen.map((call) => /nc=(\d+)/.exec(call.authorization ?? '')?.[1] ?? null)).toEqual([null, '00000001', '00000002', '00000003', '00000004']);
    expect(server.seen.map((call) => call.body).at(-1)).toBe('<n>3</n>');
  });

  it('logs in once more when the nonce has run out', async () => {
    const server = await camera(ok);
    const one = client(server.baseUrl);
    await one.call({ method: 'GET', path: '/x' });
    server.state.nonce = 'n-2';
    expect((await one.call({ method: 'GET', path: '/x' })).ok).toBe(true);
    expect(server.seen.length).toBe(4);
  });

  it('keeps counting when many calls at once find their nonce run out', async () => {
    const server = await camera(ok);
    const one = client(server.baseUrl);
    await one.call({ method: 'GET', path: '/x' });
    server.state.nonce = 'n-2';
    const answers = await Promise.all([1, 2, 3, 4, 5].map((count) => one.call({ method: 'PUT', path: `/x/${count}`, body: 'b' })));
    expect(answers.map((answer) => answer.ok)).toEqual([true, true, true, true, true]);
  });

  it('sends a wrong password once, says so in Chinese, and waits ten minutes before the next attempt', async () => {
    const server = await camera(ok);
    let now = 0;
    const one = client(server.baseUrl, { password: 'wrong', elapsed: () => now });
    const answers = await Promise.all([1, 2, 3, 4, 5].map(() => one.call({ method: 'GET', path: '/x' })));
    expect(server.state.refused).toBe(1);
    expect(answers[0]).toEqual({ ok: false, sent: false, reason: '用户名或密码不正确，请核对设备设置' });
    expect(answers[4]).toEqual({ ok: false, sent: false, reason: '用户名或密码不正确，已暂停登录以免设备锁定账号；修改设置后立即重试，否则 10 分钟后重试' });
    now = 10 * 60_000 - 1;
    await one.call({ method: 'GET', path: '/x' });
    expect(server.state.refused).toBe(1);
    now += 1;
    await one.call({ method: 'GET', path: '/x' });
    expect(server.state.refused).toBe(2);
  });

  it('does not send a call whose time ran out while the device asked for a log-in', async () => {
    let now = 0;
    const server = await camera(ok);
    const one = client(server.baseUrl, { elapsed: () => (server.seen.length > 0 ? now : 0) });
    now = 3_000;
    const answer = await one.call({ method: 'PUT', path: '/x', body: 'b', notAfter: 3_000 });
    expect(answer).toEqual({ ok: false, sent: false, late: true, reason: '已超过时限，命令没有发出' });
    expect(server.seen.map((call) => call.authorization)).toEqual([null]);
  });

  it('never sends the password to a device that asks for it in clear text', async () => {
    const server = await camera(ok, { challenge: 'Basic realm="x"' });
    expect(await client(server.baseUrl).call({ method: 'GET', path: '/x' })).toMatchObject({ ok: false, sent: false });
    expect(server.seen.map((call) => call.authorization)).toEqual([null]);
  });

  it('tells what surely did nothing from what may have been done', async () => {
    const hanging = await camera((call) => ({ hang: call.method === 'PUT' }));
    const patient = client(hanging.baseUrl, { timeoutMs: 1000 });
    expect(await patient.call({ method: 'GET', path: '/x' })).toMatchObject({ ok: true });
    expect(await patient.call({ method: 'PUT', path: '/x', body: 'b' })).toMatchObject({ ok: false, sent: true });
    const cutting = await camera(() => ({ cut: true }));
    expect(await client(cutting.baseUrl).call({ method: 'PUT', path: '/x', body: 'b' })).toEqual({ ok: false, sent: true, reason: '与设备的连接中断' });
    expect(cutting.seen.length).toBe(2);
    const gone = await camera(ok);
    await gone.close();
    expect(await client(gone.baseUrl).call({ method: 'GET', path: '/x' })).toEqual({ ok: false, sent: false, reason: '设备拒绝连接，请核对地址和端口' });
  });

  it('refuses an endless answer, an address that is none, a call past its time, and every call after closing', async () => {
    const server = await camera(() => ({ body: Buffer.alloc(10_000) }));
    const one = client(server.baseUrl);
    expect(await one.call({ method: 'GET', path: '/x', limit: 1000 })).toEqual({ ok: false, sent: true, reason: '设备的应答过大' });
    expect(await client('ftp://x').call({ method: 'GET', path: '/x' })).toEqual({ ok: false, sent: false, reason: '设备地址不正确' });
    const before = server.seen.length;
    expect(await one.call({ method: 'PUT', path: '/x', notAfter: 0 })).toEqual({ ok: false, sent: false, late: true, reason: '已超过时限，命令没有发出' });
    one.close();
    expect(await one.call({ method: 'GET', path: '/x' })).toEqual({ ok: false, sent: false, reason: '连接已关闭' });
    expect(server.seen.length).toBe(before);
  });
});
