import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { databaseFile } from './connection.ts';
import { queries } from '../queries/index.ts';
import type { QueryDefinition } from '../queries/definition.ts';
import { prepareHotStatements } from './hot-statements.ts';
import { compileQuery } from './statements.ts';
import { openTempSite } from '../../testing/temp-database.ts';

const frame = {
  sha256: 'a'.repeat(64),
  deviceId: 'd',
  receivedAt: 5,
  contentType: 'application/json',
  passageId: '7',
  problem: null,
  frame: Buffer.from('{}'),
};
const upload = { id: '7-r', regulatorId: 'r', passageId: '7', visitId: null, direction: 'in', plateNumber: '测A00001', recordedAt: 9, dueAt: 11 };

it.each([
  ['frame.put', 'device_frame', frame],
  ['upload.insert', 'upload', { rows: [upload, { ...upload, id: '8-r', passageId: '8', visitId: 'v' }] }],
] as const)('%s by hand stores what its definition stores, also the second time', async (name, table, params) => {
  const site = await openTempSite();
  const db = new Database(databaseFile(site.folder));
  const rows = () => db.prepare(`select * from ${table} order by 1, 2`).all();
  const byHand = prepareHotStatements(db, site.siteId)[name] as (params: unknown) => unknown;
  byHand(params);
  byHand(params);
  const hand = rows();
  db.exec(`delete from ${table}`);
  for (const { sql, parameters } of compileQuery(queries[name] as QueryDefinition<unknown, unknown>, params, site.siteId)) db.prepare(sql).run(...parameters);
  expect(hand).toEqual(rows());
  expect(hand.length).toBeGreaterThan(0);
  db.close();
  await site.remove();
});
