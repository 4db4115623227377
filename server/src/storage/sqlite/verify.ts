import { existsSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { AppError } from '../../domain/errors.ts';
import { databaseFile } from './connection.ts';
import type { PassName, PassResult, PassTask, Problem } from './verify/pass.ts';
import type { PassMessage } from './verify/worker.ts';

export type { Problem } from './verify/pass.ts';

export interface VerifyReport {
  /** Entries whose bytes were hashed again. */
  entries: number;
  /** Rows compared with what the entries rebuild. */
  projections: number;
  /** Files hashed again. */
  pictures: number;
  /** Empty when all is well. Each begins with its place: `seq N: …`, the path of a file, or `table key: …`; the first bad entry comes first. */
  problems: Problem[];
}

export interface VerifyProgress {
  pass: PassName;
  done: number;
  total: number;
}

export interface VerifyParts {
  folder: string;
  /** A signed note kept elsewhere: rewriting of what it covers is found even if the key was stolen. */
  checkpoint?: string;
  /** The verifier key of that note, when it is not to be taken from the folder. */
  verifierKey?: string;
  onProgress?: (progress: VerifyProgress) => void;
  signal?: AbortSignal;
}

/**
 * Re-derives everything from the stored content, in threads of its own, while the site runs or not. Each pass sees one moment of the database.
 * Throws `STORAGE_DATABASE_MISSING`, `SITE_SCHEMA_NEWER`, `STORAGE_DAMAGED`, `STORAGE_READ_FAILED`, and the reason of `signal`.
 */
export async function verifyLedger({ folder, checkpoint, verifierKey, onProgress, signal }: VerifyParts): Promise<VerifyReport> {
  signal?.throwIfAborted();
  if (!existsSync(databaseFile(folder))) throw new AppError('STORAGE_DATABASE_MISSING', { folder });
  const abort = new AbortController();
  const stop = signal ? AbortSignal.any([signal, abort.signal]) : abort.signal;
  const run = (pass: PassName) =>
    runPass(
      { pass, folder, checkpoint: checkpoint ?? null, verifierKey: verifierKey ?? null },
      { stop, onProgress: (done, total) => onProgress?.({ pass, done, total }) },
    );
  try {
    // The entries are what a person waits for, and they take every processor; rebuilding the tables comes after them.
    const fromDatabase = async () => [await run('entries'), await run('projections')] as const;
    const [[entries, projections], pictures] = await Promise.all([fromDatabase(), run('pictures')]);
    return {
      entries: entries.checked,
      projections: projections.checked,
      pictures: pictures.checked,
      problems: [...entries.problems, ...projections.problems, ...pictures.problems],
    };
  } finally {
    abort.abort();
  }
}

function runPass(task: PassTask, { stop, onProgress }: { stop: AbortSignal; onProgress: (done: number, total: number) => void }): Promise<PassResult> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./verify/worker.ts', import.meta.url), { workerData: task, name: `verify-${task.pass}` });
    const cancel = () => {
      reject(stop.reason);
      void worker.terminate();
    };
    stop.addEventListener('abort', cancel, { once: true });
    worker.on('message', (message: PassMessage) => {
      if ('result' in message) resolve(message.result);
      else if ('error' in message) reject(new AppError(message.error.code, message.error.params));
      else onProgress(message.done, message.total);
    });
    worker.on('error', (cause) => reject(new AppError('STORAGE_READ_FAILED', {}, { cause })));
    worker.on('exit', () => {
      stop.removeEventListener('abort', cancel);
      reject(new AppError('STORAGE_READ_FAILED'));
    });
  });
}
