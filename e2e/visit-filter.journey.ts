import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { factoryJourney, idlePatience } from './kit/journey.ts';

factoryJourney(
  'the 台账 is narrowed to an entrance, a lane, a stage and a fuel; the address keeps it and the file has just these rows',
  async ({ page, world }) => {
    const [plain, through] = world.trucks('china-6');
    const [older] = world.trucks('china-5');
    for (const truck of [plain, through, older]) await world.camera('A1').pass({ plate: truck?.plateNumber ?? '', color: truck?.plateColor ?? '' });
    await world.camera('B2').pass({ plate: through?.plateNumber ?? '', color: through?.plateColor ?? '' });
    await world.logIn(page, { role: 'administrator', to: '/visits' });
    await page.getByText('共 3 条').waitFor();

    await choose(page, '排放阶段', '国六');
    await page.getByText('共 2 条').waitFor();
    await choose(page, '燃料', '柴油');
    await choose(page, '出入口', 'B 西门');
    await page.getByText('共 1 条').waitFor();
    await choose(page, '通道', 'B2 西门出厂道');
    await page.getByText('共 1 条').waitFor();
    await page.getByRole('button', { name: `号牌 ${through?.plateNumber}` }).waitFor();
    expect(Object.fromEntries(new URL(page.url()).searchParams)).toEqual({
      emissionStage: 'china-6',
      fuelType: 'diesel',
      entranceCode: 'B',
      laneCode: 'B2',
    });

    await page.reload();
    await page.getByText('共 1 条').waitFor();
    await page.getByRole('button', { name: /导出当前筛选/ }).click();
    const download = page.waitForEvent('download', idlePatience);
    await page.getByText('CSV').click();
    await page.getByRole('link', { name: /下载/ }).first().click(idlePatience);
    const lines = (await readFile(await (await download).path(), 'utf8')).trim().split('\n');
    expect(lines.length).toBe(2);
    expect(lines[1]).toContain(through?.plateNumber);
  },
);

async function choose(page: Page, filter: string, option: string): Promise<void> {
  await page.getByRole('combobox', { name: filter, exact: true }).click();
  await page.locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden)').getByText(option, { exact: true }).click();
}
