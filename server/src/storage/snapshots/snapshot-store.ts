import { mkdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import { AppError } from '../../domain/errors.ts';
import type { SnapshotStore } from '../contract.ts';
import { draftFolder, picturePath } from './picture-path.ts';
import type { PutResult, PutTask } from './picture-worker.ts';

export interface OpenSnapshotStore extends SnapshotStore {
  /** Ends the thread after the pictures that are being written; later ones reject with `SNAPSHOT_WRITE_FAILED`. */
  close(): Promise<void>;
}

/**
 * Content-addressed files under `folder`. A file appears under its name only when all of it is on the disk. Hashing and writing are done by a
 * thread of its own: two pictures of a truck cost more than everything else of its passage.
 */
export function openSnapshotStore({ folder }: { folder: string }): OpenSnapshotStore {
  mkdirSync(draftFolder(folder), { recursive: true });
  const waiting = new Map<number, PromiseWithResolvers<string>>();
  let worker: Worker | null = null;
  let closed = false;
  let counter = 0;

  const start = (): Worker => {
    const began = new Worker(new URL('./picture-worker.ts', import.meta.url), { workerData: { folder }, name: 'pictures' });
    let cause: unknown;
    const settle = (result: PutResult) => {
      const one = waiting.get(result.id);
      waiting.delete(result.id);
      if ('sha256' in result) one?.resolve(result.sha256);
      else one?.reject(new AppError('SNAPSHOT_WRITE_FAILED', {}, { cause: result.problem }));
      if (waiting.size === 0) began.unref();
    };
    began.on('message', settle);
    began.on('error', (error) => {
      cause = error;
    });
    began.on('exit', () => {
      if (worker === began) worker = null;
      for (const one of waiting.values()) one.reject(new AppError('SNAPSHOT_WRITE_FAILED', {}, { cause }));
      waiting.clear();
    });
    began.unref();
    return began;
  };
  worker = start();

  return {
    pathOf: (sha256) => picturePath(folder, sha256),
    async get(sha256) {
      try {
        return await readFile(picturePath(folder, sha256));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
        throw error;
      }
    },
    async put(picture, how) {
      if (closed) throw new AppError('SNAPSHOT_WRITE_FAILED');
      worker ??= start();
      const thread = worker;
      const { length } = picture;
      const task: PutTask = { id: ++counter, bytes: how?.gives && ownsItsBuffer(picture) ? picture : new Uint8Array(picture) };
      const written = Promise.withResolvers<string>();
      waiting.set(task.id, written);
      thread.ref();
      thread.postMessage(task, [task.bytes.buffer]);
      return { sha256: await written.promise, bytes: length };
    },
    async close() {
      closed = true;
      await Promise.allSettled(Array.from(waiting.values(), (one) => one.promise));
      await worker?.terminate();
    },
  };
}

/** A part of a larger buffer cannot be handed over without the rest of it. */
function ownsItsBuffer(bytes: Uint8Array): bytes is Uint8Array<ArrayBuffer> {
  return bytes.buffer instanceof ArrayBuffer && bytes.byteLength === bytes.buffer.byteLength;
}
