import '../process-settings.ts';
import { AppError } from '../../domain/errors.ts';
import type { ExportTask } from '../../services/exports/export-job.ts';
import { freeBytes, writeExport } from '../../services/exports/write-export.ts';
import { databaseFile, openReadOnly } from '../../storage/sqlite/connection.ts';
import { createQueryRunner } from '../../storage/sqlite/statements.ts';
import { serveProgram } from './serve-program.ts';

export interface ExportOrder {
  folder: string;
  siteId: string;
  task: ExportTask;
}

/** One export: a read-only connection of its own, one file, and the number of its rows. */
serveProgram(async ({ folder, siteId, task }: ExportOrder, onRows: (rows: number) => void) => {
  const db = openReadOnly(databaseFile(folder));
  try {
    return await writeExport(task, { query: createQueryRunner(db, siteId), freeBytes, onRows });
  } catch (error) {
    const full = error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT');
    throw full ? new AppError('EXPORT_NO_SPACE', {}, { cause: error }) : error;
  } finally {
    db.close();
  }
});
