import { closeSync, fsync, openSync } from 'node:fs';
import { promisify } from 'node:util';

const syncNames = promisify(fsync);

/**
 * Brings the names in a folder to the disk. Calls that come while one is running share the next one:
 * the running one may have begun before their rename.
 */
export function createFolderSync(): (folder: string) => Promise<void> {
  const running = new Map<string, Promise<void>>();
  const following = new Map<string, Promise<void>>();

  const begin = (folder: string): Promise<void> => {
    const done = syncFolder(folder).finally(() => running.delete(folder));
    running.set(folder, done);
    return done;
  };
  return (folder) => {
    const current = running.get(folder);
    if (!current) return begin(folder);
    const next = following.get(folder);
    if (next) return next;
    const queued = current
      .catch(() => undefined)
      .then(() => {
        following.delete(folder);
        return begin(folder);
      });
    following.set(folder, queued);
    return queued;
  };
}

/** Only the disk is waited for: opening a folder takes less than asking another thread to do it. */
async function syncFolder(folder: string): Promise<void> {
  // Windows cannot open a folder, and keeps names by itself.
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    await syncNames(handle);
  } finally {
    closeSync(handle);
  }
}
