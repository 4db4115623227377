import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import standard from '../server/standards/visit-columns.json' with { type: 'json' };
import { factoryJourney, idlePatience } from './kit/journey.ts';
import { readWorkbook } from './kit/workbook.ts';

factoryJourney('an export of a filter holds exactly the rows of the filter', async ({ page, world }) => {
  const [first, second, third] = world.trucks('china-6');
  const refused = [...world.trucks('china-4'), ...world.trucks('china-3')];
  for (const truck of [first, second, third]) await world.camera('A1').pass({ plate: truck?.plateNumber ?? '', color: truck?.plateColor ?? '' });
  for (const truck of refused) await world.camera('B1').pass({ plate: truck.plateNumber, color: truck.plateColor });
  await world.camera('B2').pass({ plate: first?.plateNumber ?? '', color: first?.plateColor ?? '' });

  await world.logIn(page, { role: 'environment-manager', to: '/passages' });
  await choose(page, '判定', '拒绝');
  await page.getByText(`共 ${refused.length} 条`).waitFor();
  const passages = await readWorkbook(await exported(page, refused.length));
  expect(passages).toHaveLength(1 + refused.length);
  for (const { plateNumber } of refused) expect(passages.slice(1).filter((row) => row.includes(plateNumber))).toHaveLength(1);

  await page.getByRole('menuitem', { name: '进出厂台账' }).click();
  await choose(page, '状态', '在厂');
  await page.getByText('共 2 条').waitFor();
  const visits = await readWorkbook(await exported(page, 2));
  expect(visits).toHaveLength(3);
  expect(
    visits
      .slice(1)
      .map((row) => [second, third].findIndex((truck) => row.includes(truck?.plateNumber ?? '')))
      .sort(),
  ).toEqual([0, 1]);
  expect(visits[0]).toEqual(standard.items.map((column) => column.title));
});

/** Picks a value of a filter of the list. */
async function choose(page: Page, filter: string, value: string): Promise<void> {
  const field = page.getByRole('search', { name: '筛选' }).getByRole('combobox', { name: filter });
  await field.press('ArrowDown');
  await page.getByTitle(value, { exact: true }).click();
}

/** Exports the present filter as a workbook and returns where the download lies. */
async function exported(page: Page, rows: number): Promise<string> {
  await page.getByRole('button', { name: '导出当前筛选' }).click();
  await page.getByRole('menuitem', { name: /xlsx/ }).click();
  const link = page
    .getByRole('alert')
    .filter({ hasText: `导出完成，${rows} 行` })
    .getByRole('link', { name: '下载文件' });
  await link.waitFor(idlePatience);
  const coming = page.waitForEvent('download');
  await link.click();
  const download = await coming;
  expect(download.suggestedFilename()).toMatch(/\.xlsx$/);
  return download.path();
}
