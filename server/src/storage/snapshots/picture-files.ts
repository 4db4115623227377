import { hash } from 'node:crypto';
import { closeSync, fdatasync, mkdirSync, openSync, renameSync, statSync, unlinkSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { createFolderSync } from './folder-sync.ts';
import { draftFolder, pictureFolder, picturePath } from './picture-path.ts';

const syncData = promisify(fdatasync);

/**
 * Writes pictures so that a file has its name only when all of it is on the disk. Everything but the waiting for the disk is done at once:
 * for a thread of its own, where nobody waits for anything else.
 */
export function createPictureFiles({ folder }: { folder: string }): { put(bytes: Uint8Array): Promise<string> } {
  const root = pictureFolder(folder);
  const drafts = draftFolder(folder);
  const sync = createFolderSync();
  const known = new Set<string>();
  let counter = 0;

  const ensureShelf = async (shelf: string) => {
    if (known.has(shelf)) return;
    mkdirSync(shelf, { recursive: true });
    await sync(root);
    known.add(shelf);
  };

  return {
    /** Resolves with the SHA-256 when bytes and name are on the disk; rejects with the error of the file system. */
    async put(bytes) {
      const sha256 = hash('sha256', bytes);
      const path = picturePath(folder, sha256);
      const shelf = dirname(path);
      try {
        await ensureShelf(shelf);
        // A file of another size is a torn or foreign one and is replaced.
        if (statSync(path, { throwIfNoEntry: false })?.size !== bytes.length) {
          await writeDurably(bytes, { draft: join(drafts, `${process.pid}-${++counter}`), path });
        }
        // Also for a file that was there: the put that made it may not have reached the disk yet.
        await sync(shelf);
        return sha256;
      } catch (error) {
        // The shelf may have been taken away; the next picture makes it again.
        known.delete(shelf);
        throw error;
      }
    },
  };
}

async function writeDurably(bytes: Uint8Array, { draft, path }: { draft: string; path: string }): Promise<void> {
  const file = openSync(draft, 'w', 0o640);
  try {
    for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written);
    await syncData(file);
    renameSync(draft, path);
  } catch (error) {
    unlinkSync(draft);
    throw error;
  } finally {
    closeSync(file);
  }
}
