import { closeSync, fsyncSync, openSync } from 'node:fs';
import { workerData } from 'node:worker_threads';
import { standBack } from '../background-work.ts';
import { databaseFile, openReadOnly } from './connection.ts';

export interface CopyTask {
  /** The data folder of the site. */
  folder: string;
  /** The file to make; it must not exist. */
  to: string;
}

if (workerData) {
  standBack('background');
  const { folder, to } = workerData as CopyTask;
  const db = openReadOnly(databaseFile(folder));
  try {
    // One read transaction: the copy is the database of one moment, and writers go on meanwhile.
    db.prepare('vacuum into ?').run(to);
  } finally {
    db.close();
  }
  const handle = openSync(to, 'r');
  fsyncSync(handle);
  closeSync(handle);
}
