import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { atMost, type Bench } from './contract.ts';
import { ledgerSite } from './ledger-site.ts';

const cli = fileURLToPath(new URL('../server/src/app/cli.ts', import.meta.url));
const rounds = 3;

export const start: Bench = {
  name: 'start',
  title: '启动',
  method: ['在约 100 万条条目的数据文件夹上启动服务器程序，从创建进程到 `/readyz` 答复 200，三次取中间值。', '极限：在空文件夹上启动同一程序。'],
  async run(context) {
    const set = await ledgerSite(context);
    const fresh = join(context.folder, 'fresh');
    mkdirSync(fresh);
    await timeToReady(fresh);
    const limit = await middleOf(fresh);
    const value = await middleOf(set.data);
    return [
      {
        name: 'start',
        title: '启动到就绪',
        value: value / 1000,
        unit: '秒',
        limit: limit / 1000,
        limitTitle: '空文件夹',
        ratio: limit / value,
        must: [atMost(3)],
        reach: [atMost(1)],
      },
    ];
  },
};

async function middleOf(data: string): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) times.push(await timeToReady(data));
  return times.sort((a, b) => a - b)[Math.floor(rounds / 2)] as number;
}

/** ms from the creation of the process to the first 200 of /readyz. */
async function timeToReady(data: string): Promise<number> {
  const port = 20_000 + Math.floor(Math.random() * 20_000);
  const began = performance.now();
  const child = spawn(process.execPath, [cli, 'start', '--data', data, '--port', String(port), '--host', '127.0.0.1'], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, GREENGATE_LOG: 'silent' },
  });
  let problem = '';
  child.stderr.on('data', (chunk: Buffer) => {
    problem += chunk.toString();
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  try {
    for (;;) {
      if (child.exitCode !== null || performance.now() - began > 60_000) throw new Error(`not ready: ${problem.slice(0, 500)}`);
      const response = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => null);
      if (response?.status === 200) return performance.now() - began;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  } finally {
    child.kill('SIGTERM');
    await ended;
  }
}
