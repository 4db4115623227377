import { cp, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { Page } from 'playwright-core';
import { factoryJourney } from './kit/journey.ts';
import { openSiteWorld } from './kit/site-world.ts';

factoryJourney('the ledger is verified on its page, and a copy that somebody altered is found broken at the entry', async ({ page, world }) => {
  const [truck] = world.trucks('china-6');
  await world.camera('A1').pass({ plate: truck?.plateNumber ?? '', color: truck?.plateColor ?? '' });
  const { items } = await world.api.get<{ items: { seq: number }[] }>(`/passages?plateNumber=${encodeURIComponent(truck?.plateNumber ?? '')}`);
  const seq = items[0]?.seq ?? -1;

  await world.logIn(page, { role: 'administrator', to: '/ledger' });
  await verify(page);
  await page.getByText('校验通过，台账完好').waitFor();

  const copy = await tamperedCopy(world.folder, seq, truck?.plateNumber ?? '');
  const altered = await openSiteWorld({ folder: copy });
  try {
    await altered.logIn(page, { role: 'administrator', to: '/ledger' });
    await verify(page);
    await page.getByText('校验发现问题').waitFor();
    await page
      .getByRole('listitem')
      .filter({ hasText: `条目 #${seq}` })
      .first()
      .waitFor();
  } finally {
    await altered.close();
  }
});

async function verify(page: Page): Promise<void> {
  await page.getByRole('button', { name: '运行校验' }).click();
}

/** Copies a running site's data and changes a plate inside the passage entry, as somebody with the disk in his hands could. */
async function tamperedCopy(folder: string, seq: number, plateNumber: string): Promise<string> {
  const copy = await mkdtemp(join(tmpdir(), 'greengate-journey-altered-'));
  await cp(folder, copy, { recursive: true, filter: (path) => !/site\.db(-wal|-shm)?$/.test(path) });
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
