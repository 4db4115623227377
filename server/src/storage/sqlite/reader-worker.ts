import { parentPort, workerData } from 'node:worker_threads';
import { AppError } from '../../domain/errors.ts';
import type { ErrorCode, ErrorParams } from '../../domain/errors.ts';
import type { QueryName } from '../contract.ts';
import { standBack } from '../background-work.ts';
import { databaseFile, openReadOnly } from './connection.ts';
import { createQueryRunner } from './statements.ts';

/** One query for a reader thread, and its answer. */
export interface ReaderJob {
  id: number;
  name: QueryName;
  params: unknown;
}
export type ReaderAnswer = { id: number; result: unknown } | { id: number; error: { code: ErrorCode; params: ErrorParams } | { message: string } };
export interface ReaderData {
  folder: string;
  siteId: string;
}

if (parentPort) {
  standBack('reading');
  const port = parentPort;
  const { folder, siteId } = workerData as ReaderData;
  const db = openReadOnly(databaseFile(folder));
  const query = createQueryRunner(db, siteId);
  port.on('message', ({ id, name, params }: ReaderJob) => port.postMessage(answer(id, name, params)));

  function answer(id: number, name: QueryName, params: unknown): ReaderAnswer {
    try {
      return { id, result: query(name, params as never) };
    } catch (error) {
      if (error instanceof AppError) return { id, error: { code: error.code, params: error.params } };
      return { id, error: { message: error instanceof Error ? (error.stack ?? error.message) : String(error) } };
    }
  }
}
