import { cp, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { Page } from 'playwright-core';
import { factoryJourney, idlePatience } from './kit/journey.ts';
import { openSiteWorld } from './kit/site-world.ts';

factoryJourney('the ledger is verified on its page, and a copy that somebody altered is found broken at the entry', async ({ page, world }) => {
  const [truck] = world.trucks('china-6');
  await world.camera('A1').pass({ plate: truck?.plateNumber ?? '', color: truck?.plateColor ?? '' });
  const { items } = await world.api.get<{ items: { seq: number }[] }>(`/passages?plateNumber=${encodeURIComponent(truck?.plateNumber ?? '')}`);
  const seq = items[0]?.seq ?? -1;

  await world.logIn(page, { role: 'administrator', to: '/ledger' });
  await verify(page);
  await page.getByText('校验通过，台账完好').waitFor(idlePatience);

  const copy = await tamperedCopy(world.folder, seq, truck?.plateNumber ?? '');
  const altered = await openSiteWorld({ folder: copy });
  try {
    await altered.logIn(page, { role: 'administrator', to: '/ledger' });
    await verify(page);
    await page.getByText('校验发现问题').waitFor(idlePatience);
    await page
      .getByRole('listitem')
      .filter({ hasText: `条目 #${seq}` })
      .first()
      .waitFor();
  } finally {
    await altered.close();
  }
});

factoryJourney('the proof of an entry counts only under a checkpoint that the key of the site has signed', async ({ page, world }) => {
  const [truck] = world.trucks('china-6');
  await world.camera('A1').pass({ plate: truck?.plateNumber ?? '', color: truck?.plateColor ?? '' });
  const { items } = await world.api.get<{ items: { seq: number }[] }>('/passages');
  const address = `/ledger?seq=${items[0]?.seq}`;
  await world.logIn(page, { role: 'administrator', to: address });
  const drawer = page.getByRole('dialog');
  await drawer.getByText('验证通过：条目在台账中，未被改动').waitFor();
  await drawer.getByText('签名有效').waitFor();

  await page.route('**/api/v1/ledger/checkpoint', async (route) => {
    const note = await (await route.fetch()).text();
    const forged = note.slice(0, -8) + (note.at(-8) === 'A' ? 'B' : 'A') + note.slice(-7);
    await route.fulfill({ contentType: 'text/plain', body: forged });
  });
  await page.goto(world.url + address);
  await drawer.getByText('验证不通过：条目与检查点一致，但检查点的签名不成立').waitFor();
  await drawer.getByText('签名无效').waitFor();

  await page.unrouteAll();
  await page.addInitScript(() => {
    Object.defineProperty(SubtleCrypto.prototype, 'importKey', {
      value: () => Promise.reject(new DOMException('Unrecognized algorithm name', 'NotSupportedError')),
    });
  });
  await page.goto(world.url + address);
  await drawer.getByText('条目与检查点一致；检查点的签名未能在此浏览器验证').waitFor();
  await drawer.getByText('签名未验证').waitFor();
});

async function verify(page: Page): Promise<void> {
  await page.getByRole('button', { name: '运行校验' }).click();
}

/** Copies a running site's data and changes a plate inside the passage entry, as somebody with the disk in his hands could. */
async function tamperedCopy(folder: string, seq: number, plateNumber: string): Promise<string> {
  const copy = await mkdtemp(join(tmpdir(), 'greengate-journey-altered-'));
  await cp(folder, copy, { recursive: true, filter: (path) => !/site\.db(-wal|-shm)?$|[\\/]incoming$/.test(path) });
  const source = new Database(join(folder, 'site.db'), { readonly: true });
  await source.backup(join(copy, 'site.db'));
  source.close();
  const db = new Database(join(copy, 'site.db'));
  const guard = db.prepare("select sql from sqlite_master where type = 'trigger' and name = 'ledger_entry_no_update'").pluck().get() as string;
  db.exec('drop trigger ledger_entry_no_update');
  db.prepare('update ledger_entry set bytes = cast(replace(cast(bytes as text), ?, ?) as blob) where seq = ?').run(plateNumber, '冀B66666', seq);
  db.exec(guard);
  db.close();
  return copy;
}
