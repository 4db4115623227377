import { afterEach, beforeEach, expect, test } from 'vitest';
import { draft } from '../../testing/sample-drafts.ts';
import { openTempSite } from '../../testing/temp-database.ts';
import type { TempSite } from '../../testing/temp-database.ts';
import { createReaderPool } from './reader-pool.ts';
import type { ReaderPool } from './reader-pool.ts';

let site: TempSite;
let pool: ReaderPool;
beforeEach(async () => {
  site = await openTempSite();
  pool = createReaderPool({ folder: site.folder, siteId: site.siteId, threads: 1 });
});
afterEach(async () => {
  await pool.close();
  await site.remove();
});

const put = (value: unknown) => site.writer.run((tx) => tx.query('setting.put', { name: 'x', value }));

test('a reader sees what was committed before it was asked', async () => {
  for (const value of [1, 2, 3]) {
    await put(value);
    expect(await pool.query('setting.get', { name: 'x' })).toBe(value);
  }
});

test('more questions than threads are all answered', async () => {
  await put('yes');
  expect(await Promise.all(Array.from({ length: 50 }, () => pool.query('setting.get', { name: 'x' })))).toEqual(Array(50).fill('yes'));
});

test('a reader cannot write', async () => {
  await expect(pool.query('setting.put', { name: 'x', value: 1 })).rejects.toMatchObject({ code: 'STORAGE_READ_FAILED' });
  expect(await pool.query('setting.get', { name: 'x' })).toBeNull();
});

test('an error of the catalogue keeps its code and params across the thread', async () => {
  await expect(pool.query('passage.list', { limit: 1, cursor: 'x;y' })).rejects.toMatchObject({ code: 'HTTP_INVALID', params: { problem: 'cursor' } });
});

test('a lost thread rejects its query with retry later and is replaced', async () => {
  // What cannot be copied to a thread costs no thread.
  await expect(pool.query('setting.get', { name: (() => 'x') as never })).rejects.toMatchObject({ code: 'STORAGE_READ_FAILED' });
  const memory = await lose();
  expect(memory).toBe('STORAGE_READ_FAILED');
  expect(await pool.query('setting.get', { name: 'x' })).toBeNull();
});

/** A list so large that the small heap of the thread cannot hold it. */
async function lose(): Promise<string> {
  await pool.close();
  pool = createReaderPool({ folder: site.folder, siteId: site.siteId, threads: 1, heapMegabytes: 24 });
  const texts = Array.from({ length: 40 }, (_, index) => draft('act', { action: 'x', target: 'x', details: { text: Array(400_000).fill(index) } }));
  for (const text of texts) await site.writer.run((tx) => tx.append(text));
  return pool.query('ledger.entries', { limit: 1000 }).then(
    () => 'answered',
    (error: { code: string }) => error.code,
  );
}

test('a closed pool refuses', async () => {
  await pool.close();
  await expect(pool.query('setting.get', { name: 'x' })).rejects.toMatchObject({ code: 'STORAGE_CLOSED' });
});
