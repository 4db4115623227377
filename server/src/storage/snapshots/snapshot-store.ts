import { sha256Of } from '../../domain/sha256.ts';
import { constants, mkdirSync, statSync } from 'node:fs';
import { open, mkdir, readFile, rename, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../domain/errors.ts';
import type { SnapshotStore } from '../contract.ts';
import { createFolderSync } from './folder-sync.ts';
import { pictureFolder, picturePath } from './picture-path.ts';

/** Content-addressed files under `folder`. A file appears under its name only when all of it is on the disk. */
export function openSnapshotStore({ folder }: { folder: string }): SnapshotStore {
  const root = pictureFolder(folder);
  const temporary = join(root, 'incoming');
  mkdirSync(temporary, { recursive: true });
  const sync = createFolderSync();
  const known = new Set<string>();
  let counter = 0;

  const ensureFolder = async (path: string) => {
    if (known.has(path)) return;
    await mkdir(path, { recursive: true });
    await sync(root);
    known.add(path);
  };

  return {
    pathOf: (sha256) => picturePath(folder, sha256),
    async get(sha256) {
      try {
        return await readFile(picturePath(folder, sha256));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
        throw error;
      }
    },
    async put(bytes) {
      const sha256 = await sha256Of(bytes);
      const path = picturePath(folder, sha256);
      const place = join(root, sha256.slice(0, 2));
      const draft = join(temporary, `${process.pid}-${++counter}`);
      try {
        await ensureFolder(place);
        // A file of another size is a torn or foreign one and is replaced.
        if (sizeOf(path) !== bytes.length) {
          await writeDurably(draft, bytes);
          await rename(draft, path);
        }
        // Also for a file that was there: the put that made it may not have reached the disk yet.
        await sync(place);
        return { sha256, bytes: bytes.length };
      } catch (cause) {
        await unlink(draft).catch(() => undefined);
        throw new AppError('SNAPSHOT_WRITE_FAILED', {}, { cause });
      }
    },
  };
}

/** Null when there is none. Asked at once: a look at a name takes less than making a promise and an error of it. */
function sizeOf(path: string): number | null {
  const found = statSync(path, { throwIfNoEntry: false });
  return found?.isFile() ? found.size : null;
}

async function writeDurably(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC, 0o640);
  try {
    await file.writeFile(bytes);
    await file.datasync();
  } finally {
    await file.close();
  }
}
