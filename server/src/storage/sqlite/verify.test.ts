import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import Sqlite from 'better-sqlite3';
import type { Database } from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { encodeEntry, decodeEntry } from '../../domain/ledger/entry-codec.ts';
import { leafHash } from '../../domain/ledger/merkle.ts';
import { draft, passageBody } from '../../testing/sample-drafts.ts';
import { openTempSite } from '../../testing/temp-database.ts';
import type { TempSite } from '../../testing/temp-database.ts';
import { databaseFile } from './connection.ts';
import { signingKeyFile } from './signing-key.ts';
import { contentsHere, prepareContents } from './verify/contents.ts';
import type { Stretch } from './verify/contents.ts';
import { verifyEntries } from './verify/entries.ts';
import { verifyLedger } from './verify.ts';

let site: TempSite;
let picture: string;
beforeEach(async () => {
  site = await openTempSite();
  const stored = await site.snapshots.put(Buffer.from('a picture'));
  picture = site.snapshots.pathOf(stored.sha256);
  await Promise.all(
    Array.from({ length: 600 }, (_, index) =>
      site.writer.run((tx) => {
        const visitId = String(tx.nextSeq);
        tx.append(
          draft(
            'passage',
            passageBody({ eventKey: `k${index}`, snapshots: [{ kind: 'full', ...stored }], visit: { effect: 'open', visitId, questions: [] } }),
            { at: index * 1000 },
          ),
        );
      }),
    ),
  );
});
afterEach(() => site.remove());

/** Does to the database what somebody with the file and the password of the machine could do. */
function tamper<T>(change: (db: Database) => T): T {
  const db = new Sqlite(databaseFile(site.folder));
  try {
    for (const name of db.prepare<[], string>(`select name from sqlite_schema where type = 'trigger'`).pluck().all()) db.exec(`drop trigger ${name}`);
    return change(db);
  } finally {
    db.close();
  }
}
const problems = async (parts: { checkpoint?: string; verifierKey?: string } = {}) => (await verifyLedger({ folder: site.folder, ...parts })).problems;

/** Bytes and leaf hash changed together, as a careful forger would. */
function forge(db: Database, seq: number) {
  const entry = decodeEntry(db.prepare<[number], Buffer>('select bytes from ledger_entry where seq = ?').pluck().get(seq) as Buffer);
  const bytes = encodeEntry({ ...entry, body: { ...entry.body, plateNumber: '测A99999' } } as never);
  db.prepare('update ledger_entry set bytes = ?, leaf_hash = ? where seq = ?').run(bytes, leafHash(bytes), seq);
}

test('an untouched site is found in order while it is open', async () => {
  site.ledger.checkpoint();
  expect(await verifyLedger({ folder: site.folder })).toEqual({ entries: 600, projections: 600 * 3 + 3 * 2 + 1, pictures: 1, problems: [] });
});

test('any flipped byte of an entry is named by its seq', async () => {
  const small = await openTempSite();
  await Promise.all(Array.from({ length: 3 }, (_, index) => small.writer.run((tx) => tx.append(draft('passage', passageBody(), { at: index })))));
  const db = new Sqlite(databaseFile(small.folder));
  db.exec('drop trigger ledger_entry_no_update');
  const bytes = db.prepare<[], Buffer>('select bytes from ledger_entry where seq = 1').pluck().get() as Buffer;
  const store = db.prepare('update ledger_entry set bytes = ? where seq = 1');
  const task = { pass: 'entries', folder: small.folder, checkpoint: null, verifierKey: null } as const;
  const check = prepareContents(db, small);
  const contents = (stretches: Iterable<Stretch>) => contentsHere(check, stretches);
  const entryProblems = async () => (await verifyEntries(db, small.siteId, { task, report: () => undefined, contents })).problems;
  for (let place = 0; place < bytes.length; place++) {
    const flipped = Buffer.from(bytes);
    flipped[place] = (flipped[place] as number) ^ (1 << (place % 8));
    store.run(flipped);
    expect(await entryProblems()).toEqual(['seq 1: 内容与叶哈希不符，该条目被改过']);
  }
  store.run(bytes);
  expect(await entryProblems()).toEqual([]);
  db.close();
  await small.remove();
});

