import { hash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import type { Database } from 'better-sqlite3';
import { AppError } from '../../domain/errors.ts';

const folder = new URL('../../../migrations/sqlite/', import.meta.url);

export interface Migration {
  number: number;
  file: string;
  sql: string;
  sha256: string;
}

/** The numbered migrations of SQLite in their order, `NNNNNN-what.sql`. */
export function readMigrations(from: URL = folder): Migration[] {
  return readdirSync(from)
    .filter((file) => /^\d{6}-[a-z0-9-]+\.sql$/.test(file))
    .sort()
    .map((file) => {
      // A checkout with CRLF is still the same migration.
      const sql = readFileSync(new URL(file, from), 'utf8').replaceAll('\r\n', '\n');
      return { number: Number(file.slice(0, 6)), file, sql, sha256: hash('sha256', sql) };
    });
}

/**
 * Brings the schema forward, one transaction a migration. Throws `SITE_SCHEMA_NEWER` when the database knows more than this program,
 * and `STORAGE_MIGRATION_EDITED` when an applied file has changed since.
 */
export function migrate(db: Database, { now, migrations = readMigrations() }: { now: () => number; migrations?: Migration[] }): void {
  db.exec(
    'create table if not exists schema_migration (number integer primary key, file text not null, sha256 text not null, applied_at integer not null) strict',
  );
  const applyMissing = db.transaction((migration: Migration) => {
    const applied = db.prepare<[number], { sha256: string }>('select sha256 from schema_migration where number = ?').get(migration.number);
    if (applied?.sha256 === migration.sha256) return;
    if (applied) throw new AppError('STORAGE_MIGRATION_EDITED', { file: migration.file });
    db.exec(migration.sql);
    db.prepare('insert into schema_migration (number, file, sha256, applied_at) values (?, ?, ?, ?)').run(
      migration.number,
      migration.file,
      migration.sha256,
      now(),
    );
  });
  checkNotNewer(db, migrations);
  for (const migration of migrations) applyMissing.immediate(migration);
}

/** Throws `SITE_SCHEMA_NEWER` when a newer program has written this database. For connections that only read. */
export function checkNotNewer(db: Database, migrations: Migration[] = readMigrations()): void {
  const found = db.prepare<[], number | null>('select max(number) from schema_migration').pluck().get() ?? 0;
  const known = migrations.at(-1)?.number ?? 0;
  if (found > known) throw new AppError('SITE_SCHEMA_NEWER', { found, known });
}
