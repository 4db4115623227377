import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { tempFolder } from '../../testing/temp-database.ts';
import { checkDurable, databaseFile } from './connection.ts';
import { openSiteDatabase } from './database.ts';
import { goldenSchema } from './golden-schema.ts';
import { migrate, readMigrations } from './migrations.ts';

const now = () => 1_772_323_200_000;
let folder: string;
beforeEach(async () => {
  folder = await tempFolder();
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('the first start makes a site id that every later start finds', () => {
  const first = openSiteDatabase({ folder: join(folder, 'new', 'data'), now });
  first.db.close();
  expect(first.siteId).toMatch(/^site-[0-9a-f]{6}$/);
  const second = openSiteDatabase({ folder: join(folder, 'new', 'data'), now });
  second.db.close();
  expect(second.siteId).toBe(first.siteId);
  expect(() => openSiteDatabase({ folder: join(folder, 'new', 'data'), siteId: 'site-other1', now })).toThrow('STORAGE_SITE_DIFFERENT');
});

test('commits are durable, and a weaker setting is refused', () => {
  const { db } = openSiteDatabase({ folder, now });
  expect(db.pragma('synchronous', { simple: true })).toBe(2);
  expect(db.pragma('journal_mode', { simple: true })).toBe('wal');
  db.pragma('synchronous = NORMAL');
  expect(() => checkDurable(db)).toThrow('STORAGE_NOT_DURABLE');
  db.close();
});

test('a newer schema is refused', () => {
  const { db } = openSiteDatabase({ folder, now });
  db.exec(`insert into schema_migration values (999999, '999999-later.sql', '', 0)`);
  db.close();
  expect(() => openSiteDatabase({ folder, now })).toThrow(
    expect.objectContaining({ code: 'SITE_SCHEMA_NEWER', params: { found: 999999, known: readMigrations().at(-1)?.number } }),
  );
});

test('an edited migration is refused, and a failing one leaves the schema as it was', () => {
  const db = new Sqlite(join(folder, 'm.db'));
  const one = { number: 1, file: '000001-a.sql', sql: 'create table a (x text) strict;', sha256: 'aa' };
  migrate(db, { now, migrations: [one] });
  expect(() => migrate(db, { now, migrations: [{ ...one, sha256: 'bb' }] })).toThrow('STORAGE_MIGRATION_EDITED');
  const broken = { number: 2, file: '000002-b.sql', sql: 'create table b (x text) strict; create table a (y text) strict;', sha256: 'cc' };
  expect(() => migrate(db, { now, migrations: [one, broken] })).toThrow('already exists');
  expect(db.prepare(`select name from sqlite_schema where name = 'b'`).all()).toEqual([]);
  migrate(db, { now, migrations: [one, { ...broken, sql: 'create table b (x text) strict;' }] });
  expect(db.prepare('select number, file, sha256, applied_at from schema_migration').all()).toEqual([
    { number: 1, file: '000001-a.sql', sha256: 'aa', applied_at: now() },
    { number: 2, file: '000002-b.sql', sha256: 'cc', applied_at: now() },
  ]);
  db.close();
});

test('the golden schema is what the migrations add up to, every table strict and led by its site', () => {
  expect(readFileSync(new URL('../../../migrations/sqlite/schema.sql', import.meta.url), 'utf8')).toBe(goldenSchema());
  const db = new Sqlite(':memory:');
  migrate(db, { now });
  const tables = db.prepare(`select name, strict from pragma_table_list where schema = 'main' and type = 'table' and name not like 'sqlite_%'`).all() as {
    name: string;
    strict: number;
  }[];
  const primary = db.prepare<[string], string>('select name from pragma_table_info(?) where pk = 1').pluck();
  for (const { name, strict } of tables) {
    expect([name, strict]).toEqual([name, 1]);
    if (name !== 'schema_migration') expect([name, primary.get(name)]).toEqual([name, 'site_id']);
  }
  const unique = db
    .prepare<[], string>(
      `select l.name from sqlite_schema t, pragma_index_list(t.name) l, pragma_index_info(l.name) i where t.type = 'table' and l."unique" and i.seqno = 0 and i.name <> 'site_id'`,
    )
    .pluck()
    .all();
  expect(unique).toEqual([]);
  db.close();
});

test('what is no database is called damaged, and an unusable folder unwritable', async () => {
  writeFileSync(databaseFile(folder), 'this is not a database, and long enough to be looked at as one'.repeat(40));
  expect(() => openSiteDatabase({ folder, now })).toThrow('STORAGE_DAMAGED');
  writeFileSync(join(folder, 'file'), '');
  expect(() => openSiteDatabase({ folder: join(folder, 'file'), now })).toThrow('SITE_DATA_UNWRITABLE');
  await mkdir(join(folder, 'blocked', 'site.db'), { recursive: true });
  chmodSync(join(folder, 'blocked'), 0o500);
  expect(() => openSiteDatabase({ folder: join(folder, 'blocked'), now })).toThrow('SITE_DATA_UNWRITABLE');
  // Only root could take away what is in it otherwise.
  chmodSync(join(folder, 'blocked'), 0o700);
});
