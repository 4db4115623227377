import { statfsSync } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { AppError } from '../../domain/errors.ts';
import type { Page, QueryName, QueryParams, QueryResult } from '../../storage/contract.ts';
import type { Column } from './column.ts';
import { csvChunks } from './csv-file.ts';
import type { ExportTask } from './export-job.ts';
import { passageExportColumns } from './passage-cells.ts';
import { visitExportColumns } from './visit-cells.ts';
import { xlsxStream } from './xlsx-file.ts';

/** Rows of one statement: each is a read of its own, so that no snapshot of the database is held while the file grows. */
const rowsAtOnce = 1_000;
/** What an export leaves free: the disk belongs to the ledger first. */
const leftFreeBytes = 512 * 1024 * 1024;

/** So much of a growing file may wait for the disk. */
const syncEveryBytes = 4 * 1024 * 1024;

export interface WriteParts {
  query<N extends QueryName>(name: N, params: QueryParams<N>): QueryResult<N>;
  /** Told how many rows have been taken so far. */
  onRows(rows: number): void;
  /** Bytes that may still be written beside `folder`. */
  freeBytes(folder: string): number;
}

/** As the system says now. */
export function freeBytes(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}

/**
 * Writes every row of the list into `task.file`, newest first, and says how many they are. The file has its name only when it is whole and on the disk.
 * Throws EXPORT_NO_SPACE, and what reading or writing throws.
 */
export async function writeExport(task: ExportTask, parts: WriteParts): Promise<number> {
  if (task.kind === 'visits') {
    const read = (page: Asked) => parts.query('export.visits', { ...task.filter, ...page });
    return writeTable(task, { title: '进出厂台账', columns: visitExportColumns, read }, parts);
  }
  const read = (page: Asked) => parts.query('passage.list', { ...task.filter, ...page });
  return writeTable(task, { title: '通行记录', columns: passageExportColumns, read }, parts);
}

interface Asked {
  limit: number;
  cursor: string | null;
}
interface Table<T> {
  title: string;
  columns: readonly Column<T>[];
  read(page: Asked): Page<T>;
}

async function writeTable<T>({ format, file }: ExportTask, { title, columns, read }: Table<T>, { onRows, freeBytes: free }: WriteParts): Promise<number> {
  const folder = dirname(file);
  const part = `${file}.part`;
  let rows = 0;
  function* batches(): Generator<T[]> {
    for (let cursor: string | null = null; ; ) {
      if (free(folder) < leftFreeBytes) throw new AppError('EXPORT_NO_SPACE');
      const page: Page<T> = read({ limit: rowsAtOnce, cursor });
      yield page.items;
      rows += page.items.length;
      onRows(rows);
      if (page.nextCursor === null) return;
      cursor = page.nextCursor;
    }
  }
  await mkdir(folder, { recursive: true, mode: 0o700 });
  try {
    const source = format === 'xlsx' ? xlsxStream({ title, columns, batches: batches() }) : Readable.from(csvChunks(columns, batches()));
    await writeSteadily(part, source);
    await rename(part, file);
    await syncFolder(folder);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
  return rows;
}

/** Brings the file to the disk while it grows: all of it at the end would keep the ledger's own commits waiting. */
async function writeSteadily(path: string, source: Readable): Promise<void> {
  const file = await open(path, 'w', 0o600);
  try {
    let unsynced = 0;
    for await (const chunk of source as AsyncIterable<Buffer | string>) {
      await file.writeFile(chunk);
      unsynced += chunk.length;
      if (unsynced < syncEveryBytes) continue;
      await file.datasync();
      unsynced = 0;
    }
    await file.sync();
  } finally {
    await file.close();
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
