import { type ChildProcess, spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Sqlite from 'better-sqlite3';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openSiteStorage } from '../../storage/sqlite/site-storage.ts';

const cli = fileURLToPath(new URL('../cli.ts', import.meta.url));
/** Node itself writes to stderr when one variable wants colours and another does not. */
const environment = { ...process.env, FORCE_COLOR: undefined, GREENGATE_LOG: 'silent' };
let folder: string;
const running: ChildProcess[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'greengate-cli-'));
});
afterAll(async () => {
  for (const child of running) child.kill('SIGKILL');
  await rm(folder, { recursive: true, force: true });
});

interface Ended {
  code: number | null;
  out: string;
  err: string;
}
function run(...args: string[]): Promise<Ended> {
  const child = spawn(process.execPath, [cli, ...args], { env: environment });
  running.push(child);
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    err += chunk;
  });
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, out, err })));
}
/** Starts a server on a free port; resolves when it has told its address. */
function serve(data: string): Promise<{ url: string; lines: string; stop: () => Promise<number | null> }> {
  const child = spawn(process.execPath, [cli, 'start', '--port', '0', '--host', '127.0.0.1', '--data', data], {
    env: { ...environment, DATABASE_URL: 'postgres://greengate@127.0.0.1/center' },
  });
  running.push(child);
  return new Promise((resolve, reject) => {
    let lines = '';
    child.stdout.on('data', (chunk) => {
      lines += chunk;
      const url = /http:\/\/127\.0\.0\.1:\d+/.exec(lines)?.[0];
      const stop = () =>
        new Promise<number | null>((ended) => {
          child.once('close', ended);
          child.kill('SIGTERM');
        });
      if (url && lines.includes('首次设置')) resolve({ url, lines, stop });
    });
    child.stderr.on('data', (chunk) => reject(new Error(String(chunk))));
  });
}
const oneLine = /^[A-Z_]+ [^\n]+ · [^\n]+\n$/;

it('wrong use is one Chinese sentence on stderr and exit code 2', async () => {
  for (const args of [
    ['bogus'],
    ['token', 'create', '--role', 'king'],
    ['start', '--port', 'x'],
    ['ledger', 'verify', '--nonsense'],
    ['ledger', 'proof'],
    ['simulate', 'camera', 'nobody'],
  ]) {
    const { code, out, err } = await run(...args);
    expect([args.join(' '), code, out]).toEqual([args.join(' '), 2, '']);
    expect(err).toMatch(oneLine);
  }
});

