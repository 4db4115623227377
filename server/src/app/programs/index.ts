import type { RunExport } from '../../services/exports/export-job.ts';
import type { VerifyProgress, VerifyReport } from '../../storage/sqlite/verify.ts';
import type { ExportOrder } from './export.ts';
import { runProgram } from './run-program.ts';

/** What an export needs does not grow with its rows, megabytes. */
const exportMemory = { young: 2, old: 96 };

/** Writes exports of the site in `folder`. */
export function exportsOf({ folder, siteId }: { folder: string; siteId: string }): RunExport {
  const program = new URL('./export.ts', import.meta.url);
  return (task, { onRows, signal }) =>
    runProgram<number, ExportOrder, number>({
      ...{ program, memory: exportMemory, failure: 'EXPORT_WRITE_FAILED', signal },
      order: { folder, siteId, task },
      onProgress: onRows,
    });
}

/** Verifies the ledger in `folder`, while it is written or not. Throws what `verifyLedger` throws. */
export function verifyBeside({ folder, onProgress, signal }: { folder: string; onProgress: (progress: VerifyProgress) => void; signal: AbortSignal }) {
  const program = new URL('./verify.ts', import.meta.url);
  return runProgram<VerifyReport, { folder: string }, VerifyProgress>({ program, order: { folder }, failure: 'STORAGE_READ_FAILED', onProgress, signal });
}
