import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import type { Database } from 'better-sqlite3';
import { AppError } from '../../domain/errors.ts';

/** How long a connection waits for another process that is writing (the command line beside the server). */
const busyTimeout = 5000;

/** The database file of a site's data folder. */
export function databaseFile(folder: string): string {
  return join(folder, 'site.db');
}

/** A connection that writes: WAL, an fsync at every commit, both read back. Throws `STORAGE_NOT_DURABLE` when the file system refuses. */
export function openWritable(file: string): Database {
  const db = new Sqlite(file, { timeout: busyTimeout });
  try {
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = FULL');
    tune(db, 32);
    // The checkpointer copies the log in a thread of its own; this is what happens when it cannot keep up, at 64 megabytes.
    db.pragma('wal_autocheckpoint = 16000');
    checkDurable(db);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** A connection that cannot write; it sees the last commit at the beginning of each of its statements or transactions. */
export function openReadOnly(file: string): Database {
  const db = new Sqlite(file, { readonly: true, fileMustExist: true, timeout: busyTimeout });
  tune(db, 16);
  return db;
}

/** Throws unless every commit of this connection reaches the disk before it returns. */
export function checkDurable(db: Database): void {
  const journal = String(db.pragma('journal_mode', { simple: true }));
  const synchronous = Number(db.pragma('synchronous', { simple: true }));
  if (journal !== 'wal' || synchronous !== 2) throw new AppError('STORAGE_NOT_DURABLE', { found: `${journal}, synchronous=${synchronous}` });
}

function tune(db: Database, cacheMegabytes: number): void {
  db.pragma(`cache_size = ${-1024 * cacheMegabytes}`);
  // A disk error under a memory map is a SIGBUS for the whole process instead of an error for one statement.
  db.pragma('mmap_size = 0');
  db.pragma('temp_store = memory');
  db.pragma('trusted_schema = off');
}

/** The result code of an error of SQLite, such as `SQLITE_FULL`; null for any other error. */
export function sqliteCode(error: unknown): string | null {
  return error instanceof Sqlite.SqliteError ? error.code : null;
}

/** True when the file is no database any more, or part of it is not what SQLite wrote. Errors that crossed a thread are known by their code alone. */
export function isDamage(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /^SQLITE_(CORRUPT|NOTADB)/.test(String(error.code));
}

/** True when the disk or the file is at fault, not the statement: full, read-only, I/O error, locked, damaged. */
export function isDiskProblem(error: unknown): boolean {
  return /^SQLITE_(FULL|IOERR|READONLY|CANTOPEN|BUSY|LOCKED|CORRUPT|NOTADB|NOMEM|PROTOCOL|PERM)/.test(sqliteCode(error) ?? '');
}
