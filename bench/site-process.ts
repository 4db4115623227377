// A site in a process of its own, opened exactly as the server opens it, and driven by its parent.
import '../server/src/app/process-settings.ts';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createHttpServer } from '../server/src/http/server.ts';
import { createLog } from '../server/src/http/log.ts';
import { deviceIngressRoutes } from '../server/src/http/routes/devices-ingress.ts';
import { readConfig } from '../server/src/app/config.ts';
import { openSite } from '../server/src/app/site.ts';
import { verifyBeside } from '../server/src/app/programs/index.ts';
import { childData, serveChild } from './processes.ts';

const { data } = childData<{ data: string }>();
const site = await openSite({ config: { ...readConfig({}), port: 0, host: '127.0.0.1', data, webRoot: null }, log: createLog('error') });
const { token } = await site.parts.accounts.createToken({ name: 'bench', role: 'administrator', by: { type: 'system', name: 'bench' } });
let empty: Awaited<ReturnType<typeof createHttpServer>> | null = null;

serveChild({
  address: () => ({ url: site.url, token }),
  /** The same server and the same route with a handler that stores nothing: the limit of the ingest. */
  async empty() {
    const stored = { reply: { status: 200, contentType: 'application/json', body: '{"Response_AlarmInfoPlate":{"info":"ok"}}' }, onSent: () => undefined };
    empty = await createHttpServer({
      config: { version: 'bench', webRoot: null, checkAnswers: false },
      accounts: { byToken: () => null, bySession: () => null },
      routes: [(app) => deviceIngressRoutes(app, { knows: () => true, receivePush: async () => stored, now: Date.now })],
      log: createLog('error'),
      readiness: async () => [],
    });
    await empty.app.listen({ port: 0, host: '127.0.0.1' });
    const address = empty.app.server.address();
    return typeof address === 'object' && address ? address.port : 0;
  },
  async verify() {
    const began = performance.now();
    const report = await verifyBeside({ folder: data, onProgress: () => undefined, signal: new AbortController().signal });
    return { ...report, problems: report.problems.slice(0, 3), ms: performance.now() - began };
  },
  /** Of the server and of the processes it has started, bytes. */
  memory: () => [process.pid, ...children()].reduce((sum, pid) => sum + residentOf(pid), 0),
  cpu: () => process.cpuUsage(),
  entries: () => site.parts.storage.ledger.size,
  async stop() {
    await empty?.app.close();
    await site.close();
  },
});

function children(): number[] {
  return readdirSync('/proc/self/task').flatMap((thread) => readFileSync(`/proc/self/task/${thread}/children`, 'utf8').split(' ').filter(Boolean).map(Number));
}

/** 0 for one that has just ended. */
function residentOf(pid: number): number {
  const file = `/proc/${pid}/statm`;
  return existsSync(file) ? Number(readFileSync(file, 'utf8').split(' ')[1]) * 4096 : 0;
}
