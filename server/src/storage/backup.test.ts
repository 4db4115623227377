import { createWriteStream, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import yazl from 'yazl';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { draft, passageBody } from '../testing/sample-drafts.ts';
import { openTempSite, tempFolder } from '../testing/temp-database.ts';
import type { TempSite } from '../testing/temp-database.ts';
import { backupTo } from './backup.ts';
import { restoreFrom } from './restore.ts';
import { openSiteStorage } from './sqlite/site-storage.ts';

let site: TempSite;
let place: string;
beforeEach(async () => {
  [site, place] = [await openTempSite(), await tempFolder()];
});
afterEach(async () => {
  await site.remove();
  await rm(place, { recursive: true });
});

async function drive(trucks: number) {
  for (let index = 0; index < trucks; index++) {
    const stored = await site.snapshots.put(Buffer.from(`picture ${index}`));
    await site.writer.run((tx) => tx.append(draft('passage', passageBody({ snapshots: [{ kind: 'full', ...stored }] }), { at: index })));
  }
}

test('a backup taken while trucks pass is restored, verifies, and the ledger goes on under the same key', async () => {
  await drive(5);
  const checkpoint = site.ledger.checkpoint();
  const [report] = await Promise.all([backupTo({ folder: site.folder, file: join(place, 'a.zip') }), drive(20)]);
  expect(report.bytes).toBe(statSync(join(place, 'a.zip')).size);
  expect(readdirSync(place)).toEqual(['a.zip']);

  const restored = await restoreFrom({ file: join(place, 'a.zip'), folder: join(place, 'data') });
  expect(restored.problems).toEqual([]);
  expect(restored.entries).toBeGreaterThanOrEqual(5);
  const again = openSiteStorage({ folder: join(place, 'data'), now: Date.now });
  expect([again.siteId, again.ledger.verifierKey()]).toEqual([site.siteId, site.ledger.verifierKey()]);
  expect((await again.readers.query('ledger.checkpoints', { limit: 1 }))[0]?.note).toBe(checkpoint);
  expect(await again.writer.run((tx) => tx.append(draft('passage', passageBody())).seq)).toBe(restored.entries);
  await again.close();
});

test('a restore never writes over anything', async () => {
  await drive(1);
  await backupTo({ folder: site.folder, file: join(place, 'a.zip') });
  await mkdir(join(place, 'data'));
  writeFileSync(join(place, 'data', 'mine.txt'), 'mine');
  await expect(restoreFrom({ file: join(place, 'a.zip'), folder: join(place, 'data') })).rejects.toMatchObject({ code: 'BACKUP_FOLDER_NOT_EMPTY' });
});

test('a byte that changed where the ledger does not look is found by the restore', async () => {
  await drive(2);
  const file = join(place, 'a.zip');
  await backupTo({ folder: site.folder, file });
  const bytes = readFileSync(file);
  // The text of the schema: read by no check of the ledger, and still no longer the database that was backed up.
  const at = bytes.indexOf('CREATE TRIGGER');
  bytes.writeUInt8(bytes.readUInt8(at + 7) ^ 0x20, at + 7);
  writeFileSync(file, bytes);
  const { problems } = await restoreFrom({ file, folder: join(place, 'data') });
  expect(problems).toEqual(['site.db：与备份时的内容不符']);
});

test('a cut, a foreign and an escaping file are refused and leave the folder empty', async () => {
  await drive(1);
  const file = join(place, 'a.zip');
  await backupTo({ folder: site.folder, file });
  truncateSync(file, Math.floor(statSync(file).size / 2));
  const folder = join(place, 'data');
  await expect(restoreFrom({ file, folder })).rejects.toMatchObject({ code: 'BACKUP_UNREADABLE' });
  for (const names of [['hello.txt'], ['site.db', 'keys/QQ/x.pem'], ['keys/ledger-ed25519.pem']]) {
    const zip = new yazl.ZipFile();
    for (const name of names) zip.addBuffer(Buffer.from('x'), name);
    zip.end();
    await pipeline(zip.outputStream, createWriteStream(file));
    // No honest writer makes a name that leads out of the folder.
    writeFileSync(file, readFileSync(file, 'latin1').replaceAll('keys/QQ/', 'keys/../'), 'latin1');
    await expect(restoreFrom({ file, folder })).rejects.toMatchObject({ code: 'BACKUP_UNREADABLE' });
    expect(readdirSync(folder)).toEqual([]);
  }
});

test('a backup that cannot be made leaves nothing behind', async () => {
  await expect(backupTo({ folder: join(place, 'nowhere'), file: join(place, 'a.zip') })).rejects.toMatchObject({ code: 'BACKUP_FAILED' });
  expect(readdirSync(place)).toEqual([]);
});
