import { getPriority } from 'node:os';
import { Worker } from 'node:worker_threads';
import { expect, it } from 'vitest';

const source = `
  import { getPriority } from 'node:os';
  import { parentPort } from 'node:worker_threads';
  import { standBack } from ${JSON.stringify(new URL('./background-thread.ts', import.meta.url).href)};
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
