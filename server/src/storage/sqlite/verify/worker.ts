import { parentPort, workerData } from 'node:worker_threads';
import { AppError } from '../../../domain/errors.ts';
import type { ErrorCode, ErrorParams } from '../../../domain/errors.ts';
import { standBack } from '../../background-thread.ts';
import { databaseFile, openReadOnly } from '../connection.ts';
import { readSiteId } from '../database.ts';
import { checkNotNewer } from '../migrations.ts';
import { verifyEntries } from './entries.ts';
import type { PassResult, PassTask, Report } from './pass.ts';
import { verifyPictures } from './pictures.ts';
import { verifyProjections } from './projections.ts';

/** What a pass tells while it runs and at its end. */
export type PassMessage = { done: number; total: number } | { result: PassResult } | { error: { code: ErrorCode; params: ErrorParams } };

if (parentPort) {
  const port = parentPort;
  const task = workerData as PassTask;
  // The entries are what a person waits for; rebuilding the tables takes several times as long.
  standBack(task.pass === 'projections' ? 'background' : 'reading');
  const report: Report = (done, total) => port.postMessage({ done, total } satisfies PassMessage);
  const tell = (message: PassMessage) => port.postMessage(message);
  try {
    tell({ result: task.pass === 'pictures' ? await verifyPictures(task.folder, { report }) : readDatabase(task, report) });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    tell({ error: { code: error.code, params: error.params } });
  }
}

function readDatabase(task: PassTask, report: Report): PassResult {
  const db = openReadOnly(databaseFile(task.folder));
  try {
    checkNotNewer(db);
    const siteId = readSiteId(db);
    if (siteId === null) throw new AppError('STORAGE_DAMAGED', { file: databaseFile(task.folder) });
    db.exec('begin');
    return task.pass === 'entries' ? verifyEntries(db, siteId, { task, report }) : verifyProjections(db, siteId, { report });
  } finally {
    db.close();
  }
}
