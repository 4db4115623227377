import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Worker } from 'node:worker_threads';
import yazl from 'yazl';
import { AppError } from '../domain/errors.ts';
import { makeFolder } from './make-folder.ts';
import type { CopyTask } from './sqlite/copy-worker.ts';

export interface BackupReport {
  file: string;
  bytes: number;
  /** SHA-256 of the file, lower-case hex. */
  sha256: string;
  pictures: number;
}

/** A database of this name is the first file of a backup; pictures and keys keep the names they have in the data folder. */
export const backupDatabase = 'site.db';

/**
 * Writes one ZIP file (stored, not compressed) with the database of one moment, every picture and the signing key, while the site runs or not.
 * The file appears under its name only when it is complete and on the disk. It holds the private key: keep it as safe as the folder. Throws `BACKUP_FAILED`.
 */
export async function backupTo({ folder, file, signal }: { folder: string; file: string; signal?: AbortSignal }): Promise<BackupReport> {
  const draft = `${file}.part`;
  let work: string | undefined;
  try {
    makeFolder(dirname(file));
    // Beside the target: that disk must hold the copy anyway.
    work = await mkdtemp(join(dirname(file), '.greengate-backup-'));
    const database = join(work, backupDatabase);
    await copyDatabase({ folder, to: database }, signal);
    const pictures = await writeZip({ folder, database, draft }, signal);
    const { bytes, sha256 } = await seal(draft, file);
    return { file, bytes, sha256, pictures };
  } catch (cause) {
    await rm(draft, { force: true });
    if (cause instanceof AppError) throw cause;
    signal?.throwIfAborted();
    throw new AppError(
      'BACKUP_FAILED',
      { problem: (cause as NodeJS.ErrnoException).code ?? (cause instanceof Error ? cause.message : String(cause)) },
      { cause },
    );
  } finally {
    if (work) await rm(work, { recursive: true, force: true });
  }
}

function copyDatabase(task: CopyTask, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./sqlite/copy-worker.ts', import.meta.url), { workerData: task, name: 'backup' });
    const cancel = () => {
      reject(signal?.reason);
      void worker.terminate();
    };
    signal?.addEventListener('abort', cancel, { once: true });
    worker.on('error', reject);
    worker.on('exit', (code) => {
      signal?.removeEventListener('abort', cancel);
      code === 0 ? resolve() : reject(new Error(`exit ${code}`));
    });
  });
}

async function writeZip({ folder, database, draft }: { folder: string; database: string; draft: string }, signal: AbortSignal | undefined): Promise<number> {
  const zip = new yazl.ZipFile();
  const stored = { compress: false };
  zip.addFile(database, backupDatabase, stored);
  for (const key of await list(join(folder, 'keys')))
    if (key.endsWith('.pem')) zip.addFile(join(folder, 'keys', key), `keys/${key}`, { ...stored, mode: 0o100600 });
  // After the database: whatever its entries name was on the disk before them.
  let pictures = 0;
  for (const shelf of await list(join(folder, 'pictures'))) {
    if (!/^[0-9a-f]{2}$/.test(shelf)) continue;
    for (const picture of await list(join(folder, 'pictures', shelf))) {
      zip.addFile(join(folder, 'pictures', shelf, picture), `pictures/${shelf}/${picture}`, stored);
      pictures++;
    }
  }
  const failed = new Promise<never>((_, reject) => zip.on('error', reject));
  zip.end();
  await Promise.race([pipeline(zip.outputStream, createWriteStream(draft, { mode: 0o600 }), { signal }), failed]);
  return pictures;
}

async function seal(draft: string, file: string): Promise<{ bytes: number; sha256: string }> {
  const digest = createHash('sha256');
  await pipeline(createReadStream(draft, { highWaterMark: 1024 * 1024 }), digest);
  await syncFile(draft);
  await rename(draft, file);
  if (process.platform !== 'win32') await syncFile(dirname(file));
  return { bytes: (await stat(file)).size, sha256: digest.digest('hex') };
}

async function syncFile(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function list(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).map((name) => basename(name)).sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
