import { giveBack } from '../../domain/give-back.ts';
import { parentPort, workerData } from 'node:worker_threads';
import { createPictureFiles } from './picture-files.ts';

/** A picture to be stored, and what became of it. Plain data. */
export interface PutTask {
  id: number;
  bytes: Uint8Array<ArrayBuffer>;
}
export type PutResult = { id: number; sha256: string } | { id: number; problem: Error };

if (parentPort) {
  const port = parentPort;
  const files = createPictureFiles(workerData as { folder: string });
  port.on('message', ({ id, bytes }: PutTask) => {
    files
      .put(bytes)
      .then((sha256): PutResult => ({ id, sha256 }))
      .catch((problem): PutResult => ({ id, problem }))
      .then((result) => {
        giveBack(bytes);
        port.postMessage(result);
      });
  });
}
