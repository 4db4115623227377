import { expect } from 'vitest';
import { factoryJourney } from './kit/journey.ts';

factoryJourney('the guard sees a truck admitted and one refused with its reason, without touching the page', async ({ page, world }) => {
  await world.logIn(page, { role: 'guard', to: '/live' });
  const lane = world.column(page, 'A1');
  await lane.getByText('等待车辆').waitFor();
  const camera = world.camera('A1');
  const loads = await page.evaluate(() => performance.timeOrigin);

  const [clean] = world.trucks('china-6');
  const admitted = await camera.pass({ plate: clean?.plateNumber ?? '', color: clean?.plateColor ?? '' });
  expect(admitted.opened).toBe(true);
  await lane.getByRole('button', { name: new RegExp(`号牌 ${clean?.plateNumber}`) }).waitFor();
  await lane.getByRole('status').filter({ hasText: '放行' }).waitFor();
  await lane.getByText('国六').first().waitFor();
  await lane.getByRole('img', { name: /显示屏：.*允许通行/ }).waitFor();
  await lane.getByRole('img', { name: '车辆全景' }).waitFor();

  const dirty = world.trucks('china-4')[0] ?? world.trucks('china-3')[0];
  const refused = await camera.pass({ plate: dirty?.plateNumber ?? '', color: dirty?.plateColor ?? '' });
  expect(refused.opened).toBe(false);
  await lane.getByRole('button', { name: new RegExp(`号牌 ${dirty?.plateNumber}`) }).waitFor();
  const verdict = lane.getByRole('status').filter({ hasText: '拒绝' });
  await verdict.waitFor();
  expect(await verdict.innerText()).toMatch(/国[三四].*(禁|不)/);
  await lane.getByRole('img', { name: /显示屏：.*禁止通行/ }).waitFor();

  const recent = lane.getByRole('list', { name: '最近通行' }).getByRole('listitem');
  await recent
    .filter({ hasText: clean?.plateNumber ?? '' })
    .filter({ hasText: '放行' })
    .waitFor();
  await recent
    .filter({ hasText: dirty?.plateNumber ?? '' })
    .filter({ hasText: '拒绝' })
    .waitFor();
  expect(await page.evaluate(() => performance.timeOrigin)).toBe(loads);
});
