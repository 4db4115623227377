import { Worker } from 'node:worker_threads';
import { AppError } from '../../domain/errors.ts';
import type { Readers } from '../contract.ts';
import type { ReaderAnswer, ReaderData, ReaderJob } from './reader-worker.ts';

export interface ReaderPool extends Readers {
  close(): Promise<void>;
}

interface Waiting {
  job: ReaderJob;
  resolve(result: unknown): void;
  reject(error: AppError): void;
}
interface Reader {
  worker: Worker;
  current: Waiting | null;
}

/** Queries in `threads` worker threads, each with a read-only connection and a heap of its own. They start with the first query; a lost one is replaced. */
export function createReaderPool({ folder, siteId, threads = 2, heapMegabytes = 512 }: ReaderData & { threads?: number; heapMegabytes?: number }): ReaderPool {
  const readers = new Set<Reader>();
  const queue: Waiting[] = [];
  let closed = false;
  let nextId = 1;

  const start = (): Reader => {
    const workerData: ReaderData = { folder, siteId };
    const reader: Reader = {
      worker: new Worker(new URL('./reader-worker.ts', import.meta.url), {
        workerData,
        name: 'reader',
        resourceLimits: { maxOldGenerationSizeMb: heapMegabytes },
      }),
      current: null,
    };
    readers.add(reader);
    let cause: unknown;
    reader.worker.on('message', (answer: ReaderAnswer) => {
      settle(reader, answer);
      next();
    });
    reader.worker.on('error', (error) => {
      cause = error;
    });
    reader.worker.on('exit', () => {
      readers.delete(reader);
      reader.current?.reject(new AppError(closed ? 'STORAGE_CLOSED' : 'STORAGE_READ_FAILED', {}, { cause }));
      reader.current = null;
      if (!closed) next();
    });
    // A waiting query keeps the process alive through its caller; an idle thread must not.
    reader.worker.unref();
    return reader;
  };

  const next = () => {
    while (queue.length > 0) {
      const idle = [...readers].find((reader) => reader.current === null) ?? (readers.size < threads ? start() : null);
      if (!idle) return;
      const waiting = queue.shift() as Waiting;
      idle.current = waiting;
      idle.worker.ref();
      try {
        idle.worker.postMessage(waiting.job);
      } catch (cause) {
        // The parameters cannot be copied to a thread.
        idle.current = null;
        idle.worker.unref();
        waiting.reject(new AppError('STORAGE_READ_FAILED', {}, { cause }));
      }
    }
  };

  return {
    query: (name, params) => {
      if (closed) return Promise.reject(new AppError('STORAGE_CLOSED'));
      return new Promise((resolve, reject) => {
        queue.push({ job: { id: nextId++, name, params }, resolve: resolve as (result: unknown) => void, reject });
        next();
      });
    },
    async close() {
      closed = true;
      for (const waiting of queue.splice(0)) waiting.reject(new AppError('STORAGE_CLOSED'));
      await Promise.all([...readers].map((reader) => reader.worker.terminate()));
    },
  };
}

function settle(reader: Reader, answer: ReaderAnswer): void {
  const waiting = reader.current;
  reader.current = null;
  reader.worker.unref();
  if (!waiting || waiting.job.id !== answer.id) return;
  if ('result' in answer) waiting.resolve(answer.result);
  else if ('code' in answer.error) waiting.reject(new AppError(answer.error.code, answer.error.params));
  else waiting.reject(new AppError('STORAGE_READ_FAILED', {}, { cause: new Error(answer.error.message) }));
}
