import { statSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import Database from 'better-sqlite3';
import { expect, it, vi } from 'vitest';
import { databaseFile } from './connection.ts';
import { openTempSite } from '../../testing/temp-database.ts';

it('a long log is copied into the database beside the writer, and nothing is lost when the site closes in between', async () => {
  const site = await openTempSite();
  const file = databaseFile(site.folder);
  const before = statSync(file).size;
  const body = { action: 'test', target: 'site', details: { text: 'x'.repeat(10_000) } };
  const append = () =>
    site.writer.run((tx) => tx.append({ kind: 'act', subject: null, at: new Date().toISOString(), by: { type: 'system', name: 'test' }, body }));
  for (let round = 0; round < 20; round++) await Promise.all(Array.from({ length: 10 }, append));
  expect(statSync(`${file}-wal`).size).toBeGreaterThan(1024 * 1024);
  await vi.waitFor(() => expect(statSync(file).size).toBeGreaterThan(before + 1024 * 1024), { timeout: 120_000, interval: 50 });
  await append();
  await site.close();
  const db = new Database(file, { readonly: true });
  expect(db.prepare('select count(*) from ledger_entry').pluck().get()).toBe(201);
  db.close();
  await rm(site.folder, { recursive: true });
});
