import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExportFormat } from './export-job.ts';

const ownName = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.(?:xlsx|csv)(?:\.part)?$/;

export function exportFile(folder: string, { id, format }: { id: string; format: ExportFormat }): string {
  return join(folder, `${id}.${format}`);
}

/** Removes every export's file but those of the ids to keep, asked for after the look into the folder: a file made since is none of them. Other names are left alone. */
export async function removeFilesBut(folder: string, toKeep: () => Promise<ReadonlySet<string>>): Promise<void> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const keep = await toKeep();
  for (const name of names) {
    const id = ownName.exec(name)?.[1];
    if (id !== undefined && !keep.has(id)) await rm(join(folder, name), { force: true });
  }
}
