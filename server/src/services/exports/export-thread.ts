import { Worker } from 'node:worker_threads';
import type { ErrorCode, ErrorParams } from '../../domain/errors.ts';
import { AppError } from '../../domain/errors.ts';
import type { ExportTask } from './export-job.ts';

/** What the thread is given and what it tells. */
export interface ExportThreadData {
  folder: string;
  siteId: string;
  task: ExportTask;
}
export type ExportMessage = { rows: number } | { done: number } | { error: { code: ErrorCode; params: ErrorParams } };

/** Resolves with the number of rows when the file is whole. Rejects with an AppError, or with the reason of `signal`. */
export type RunExport = (task: ExportTask, options: { onRows: (rows: number) => void; signal: AbortSignal }) => Promise<number>;

/** Each export in a thread of its own, started from `worker`: its memory is bounded, and its end gives everything back. */
export function exportInThread({ worker: url, folder, siteId }: { worker: URL; folder: string; siteId: string }): RunExport {
  return (task, { onRows, signal }) =>
    new Promise((resolve, reject) => {
      signal.throwIfAborted();
      const workerData: ExportThreadData = { folder, siteId, task };
      const worker = new Worker(url, { workerData, name: 'export', resourceLimits: { maxOldGenerationSizeMb: 192, maxYoungGenerationSizeMb: 16 } });
      const cancel = () => void worker.terminate().then(() => reject(signal.reason));
      signal.addEventListener('abort', cancel, { once: true });
      worker.on('message', (message: ExportMessage) => {
        if ('rows' in message) onRows(message.rows);
        else if ('done' in message) resolve(message.done);
        else reject(new AppError(message.error.code, message.error.params));
      });
      worker.on('error', (cause) => reject(new AppError('EXPORT_WRITE_FAILED', {}, { cause })));
      worker.on('exit', () => {
        signal.removeEventListener('abort', cancel);
        if (!signal.aborted) reject(new AppError('EXPORT_WRITE_FAILED'));
      });
    });
}
