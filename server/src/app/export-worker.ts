import { parentPort, workerData } from 'node:worker_threads';
import { AppError } from '../domain/errors.ts';
import type { ExportMessage, ExportThreadData } from '../services/exports/export-thread.ts';
import { freeBytes, writeExport } from '../services/exports/write-export.ts';
import { standBack } from '../storage/background-thread.ts';
import { databaseFile, openReadOnly } from '../storage/sqlite/connection.ts';
import { createQueryRunner } from '../storage/sqlite/statements.ts';

/** The thread of one export: a read-only connection of its own, one file, and its end. */
if (parentPort) {
  standBack('background');
  const port = parentPort;
  const tell = (message: ExportMessage) => port.postMessage(message);
  const { folder, siteId, task } = workerData as ExportThreadData;
  const db = openReadOnly(databaseFile(folder));
  try {
    const query = createQueryRunner(db, siteId);
    tell({ done: await writeExport(task, { query, freeBytes, onRows: (rows) => tell({ rows }) }) });
  } catch (error) {
    const full = error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT');
    if (!full && !(error instanceof AppError)) throw error;
    const { code, params } = error instanceof AppError ? error : new AppError('EXPORT_NO_SPACE');
    tell({ error: { code, params } });
  } finally {
    db.close();
  }
}