test('bytes that say the same in another writing are no entry', async () => {
  const rewrite = (change: (text: string) => string) =>
    tamper((db) => {
      const bytes = db.prepare<[], Buffer>('select bytes from ledger_entry where seq = 599').pluck().get() as Buffer;
      const other = Buffer.from(change(bytes.toString()));
      db.prepare('update ledger_entry set bytes = ?, leaf_hash = ? where seq = 599').run(other, leafHash(other));
    });
  rewrite((text) => text.replace('{"at":', '{ "at":'));
  expect(await problems()).toEqual(['seq 599: 内容不是规范的台账条目']);
  rewrite((text) => text.replace('{ "at":', '{"at":').replace(/^\{("at":"[^"]*"),(.*)\}$/, '{$2,$1}'));
  expect(await problems()).toEqual(['seq 599: 内容不是规范的台账条目']);
});

test('a flipped byte of a leaf hash is named by its seq', async () => {
  const flip = (hash: Buffer) => Buffer.from(hash.map((byte, index) => (index === 31 ? byte ^ 0x80 : byte)));
  tamper((db) =>
    db
      .prepare('update ledger_entry set leaf_hash = ? where seq = 599')
      .run(flip(db.prepare<[], Buffer>('select leaf_hash from ledger_entry where seq = 599').pluck().get() as Buffer)),
  );
  expect(await problems()).toEqual(['seq 599: 内容与叶哈希不符，该条目被改过']);
});

test('a changed index column is named by its seq', async () => {
  tamper((db) => db.exec(`update ledger_entry set subject = 'passage:1' where seq = 40`));
  expect(await problems()).toEqual(['seq 40: 索引列与内容不符']);
});

test('a removed entry, a removed end and an inserted entry are found', async () => {
  site.ledger.checkpoint();
  const rows = tamper((db) => db.prepare('select * from ledger_entry where seq >= 598').all() as Record<string, unknown>[]);
  tamper((db) => db.exec('delete from ledger_entry where seq = 300'));
  expect((await problems())[0]).toBe('seq 300: 条目缺失，下一条是 seq 301');
  await site.remove();
  site = await openTempSite();
  await site.writer.run((tx) => [
    tx.append(draft('act', { action: 'a', target: 't', details: {} })),
    tx.append(draft('act', { action: 'b', target: 't', details: {} })),
  ]);
  site.ledger.checkpoint();
  tamper((db) => db.exec('delete from ledger_entry where seq = 1'));
  expect(await problems()).toEqual(['seq 1: 条目缺失，ledger_checkpoint 2 已签名到 seq 1']);
  expect(rows.length).toBe(2);
});

test('an entry forged together with its leaf hash is found by the stored subtree or the last good checkpoint', async () => {
  tamper((db) => forge(db, 100));
  const found = await problems();
  expect(found[0]).toBe('seq 0: 这一段（至 seq 255）与已存的子树哈希不符，其中有条目被改过');
  expect(found).toContain('passage 100: 与台账重建的结果不同（plate_number）');
});

test('a rewritten history with all hashes redone fails against a checkpoint, stored or kept outside', async () => {
  const outside = site.ledger.checkpoint();
  tamper((db) => {
    forge(db, 590);
    db.exec(`update passage set plate_number = '测A99999' where id = '590'; update visit set plate_number = '测A99999' where id = '590'`);
  });
  expect(await problems()).toEqual(['seq 0: 从这里到 seq 599 的历史与已签名的检查点 ledger_checkpoint 600 不符，其中有条目被改写']);
  tamper((db) => db.exec('delete from ledger_checkpoint'));
  expect(await problems()).toEqual([]);
  expect(await problems({ checkpoint: outside })).toEqual(['seq 0: 从这里到 seq 599 的历史与已签名的检查点 checkpoint 600 不符，其中有条目被改写']);
});

test('a ledger signed anew with another key fails against the old verifier key', async () => {
  const verifierKey = site.ledger.verifierKey();
  const checkpoint = site.ledger.checkpoint();
  const other = await openTempSite();
  writeFileSync(signingKeyFile(site.folder), readFileSync(signingKeyFile(other.folder)));
  await other.remove();
  expect(await problems()).toEqual(['ledger_checkpoint 600: 签名无效，或不是本站点的密钥所签']);
  tamper((db) => db.exec('delete from ledger_checkpoint'));
  expect(await problems({ checkpoint })).toEqual(['checkpoint 600: 签名无效，或不是本站点的密钥所签']);
  expect(await problems({ checkpoint, verifierKey })).toEqual([]);
});

test('a changed and a missing picture are named by their file', async () => {
  writeFileSync(picture, 'a pictura');
  expect(await problems()).toEqual([`${picture}: 文件内容与编号不符，已被改动或损坏`]);
  rmSync(picture);
  expect((await problems())[0]).toBe(`${picture}: 文件缺失（seq 0 引用）`);
});

test('a changed, a removed and an added row of a projection are named by table and key', async () => {
  tamper((db) => {
    db.exec(`update passage set outcome = 'deny', passed = 0 where id = '7'`);
    db.exec(`delete from visit where id = '8'`);
    db.exec(`update daily_passage set passages = passages + 1`);
    db.exec(`insert into device_read select site_id, device_id, 'k-new', passage_id from device_read limit 1`);
  });
  expect(await problems()).toEqual([
    'daily_passage 2026-03-01 lane-1 in admit 1 china-6: 与台账重建的结果不同（passages）',
    'passage 7: 与台账重建的结果不同（outcome、passed）',
    'visit 8: 台账中有，表中缺少这一行',
    'device_read device-1 k-new: 台账中没有产生这一行的条目',
  ]);
});

test('a verification can be stopped and tells how far it is', async () => {
  const stop = new AbortController();
  const running = verifyLedger({ folder: site.folder, signal: stop.signal });
  stop.abort(new Error('enough'));
  await expect(running).rejects.toThrow('enough');
  const passes = new Set<string>();
  await verifyLedger({ folder: site.folder, onProgress: ({ pass }) => passes.add(pass) });
  expect(passes.has('entries')).toBe(true);
});

test('a page that is none any more is called damage, whichever pass meets it', async () => {
  const root = tamper((db) => {
    db.pragma('wal_checkpoint(truncate)');
    return db.prepare<[], number>(`select rootpage from sqlite_schema where name = 'ledger_entry'`).pluck().get() as number;
  });
  const file = readFileSync(databaseFile(site.folder));
  const size = file.readUInt16BE(16);
  file.fill(0xff, (root - 1) * size, root * size);
  writeFileSync(databaseFile(site.folder), file);
  await expect(verifyLedger({ folder: site.folder })).rejects.toMatchObject({ code: 'STORAGE_DAMAGED' });
});

test('a folder without a database is refused', async () => {
  const empty = `${site.folder}-none`;
  await expect(verifyLedger({ folder: empty })).rejects.toMatchObject({ code: 'STORAGE_DATABASE_MISSING' });
  await rm(empty, { recursive: true, force: true });
});
