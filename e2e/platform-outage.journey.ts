import { expect } from 'vitest';
import { awayFromMidnight, factoryJourney } from './kit/journey.ts';

factoryJourney('a platform goes away and comes back: the queue grows on the page, then drains by itself', async ({ page, world }) => {
  await awayFromMidnight();
  const trucks = world.trucks('china-6');
  const pass = (index: number) => world.camera('A1').pass({ plate: trucks[index]?.plateNumber ?? '', color: trucks[index]?.plateColor ?? '' });
  await pass(0);
  await world.logIn(page, { role: 'environment-manager', to: '/uploads' });
  const lane = page.getByRole('region', { name: /监管平台/ });
  await lane.getByText('连接正常').waitFor();
  await lane.getByRole('button', { name: '今日已接收 1' }).waitFor();
  await lane.getByRole('button', { name: '待上报 0' }).waitFor();

  await world.platform.control.down();
  for (let index = 1; index <= 5; index++) expect((await pass(index)).opened).toBe(true);
  await lane.getByRole('button', { name: '待上报 5' }).waitFor();
  await lane.getByText(/平台中断.*已自动保存，无需操作/).waitFor();
  await lane.getByRole('button', { name: '待上报 5' }).click();
  const rows = page.getByRole('region', { name: '上报记录' });
  await rows.getByRole('row', { name: new RegExp(trucks[1]?.plateNumber ?? '') }).waitFor();

  await world.platform.control.up();
  await lane.getByRole('button', { name: '今日已接收 6' }).waitFor();
  await lane.getByRole('button', { name: '待上报 0' }).waitFor();
  await lane.getByRole('button', { name: '今日已接收 6' }).click();
  await page.getByRole('main').getByText('共 6 条').waitFor();
  await lane.getByText('连接正常').waitFor();
  expect(new Set(world.platform.records.map((record) => record.key)).size).toBe(6);
});
