import { parentPort, workerData } from 'node:worker_threads';
import { standBack } from '../../background-work.ts';
import { databaseFile, openReadOnly } from '../connection.ts';
import { prepareContents } from './contents.ts';
import type { Stretch } from './contents.ts';

/** What a thread needs to look into entries; plain data. */
export interface ContentTask {
  folder: string;
  siteId: string;
}

if (parentPort) {
  const port = parentPort;
  const task = workerData as ContentTask;
  standBack('background');
  const db = openReadOnly(databaseFile(task.folder));
  db.exec('begin');
  const check = prepareContents(db, task);
  port.on('message', (stretch: Stretch) => {
    const chunk = check(stretch);
    port.postMessage(chunk, [chunk.seqs.buffer, chunk.leaves.buffer]);
  });
}
