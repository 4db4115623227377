import { statSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import type { CheckpointTask } from './checkpoint-worker.ts';
import { databaseFile } from './connection.ts';

/** A log smaller than this is not worth a thread, bytes. */
const worthwhile = 1024 * 1024;
const lookEveryMs = 1_000;

/**
 * Copies the log into the database from a thread of its own, so that no commit at the gate has to wait for it; starts when there is something to copy.
 * Without it everything still works: the writer copies by itself when the log has become long.
 */
export function createCheckpointer({ folder }: CheckpointTask): { close(): Promise<void> } {
  let worker: Worker | null = null;
  const start = () => {
    const began = new Worker(new URL('./checkpoint-worker.ts', import.meta.url), { workerData: { folder } satisfies CheckpointTask, name: 'checkpoint' });
    worker = began;
    began.unref();
    began.on('error', () => undefined);
    began.on('exit', () => {
      if (worker === began) worker = null;
    });
  };
  const timer = setInterval(() => {
    if (worker === null && (statSync(`${databaseFile(folder)}-wal`, { throwIfNoEntry: false })?.size ?? 0) > worthwhile) start();
  }, lookEveryMs);
  timer.unref();
  return {
    async close() {
      clearInterval(timer);
      const ending = worker;
      if (!ending) return;
      const ended = new Promise<void>((resolve) => ending.once('exit', () => resolve()));
      ending.ref();
      ending.postMessage('close');
      await ended;
    },
  };
}
