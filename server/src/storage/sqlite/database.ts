import { randomBytes } from 'node:crypto';
import type { Database } from 'better-sqlite3';
import { AppError } from '../../domain/errors.ts';
import { makeFolder } from '../make-folder.ts';
import { databaseFile, isDamage, isDiskProblem, openWritable } from './connection.ts';
import { migrate } from './migrations.ts';

export interface SiteDatabase {
  db: Database;
  siteId: string;
  folder: string;
}

/**
 * Opens the writing connection of a site, creating folder, database and site id (`site-` and six hex digits) at the first start.
 * Throws `SITE_DATA_UNWRITABLE`, `SITE_SCHEMA_NEWER`, `STORAGE_DAMAGED`, `STORAGE_NOT_DURABLE`, `STORAGE_MIGRATION_EDITED` or `STORAGE_SITE_DIFFERENT`.
 */
export function openSiteDatabase({ folder, siteId, now }: { folder: string; siteId?: string; now: () => number }): SiteDatabase {
  let db: Database | undefined;
  try {
    makeFolder(folder);
    db = openWritable(databaseFile(folder));
    migrate(db, { now });
    return { db, siteId: identify(db, siteId), folder };
  } catch (error) {
    db?.close();
    throw explain(error, folder);
  }
}

/** The site id kept in `site_setting` as `site.id`; null in a database without one. */
export function readSiteId(db: Database): string | null {
  return db.prepare<[], string>(`select site_id from site_setting where name = 'site.id'`).pluck().get() ?? null;
}

function identify(db: Database, wanted: string | undefined): string {
  return db
    .transaction(() => {
      const found = readSiteId(db);
      if (found !== null && wanted !== undefined && found !== wanted) throw new AppError('STORAGE_SITE_DIFFERENT', { found, wanted });
      if (found !== null) return found;
      const created = wanted ?? `site-${randomBytes(3).toString('hex')}`;
      db.prepare(`insert into site_setting (site_id, name, value) values (?, 'site.id', ?)`).run(created, JSON.stringify(created));
      return created;
    })
    .immediate();
}

function explain(error: unknown, folder: string): unknown {
  if (error instanceof AppError) return error;
  if (isDamage(error)) return new AppError('STORAGE_DAMAGED', { file: databaseFile(folder) }, { cause: error });
  const fileProblem = error instanceof Error && 'code' in error && /^E[A-Z]+$/.test(String(error.code));
  // better-sqlite3 says TypeError when the folder of the file is missing.
  if (isDiskProblem(error) || fileProblem || error instanceof TypeError) return new AppError('SITE_DATA_UNWRITABLE', { folder }, { cause: error });
  return error;
}