it('a token is printed alone, before the first start too, and is good at once in a running server', async () => {
  const data = join(folder, 'site');
  const early = await run('token', 'create', '--role', 'auditor', '--data', data);
  expect(early).toMatchObject({ code: 0, err: '' });
  expect(early.out).toMatch(/^ggt_[\w-]{40,}\n$/);
  const server = await serve(data);
  expect(server.lines).toMatch(/\/setup#token=[\w-]{40,}/);
  expect(server.lines).toContain('DATABASE_URL 没有使用');
  const late = await run('token', 'create', '--role', 'guard', '--data', data);
  const ask = (token: string, path: string) => fetch(`${server.url}/api/v1${path}`, { headers: { authorization: `Bearer ${token.trim()}` } });
  expect([(await ask(early.out, '/passages')).status, (await ask(late.out, '/passages')).status, (await ask(late.out, '/accounts')).status]).toEqual([
    200, 200, 403,
  ]);
  // The entry that the command line appended is covered by the next checkpoint and can be proven.
  const size = Number((await (await ask(early.out, '/ledger/checkpoint')).text()).split('\n')[1]);
  const proof = (await (await ask(early.out, `/ledger/entries/${size - 1}/proof`)).json()) as { treeSize: number };
  expect(proof.treeSize).toBe(size);
  expect(await run('ledger', 'verify', '--data', data)).toMatchObject({ code: 0, out: expect.stringContaining('全部相符') });
  const second = await run('start', '--port', '0', '--data', data);
  expect(second).toMatchObject({ code: 2, err: expect.stringMatching(/^SITE_DATA_IN_USE /) });
  expect(await run('doctor', '--data', data, '--port', new URL(server.url).port)).toMatchObject({ out: expect.stringContaining('且就绪') });
  expect(await server.stop()).toBe(0);
});

it('a backup taken and restored verifies, and is refused into a folder that holds something', async () => {
  const [data, file, other] = [join(folder, 'site'), join(folder, 'site.zip'), join(folder, 'restored')];
  expect(await run('backup', file, '--data', data)).toMatchObject({ code: 0 });
  expect(await run('restore', file, '--data', other)).toMatchObject({ code: 0, out: expect.stringContaining('全部相符') });
  expect(await run('restore', file, '--data', other)).toMatchObject({ code: 2, err: expect.stringMatching(oneLine) });
  const keys = await Promise.all([run('ledger', 'key', '--data', data), run('ledger', 'key', '--data', other)]);
  expect(keys[0]?.out).toBe(keys[1]?.out);
});

it('an entry cut off the end of a backup is missed, because the backup carries a signed note over it', async () => {
  const data = join(folder, 'restored');
  const db = new Sqlite(join(data, 'site.db'));
  const last = db.prepare('select max(seq) from ledger_entry').pluck().get() as number;
  db.exec(`drop trigger ledger_entry_no_delete; delete from ledger_entry where seq = ${last}`);
  db.close();
  const { code, out } = await run('ledger', 'verify', '--data', data);
  expect([code, out]).toEqual([1, expect.stringMatching(/^seq \d+: /m)]);
});

it('a changed entry is named and the exit code is 1', async () => {
  const data = join(folder, 'restored');
  const db = new Sqlite(join(data, 'site.db'));
  expect(() => db.exec('update ledger_entry set kind = kind where seq = 1')).toThrow('append-only');
  db.exec(`drop trigger ledger_entry_no_update; update ledger_entry set bytes = cast(replace(cast(bytes as text), '"v":1', '"v":2') as blob) where seq = 1`);
  db.close();
  const { code, out } = await run('ledger', 'verify', '--data', data);
  expect(code).toBe(1);
  expect(out).toMatch(/^seq 1: /m);
});

it('a key that did not sign the ledger is named by the doctor', async () => {
  const [data, other] = [join(folder, 'site'), join(folder, 'stranger')];
  await run('token', 'create', '--role', 'auditor', '--data', other);
  await cp(join(other, 'keys'), join(data, 'keys'), { recursive: true });
  expect(await run('doctor', '--data', data, '--port', '1')).toMatchObject({ code: 1, out: expect.stringContaining('✘ 签名密钥与台账已签名的检查点不符') });
}, 60_000);

it('a database that is none any more is found by a verification, not taken for wrong use', async () => {
  const data = join(folder, 'noise');
  await mkdir(data);
  await writeFile(join(data, 'site.db'), 'no database'.repeat(1000));
  expect(await run('ledger', 'verify', '--data', data)).toEqual({ code: 1, out: '', err: expect.stringMatching(/^STORAGE_DAMAGED [^\n]+\n$/) });
}, 60_000);

it('what keeps a site from starting is said with its code and what to do', async () => {
  const blocker = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => blocker.once('listening', resolve));
  const address = blocker.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  expect(await run('start', '--port', String(port), '--host', '127.0.0.1', '--data', join(folder, 'a'))).toMatchObject({
    code: 2,
    err: expect.stringMatching(/^SITE_PORT_IN_USE .*--port/),
  });
  blocker.close();

  await writeFile(join(folder, 'a-file'), '');
  expect(await run('start', '--port', '0', '--data', join(folder, 'a-file', 'x'))).toMatchObject({
    code: 2,
    err: expect.stringMatching(/^SITE_DATA_UNWRITABLE /),
  });

  expect(await run('start', '--port', '0', '--host', '300.1.1.1', '--data', join(folder, 'a'))).toMatchObject({
    code: 2,
    err: expect.stringMatching(/^SITE_HOST_INVALID .*300\.1\.1\.1.*--host/),
  });

  const newer = join(folder, 'newer');
  await openSiteStorage({ folder: newer, now: Date.now }).close();
  const db = new Sqlite(join(newer, 'site.db'));
  db.exec(`insert into schema_migration select 999999, 'from-the-future', sha256, applied_at from schema_migration limit 1`);
  db.close();
  expect(await run('start', '--port', '0', '--data', newer)).toMatchObject({ code: 2, err: expect.stringMatching(/^SITE_SCHEMA_NEWER .*新版/) });

  const ahead = join(folder, 'ahead');
  const storage = openSiteStorage({ folder: ahead, now: Date.now });
  const at = new Date(Date.now() + 3_600_000).toISOString();
  await storage.writer.run((tx) =>
    tx.append({ kind: 'act', subject: 'site:test', at, by: { type: 'system', name: 'test' }, body: { action: 'test', target: 'site', details: {} } }),
  );
  await storage.close();
  expect(await run('start', '--port', '0', '--data', ahead)).toMatchObject({ code: 2, err: expect.stringMatching(/^SITE_CLOCK_WRONG .*校准/) });
});
