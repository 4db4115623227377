import { spawnSync } from 'node:child_process';
import { getPriority } from 'node:os';
import { Worker } from 'node:worker_threads';
import { expect, it } from 'vitest';

const source = `
  import { getPriority } from 'node:os';
  import { parentPort } from 'node:worker_threads';
  import { standBack } from ${JSON.stringify(new URL('./background-work.ts', import.meta.url).href)};
  standBack('background');
  parentPort.postMessage(getPriority());
`;

it.runIf(process.platform === 'linux')('a thread that stands back leaves the priority of the others as it is', async () => {
  const before = getPriority();
  const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(source)}`));
  const inside = await new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
  expect(inside).toBe(19);
  expect(getPriority()).toBe(before);
  await worker.terminate();
});

const program = `
  import { readdirSync } from 'node:fs';
  import { getPriority } from 'node:os';
  import { standBackWhole } from ${JSON.stringify(new URL('./background-work.ts', import.meta.url).href)};
  standBackWhole();
  console.log(JSON.stringify(readdirSync('/proc/self/task').map((thread) => getPriority(Number(thread)))));
`;

it.runIf(process.platform === 'linux')('a process that stands back does so with every thread it has', () => {
  const run = spawnSync(process.execPath, ['--input-type=module', '--eval', program], { encoding: 'utf8' });
  const priorities = JSON.parse(run.stdout) as number[];
  expect(priorities.length).toBeGreaterThan(3);
  expect(new Set(priorities)).toEqual(new Set([19]));
});
