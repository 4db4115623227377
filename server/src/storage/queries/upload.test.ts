import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openTempSite, type TempSite } from '../../testing/temp-database.ts';
import { databaseFile } from '../sqlite/connection.ts';
import { compileQuery } from '../sqlite/statements.ts';
import { queries } from './index.ts';

let site: TempSite;
beforeEach(async () => {
  site = await openTempSite();
});
afterEach(() => site.remove());

function plan(name: keyof typeof queries, params: unknown): string {
  const db = new Database(databaseFile(site.folder), { readonly: true });
  try {
    const statements = compileQuery(queries[name] as never, params, site.siteId);
    return statements
      .flatMap(({ sql, parameters }) => db.prepare(`explain query plan ${sql}`).all(...parameters) as { detail: string }[])
      .map((row) => row.detail)
      .join('\n');
  } finally {
    db.close();
  }
}

test('due rows, the next due instant and the hastening of put-off rows are found by the index of open rows', () => {
  const due = { regulatorId: 'r', since: 0, until: 1, order: 'asc', limit: 10 };
  expect(plan('upload.due', due)).toMatch(/u USING INDEX upload_due/);
  expect(plan('upload.due', due)).not.toMatch(/SCAN|TEMP B-TREE/);
  expect(plan('upload.due', { ...due, order: 'desc' })).not.toMatch(/SCAN|TEMP B-TREE/);
  expect(plan('upload.next-due', { regulatorId: 'r' })).toMatch(/upload_due/);
  expect(plan('upload.hasten', { regulatorId: 'r', at: 1 })).toMatch(/upload_due/);
});

test('a batch of outcomes is written row by row through the primary key', () => {
  const row = { id: 'a', state: 'accepted', attempts: 1, nextAttemptAt: null, message: null, remote: null, acceptedAt: 1 };
  const text = plan('upload.settle', { rows: [row, row] });
  expect(text).toMatch(/SEARCH upload USING INDEX sqlite_autoindex_upload_1/);
  expect(text).not.toMatch(/SCAN upload/);
});

test('lists and corrections never walk through the whole outbox', () => {
  expect(plan('upload.list', { limit: 10 })).not.toMatch(/TEMP B-TREE/);
  expect(plan('upload.list', { limit: 10, state: 'rejected' })).toMatch(/upload_state/);
  expect(plan('upload.after-correction', { passageId: '1', at: 1 })).toMatch(/upload_passage/);
  expect(plan('upload.of-passages', { passageIds: ['1'], regulatorIds: ['r'] })).toMatch(/upload_passage/);
  expect(plan('upload.release-exits', { regulatorId: 'r', visitIds: ['1'], at: 1 })).toMatch(/upload_passage/);
});
