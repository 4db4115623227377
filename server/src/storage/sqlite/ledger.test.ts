import { statSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import Sqlite from 'better-sqlite3';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { leafHash, verifyConsistency, verifyInclusion } from '../../domain/ledger/merkle.ts';
import { parseCheckpoint, parseVerifierKey, verifyNote } from '../../domain/ledger/signed-note.ts';
import type { Verifier } from '../../domain/ledger/signed-note.ts';
import { draft } from '../../testing/sample-drafts.ts';
import { openTempSite } from '../../testing/temp-database.ts';
import type { TempSite } from '../../testing/temp-database.ts';
import { databaseFile } from './connection.ts';
import { signingKeyFile } from './signing-key.ts';
import { openSiteStorage } from './site-storage.ts';

const act = (target: string) => draft('act', { action: 'test', target, details: {} });

async function fill(site: TempSite, count: number) {
  await Promise.all(Array.from({ length: count }, (_, index) => site.writer.run((tx) => tx.append(act(String(index))))));
}

function rootOf(site: Pick<TempSite, 'ledger'>) {
  const verifier = parseVerifierKey(site.ledger.verifierKey()) as Verifier;
  const note = verifyNote(site.ledger.checkpoint(), [verifier]);
  const checkpoint = parseCheckpoint(note?.text ?? '');
  if (!checkpoint) throw new Error('no checkpoint');
  return checkpoint;
}

test('every entry is proved to be in a checkpoint, and old checkpoints to be its beginning', async () => {
  const site = await openTempSite();
  const sizes = [1, 2, 255, 256, 257, 700];
  const roots = [];
  for (const [index, size] of sizes.entries()) {
    await fill(site, size - (sizes[index - 1] ?? 0));
    roots.push(rootOf(site));
  }
  expect(roots.map((root) => root.size)).toEqual(sizes);
  const newest = roots.at(-1) as (typeof roots)[number];
  expect(newest.origin).toBe('greengate/site-abc123');
  for (const seq of [0, 1, 254, 255, 256, 511, 512, 698, 699]) {
    const { leafIndex, treeSize, hashes } = site.ledger.inclusionProof(seq);
    expect({ leafIndex, treeSize }).toEqual({ leafIndex: seq, treeSize: 700 });
    expect(verifyInclusion({ leaf: leafHash(site.ledger.entryBytes(seq) as Uint8Array), index: seq, size: 700, proof: hashes, root: newest.root })).toBe(true);
  }
  for (const old of roots) {
    expect(
      verifyConsistency({ oldSize: old.size, newSize: 700, oldRoot: old.root, newRoot: newest.root, proof: site.ledger.consistencyProof(old.size, 700) }),
    ).toBe(true);
  }
  await site.remove();
});

test('after a restart proofs and the root are the same, and the tree grows on', async () => {
  const site = await openTempSite();
  await fill(site, 600);
  const before = rootOf(site);
  const proof = site.ledger.inclusionProof(300);
  await site.close();
  const again = openSiteStorage({ folder: site.folder, now: Date.now });
  expect(rootOf(again)).toEqual(before);
  expect(again.ledger.inclusionProof(300)).toEqual(proof);
  await again.writer.run((tx) => tx.append(act('more')));
  const after = rootOf(again);
  expect(verifyConsistency({ oldSize: 600, newSize: 601, oldRoot: before.root, newRoot: after.root, proof: again.ledger.consistencyProof(600, 601) })).toBe(
    true,
  );
  await again.close();
  await rm(site.folder, { recursive: true });
});

test('a checkpoint of the same size is signed once and stored', async () => {
  const site = await openTempSite();
  await fill(site, 3);
  expect(site.ledger.checkpoint()).toBe(site.ledger.checkpoint());
  await fill(site, 1);
  site.ledger.checkpoint();
  const notes = await site.readers.query('ledger.checkpoints', { limit: 10 });
  expect(notes.map((note) => note.treeSize)).toEqual([4, 3]);
  await site.remove();
});

test('the signing key is readable by its owner alone, and is never replaced once it has signed', async () => {
  const site = await openTempSite();
  site.ledger.checkpoint();
  await site.close();
  expect(statSync(signingKeyFile(site.folder)).mode & 0o777).toBe(0o600);
  await rm(signingKeyFile(site.folder));
  expect(() => openSiteStorage({ folder: site.folder, now: Date.now })).toThrow('STORAGE_KEY_UNREADABLE');
  await rm(site.folder, { recursive: true });
});

test('what is outside the committed entries has no proof', async () => {
  const site = await openTempSite();
  await fill(site, 2);
  expect(site.ledger.entryBytes(2)).toBeNull();
  expect(() => site.ledger.inclusionProof(2)).toThrow('LEDGER_ENTRY_NOT_FOUND');
  expect(() => site.ledger.inclusionProof(-1)).toThrow('LEDGER_ENTRY_NOT_FOUND');
  expect(() => site.ledger.consistencyProof(2, 3)).toThrow('LEDGER_RANGE_INVALID');
  await site.remove();
});

test('nothing updates, deletes or replaces an entry', async () => {
  const site = await openTempSite();
  await fill(site, 2);
  const db = new Sqlite(databaseFile(site.folder));
  const change = (sql: string) => () => db.exec(sql);
  expect(change(`update ledger_entry set kind = 'x' where seq = 0`)).toThrow('append-only');
  expect(change('update ledger_entry set seq = 9 where seq = 0')).toThrow('append-only');
  expect(change('delete from ledger_entry')).toThrow('append-only');
  const columns = 'site_id, seq, bytes, leaf_hash, kind, subject, recorded_at';
  expect(change(`insert or replace into ledger_entry (${columns}) select ${columns} from ledger_entry where seq = 0`)).toThrow('append-only');
  expect(change(`replace into ledger_entry (${columns}) select ${columns} from ledger_entry where seq = 1`)).toThrow('append-only');
  expect(
    change(
      `insert or replace into ledger_entry (rowid, ${columns}) select rowid, site_id, 99, bytes, leaf_hash, kind, subject, recorded_at from ledger_entry where seq = 1`,
    ),
  ).toThrow('append-only');
  expect(db.prepare('select count(*) from ledger_entry').pluck().get()).toBe(2);
  db.close();
  await site.remove();
});

test('any mix of kept and undone jobs gives the tree of the kept entries', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.record({ appends: fc.integer({ min: 0, max: 90 }), fails: fc.boolean() }), { maxLength: 12 }), async (jobs) => {
      const site = await openTempSite();
      try {
        await Promise.allSettled(
          jobs.map((job) =>
            site.writer.run((tx) => {
              for (let index = 0; index < job.appends; index++) tx.append(act(String(index)));
              if (job.fails) throw new Error('undone');
            }),
          ),
        );
        const size = jobs.reduce((sum, job) => sum + (job.fails ? 0 : job.appends), 0);
        const { root, size: signed } = rootOf(site);
        expect(signed).toBe(size);
        for (let seq = 0; seq < size; seq += 37) {
          const { hashes } = site.ledger.inclusionProof(seq);
          expect(verifyInclusion({ leaf: leafHash(site.ledger.entryBytes(seq) as Uint8Array), index: seq, size, proof: hashes, root })).toBe(true);
        }
      } finally {
        await site.remove();
      }
    }),
    { numRuns: 15 },
  );
});
