import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { AppError } from '../../../domain/errors.ts';
import { isDamage } from '../connection.ts';
import type { ContentChunk, Stretch } from './contents.ts';
import type { ContentTask } from './content-worker.ts';

const mostThreads = 4;
/** Stretches handed to a thread before its answer is awaited: one to work on, one waiting. */
const ahead = 2;

interface Thread {
  check(stretch: Stretch): Promise<ContentChunk>;
  end(): Promise<unknown>;
}

/** Looks into the stretches on as many threads as there are processors, and yields them in their order; a few stand in memory at a time. */
export async function* contentsInThreads(task: ContentTask, stretches: Iterable<Stretch>): AsyncIterable<ContentChunk> {
  const threads = Array.from({ length: Math.min(mostThreads, availableParallelism()) }, (_, index) => startThread(task, index));
  const waiting: Promise<ContentChunk>[] = [];
  try {
    let turn = 0;
    for (const stretch of stretches) {
      const chunk = (threads[turn++ % threads.length] as Thread).check(stretch);
      // It is awaited below in its turn; until then nobody listens to its failure.
      chunk.catch(() => undefined);
      waiting.push(chunk);
      if (waiting.length >= threads.length * ahead) yield (await waiting.shift()) as ContentChunk;
    }
    while (waiting.length > 0) yield (await waiting.shift()) as ContentChunk;
  } finally {
    await Promise.all(threads.map((thread) => thread.end()));
  }
}

function startThread(task: ContentTask, index: number): Thread {
  const worker = new Worker(new URL('./content-worker.ts', import.meta.url), { workerData: task, name: `verify-contents-${index}` });
  const asked: { resolve(chunk: ContentChunk): void; reject(error: unknown): void }[] = [];
  let ended: unknown = null;
  const fail = (error: unknown) => {
    ended ??= error;
    for (const one of asked.splice(0)) one.reject(error);
  };
  worker.on('message', (chunk: ContentChunk) => asked.shift()?.resolve(chunk));
  worker.on('error', (cause) => fail(isDamage(cause) ? cause : new AppError('STORAGE_READ_FAILED', {}, { cause })));
  worker.on('exit', () => fail(new AppError('STORAGE_READ_FAILED')));
  return {
    check: (stretch) =>
      new Promise((resolve, reject) => {
        if (ended !== null) return reject(ended);
        asked.push({ resolve, reject });
        worker.postMessage(stretch);
      }),
    end: () => worker.terminate(),
  };
}
