import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { draftFolder } from '../storage/snapshots/picture-path.ts';

/**
 * Removes what a killed server left half written: no entry names a draft, since an entry follows its picture's last name. The lock of
 * the site must be held, so that nobody is writing one.
 */
export function clearDrafts(folder: string): void {
  const drafts = draftFolder(folder);
  for (const name of namesIn(drafts)) rmSync(join(drafts, name), { recursive: true, force: true });
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
