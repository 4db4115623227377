import { rm } from 'node:fs/promises';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { AppError } from '../../domain/errors.ts';
import { draft } from '../../testing/sample-drafts.ts';
import { tempFolder } from '../../testing/temp-database.ts';
import { databaseFile } from './connection.ts';
import { openSiteDatabase } from './database.ts';
import type { SiteDatabase } from './database.ts';
import { openLedger } from './ledger.ts';
import { createWriter } from './writer.ts';
import type { WriterState } from './writer.ts';

const now = () => Date.parse('2026-03-01T00:00:00Z');
const act = (target: string) => draft('act', { action: 'test', target, details: {} });

function openParts(folder: string) {
  const database: SiteDatabase = openSiteDatabase({ folder, siteId: 'site-abc123', now });
  const { log, reader } = openLedger({ ...database, now });
  const states: WriterState[] = [];
  const writer = createWriter({ ...database, log, onState: (state) => states.push(state) });
  const targets = () =>
    database.db
      .prepare<[], Buffer>('select bytes from ledger_entry order by seq')
      .pluck()
      .all()
      .map((bytes) => (JSON.parse(bytes.toString()) as { body: { target: string } }).body.target);
  return { ...database, reader, writer, states, targets };
}

let folder: string;
let site: ReturnType<typeof openParts>;
beforeEach(async () => {
  folder = await tempFolder();
  site = openParts(folder);
});
afterEach(async () => {
  site.writer.close();
  if (site.db.open) site.db.close();
  await rm(folder, { recursive: true });
});

test('seq starts at 0 and counts on over jobs of one group and of later ones', async () => {
  const first = await Promise.all([site.writer.run((tx) => tx.append(act('a'))), site.writer.run((tx) => tx.append(act('b')))]);
  const later = await site.writer.run((tx) => [tx.nextSeq, tx.append(act('c')).seq, tx.append(act('d')).seq, tx.nextSeq]);
  expect(first).toEqual([
    { seq: 0, subject: 'act:0' },
    { seq: 1, subject: 'act:1' },
  ]);
  expect(later).toEqual([2, 2, 3, 4]);
});

test('jobs of one turn share one commit, which nobody sees before', async () => {
  const seen = new Sqlite(databaseFile(folder), { readonly: true });
  const stored = seen.prepare<[], number>('select count(*) from ledger_entry').pluck();
  const during = await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      site.writer.run((tx) => {
        tx.append(act(String(index)));
        return stored.get();
      }),
    ),
  );
  expect(during).toEqual(Array(20).fill(0));
  expect(stored.get()).toBe(20);
  seen.close();
});

test('a job that throws undoes itself alone and its seq goes to the next job', async () => {
  const results = await Promise.allSettled([
    site.writer.run((tx) => tx.append(act('a')).seq),
    site.writer.run((tx) => {
      tx.append(act('lost'));
      tx.query('setting.put', { name: 'lost', value: 1 });
      throw new Error('changed my mind');
    }),
    site.writer.run((tx) => tx.append(act('b')).seq),
  ]);
  expect(results.map((result) => (result.status === 'fulfilled' ? result.value : (result.reason as Error).message))).toEqual([0, 'changed my mind', 1]);
  expect(site.targets()).toEqual(['a', 'b']);
  expect(site.writer.query('setting.get', { name: 'lost' })).toBeNull();
});

test('a lonely job that throws leaves nothing behind', async () => {
  await expect(
    site.writer.run((tx) => {
      tx.append(act('lost'));
      throw new Error('no');
    }),
  ).rejects.toThrow('no');
  expect(await site.writer.run((tx) => tx.append(act('a')).seq)).toBe(0);
  expect(site.reader.size).toBe(1);
});

test('a job that swallows a failed append still fails, since the entry may lack its projections', async () => {
  const gap = (id: string, since: string) =>
    draft('gap', { id, change: 'opened', kind: 'device-silent', subject: 'device:1', since, until: null, details: {} });
  const outcome = site.writer.run((tx) => {
    tx.append(act('before'));
    try {
      tx.append(gap('g1', 'not an instant'));
    } catch {
      // The writer must not be deceived by this.
    }
    return 'fine';
  });
  await expect(outcome).rejects.toThrow();
  expect(site.targets()).toEqual([]);
});

test('an asynchronous job is refused and undone', async () => {
  await expect(site.writer.run(async (tx) => tx.append(act('a')))).rejects.toThrow('synchronous');
  expect(site.targets()).toEqual([]);
});

test('a transaction cannot be used after its job', async () => {
  const kept = await site.writer.run((tx) => tx);
  expect(() => kept.append(act('late'))).toThrow('is over');
});

test('a full disk rejects the whole group, is told once, and the next group is tried again', async () => {
  await site.writer.run((tx) => tx.append(act('a')));
  const pages = site.db.pragma('page_count', { simple: true }) as number;
  site.db.pragma(`max_page_count = ${pages}`);
  const big = draft('act', { action: 'test', target: 'big', details: { text: 'x'.repeat(200_000) } });
  const group = await Promise.allSettled([
    site.writer.run((tx) => tx.append(act('b'))),
    site.writer.run((tx) => tx.append(big)),
    site.writer.run((tx) => tx.append(act('c'))),
  ]);
  expect(group.map((result) => (result.status === 'rejected' ? (result.reason as AppError).code : 'stored'))).toEqual(Array(3).fill('STORAGE_WRITE_FAILED'));
  await expect(site.writer.run((tx) => tx.append(big))).rejects.toThrow(AppError);
  expect(site.states.map((state) => state.writable)).toEqual([false]);
  expect(site.reader.size).toBe(1);

  site.db.pragma('max_page_count = 1073741823');
  expect(await site.writer.run((tx) => tx.append(act('d')).seq)).toBe(1);
  expect(site.targets()).toEqual(['a', 'd']);
  expect(site.states.map((state) => state.writable)).toEqual([false, true]);
});

test('entries of another process are seen before the next append', async () => {
  await site.writer.run((tx) => tx.append(act('a')));
  const other = openParts(folder);
  expect(await other.writer.run((tx) => tx.append(act('b')).seq)).toBe(1);
  expect(await site.writer.run((tx) => tx.append(act('c')).seq)).toBe(2);
  expect(await other.writer.run((tx) => tx.append(act('d')).seq)).toBe(3);
  other.writer.close();
  other.db.close();
  expect(site.targets()).toEqual(['a', 'b', 'c', 'd']);
});

test('closing writes what waits and refuses what comes later', async () => {
  const waiting = site.writer.run((tx) => tx.append(act('a')).seq);
  site.writer.close();
  expect(await waiting).toBe(0);
  await expect(site.writer.run((tx) => tx.nextSeq)).rejects.toMatchObject({ code: 'STORAGE_CLOSED' });
});

test('an instant that is not ISO 8601 UTC with milliseconds is refused', async () => {
  await expect(site.writer.run((tx) => tx.append({ ...act('a'), at: '2026-03-01 08:00:00' }))).rejects.toMatchObject({ code: 'LEDGER_VALUE_UNENCODABLE' });
});
