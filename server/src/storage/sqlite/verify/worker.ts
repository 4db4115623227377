import { parentPort, workerData } from 'node:worker_threads';
import { AppError } from '../../../domain/errors.ts';
import type { ErrorCode, ErrorParams } from '../../../domain/errors.ts';
import { standBack } from '../../background-work.ts';
import { databaseFile, isDamage, openReadOnly } from '../connection.ts';
import { readSiteId } from '../database.ts';
import { checkNotNewer } from '../migrations.ts';
import { contentsInThreads } from './content-threads.ts';
import { verifyEntries } from './entries.ts';
import type { ContentSource } from './entries.ts';
import type { PassResult, PassTask, Report } from './pass.ts';
import { verifyPictures } from './pictures.ts';
import { verifyProjections } from './projections.ts';

/** What a pass tells while it runs and at its end. */
export type PassMessage = { done: number; total: number } | { result: PassResult } | { error: { code: ErrorCode; params: ErrorParams } };

if (parentPort) {
  const port = parentPort;
  const task = workerData as PassTask;
  standBack('background');
  const report: Report = (done, total) => port.postMessage({ done, total } satisfies PassMessage);
  const tell = (message: PassMessage) => port.postMessage(message);
  try {
    tell({ result: task.pass === 'pictures' ? await verifyPictures(task.folder, { report }) : await readDatabase(task, report) });
  } catch (error) {
    const known = isDamage(error) ? new AppError('STORAGE_DAMAGED', { file: databaseFile(task.folder) }) : error;
    if (!(known instanceof AppError)) throw error;
    tell({ error: { code: known.code, params: known.params } });
  }
}

async function readDatabase(task: PassTask, report: Report): Promise<PassResult> {
  const { folder } = task;
  const db = openReadOnly(databaseFile(folder));
  try {
    checkNotNewer(db);
    const siteId = readSiteId(db);
    if (siteId === null) throw new AppError('STORAGE_DAMAGED', { file: databaseFile(folder) });
    db.exec('begin');
    if (task.pass === 'projections') return verifyProjections(db, siteId, { report });
    const contents: ContentSource = (stretches) => contentsInThreads({ folder, siteId }, stretches);
    return await verifyEntries(db, siteId, { task, report, contents });
  } finally {
    db.close();
  }
}
