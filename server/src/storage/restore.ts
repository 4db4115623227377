import { constants, createWriteStream } from 'node:fs';
import { mkdir, open, readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { crc32 } from 'node:zlib';
import yauzl from 'yauzl';
import type { Entry, ZipFile } from 'yauzl';
import { AppError } from '../domain/errors.ts';
import { makeFolder } from './make-folder.ts';
import { verifyLedger } from './sqlite/verify.ts';
import type { VerifyReport } from './sqlite/verify.ts';

/** Names that a backup may hold; anything else is no backup of ours, and none of them leads out of the folder. */
const names = /^(site\.db|keys\/[a-z0-9-]+\.pem|pictures\/[0-9a-f]{2}\/[0-9a-f]{64})$/;

/**
 * Unpacks a backup into an empty or missing folder and verifies all of it. The site that opens the folder goes on where the backup ends.
 * Throws `SITE_DATA_UNWRITABLE`, `BACKUP_FOLDER_NOT_EMPTY` and `BACKUP_UNREADABLE`, after which the folder is empty again; problems of the ledger are in the report.
 */
export async function restoreFrom({ file, folder, signal }: { file: string; folder: string; signal?: AbortSignal }): Promise<VerifyReport> {
  try {
    makeFolder(folder);
  } catch (cause) {
    throw new AppError('SITE_DATA_UNWRITABLE', { folder }, { cause });
  }
  if ((await readdir(folder)).length > 0) throw new AppError('BACKUP_FOLDER_NOT_EMPTY', { folder });
  let damaged: string[];
  try {
    damaged = await unpack(file, folder, signal);
  } catch (cause) {
    for (const name of await readdir(folder)) await rm(join(folder, name), { recursive: true, force: true });
    if (cause instanceof AppError) throw cause;
    signal?.throwIfAborted();
    throw new AppError('BACKUP_UNREADABLE', { file, problem: cause instanceof Error ? cause.message : String(cause) }, { cause });
  }
  const report = await verifyLedger({ folder, signal });
  return { ...report, problems: [...damaged.map((name) => `${name}：与备份时的内容不符`), ...report.problems] };
}

/** Resolves to the names of files that are not what was backed up, as far as the ledger cannot tell: pictures it names itself. */
async function unpack(file: string, folder: string, signal: AbortSignal | undefined): Promise<string[]> {
  const zip = await openZip(file);
  const folders = new Set<string>();
  const damaged: string[] = [];
  let hasDatabase = false;
  try {
    for await (const entry of entriesOf(zip)) {
      signal?.throwIfAborted();
      if (!names.test(entry.fileName)) throw new AppError('BACKUP_UNREADABLE', { file, problem: entry.fileName.slice(0, 100) });
      hasDatabase ||= entry.fileName === 'site.db';
      const path = join(folder, entry.fileName);
      if (!folders.has(dirname(path))) await mkdir(dirname(path), { recursive: true });
      folders.add(dirname(path));
      const whole = await writeEntry(zip, entry, path);
      if (!whole && !entry.fileName.startsWith('pictures/')) damaged.push(entry.fileName);
    }
  } finally {
    zip.close();
  }
  if (!hasDatabase) throw new AppError('BACKUP_UNREADABLE', { file, problem: 'site.db' });
  for (const each of [...folders, folder]) await sync(each);
  return damaged;
}

function openZip(file: string): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    yauzl.open(file, { lazyEntries: true, autoClose: false, validateEntrySizes: true }, (error, zip) => (error ? reject(error) : resolve(zip as ZipFile)));
  });
}

async function* entriesOf(zip: ZipFile): AsyncGenerator<Entry> {
  for (;;) {
    const entry = await new Promise<Entry | null>((resolve, reject) => {
      zip.once('entry', resolve);
      zip.once('end', () => resolve(null));
      zip.once('error', reject);
      zip.readEntry();
    });
    zip.removeAllListeners('entry').removeAllListeners('end').removeAllListeners('error');
    if (entry === null) return;
    yield entry;
  }
}

/** Resolves to false when the bytes are not those that were packed: yauzl itself compares lengths only. */
async function writeEntry(zip: ZipFile, entry: Entry, path: string): Promise<boolean> {
  const content = await new Promise<Readable>((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => (error ? reject(error) : resolve(stream as Readable)));
  });
  // Exclusive: a name that stands twice in the file is refused.
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL;
  let sum = 0;
  await pipeline(
    content,
    async function* (chunks: AsyncIterable<Buffer>) {
      for await (const chunk of chunks) {
        sum = crc32(chunk, sum);
        yield chunk;
      }
    },
    createWriteStream(path, { flags: flags as unknown as string, mode: entry.fileName.startsWith('keys/') ? 0o600 : 0o640, flush: true }),
  );
  return sum === entry.crc32;
}

async function sync(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
