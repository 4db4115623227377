import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../domain/errors.ts';
import { makeFolder } from '../storage/make-folder.ts';

/**
 * One server a data folder: two would each follow the barriers and each send the uploads. Writes `server.pid`; the result
 * removes it. A file left by a killed server is no obstacle. Throws SITE_DATA_IN_USE and SITE_DATA_UNWRITABLE.
 */
export function lockSite(folder: string): () => void {
  const file = join(folder, 'server.pid');
  const pid = holderOf(file);
  if (pid !== null && pid !== process.pid && isServer(pid)) throw new AppError('SITE_DATA_IN_USE', { folder, pid });
  try {
    makeFolder(folder);
    writeFileSync(file, `${process.pid}\n`);
  } catch (cause) {
    throw new AppError('SITE_DATA_UNWRITABLE', { folder }, { cause });
  }
  return () => {
    if (holderOf(file) === process.pid) rmSync(file, { force: true });
  };
}

function holderOf(file: string): number | null {
  try {
    const pid = Number(readFileSync(file, 'utf8').trim());
    return Number.isSafeInteger(pid) && pid > 0 ? pid : null;
  } catch {
    return null;
  }
}

/** Whether the process lives and is a node; where that cannot be told, living is enough. */
function isServer(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('node');
  } catch {
    return true;
  }
}
