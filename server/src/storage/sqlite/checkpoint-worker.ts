import { parentPort, workerData } from 'node:worker_threads';
import { databaseFile, openWritable } from './connection.ts';

export interface CheckpointTask {
  /** The data folder of the site. */
  folder: string;
}

/** Often enough that a busy gate leaves little for the writer, seldom enough that pages which many commits touch are copied once; ms. */
const everyMs = 500;

if (parentPort) {
  const db = openWritable(databaseFile((workerData as CheckpointTask).folder));
  const dataVersion = db.prepare<[], number>('pragma data_version').pluck();
  let seen: number | undefined;
  const timer = setInterval(() => {
    const version = dataVersion.get();
    if (version === seen) return;
    seen = version;
    try {
      // Passive: waits for nobody, and neither the writer nor the readers wait for it.
      db.pragma('wal_checkpoint(passive)');
    } catch {
      // A disk that fails is noticed and told by the writer; what was not copied stays in the log.
    }
  }, everyMs);
  parentPort.once('message', () => {
    clearInterval(timer);
    db.close();
  });
}
