import { expect } from 'vitest';
import { factoryJourney } from './kit/journey.ts';

factoryJourney('a guard takes a lane into manual: no truck opens it any more until he gives it back', async ({ page, world }) => {
  const [first, second] = world.trucks('china-6');
  const camera = world.camera('A1');
  await world.logIn(page, { role: 'guard', to: '/live' });
  const lane = world.column(page, 'A1');

  await lane.getByRole('button', { name: '模式 自动' }).click();
  await page.getByRole('dialog').getByText('不再自动开闸').waitFor();
  await page.getByRole('button', { name: '检查期间逐车核验' }).click();
  await lane.getByRole('button', { name: '模式 人工' }).waitFor();
  const held = await camera.pass({ plate: first?.plateNumber ?? '', color: first?.plateColor ?? '' });
  expect(held.opened).toBe(false);
  await lane.getByRole('status').filter({ hasText: '待核验' }).waitFor();

  await lane.getByRole('button', { name: '模式 人工' }).click();
  await page.getByRole('button', { name: '检查结束' }).click();
  await lane.getByRole('button', { name: '模式 自动' }).waitFor();
  const admitted = await camera.pass({ plate: second?.plateNumber ?? '', color: second?.plateColor ?? '' });
  expect(admitted.opened).toBe(true);

  const { items } = await world.api.get<{ items: { action: string; by: { name?: string }; details: { reason?: string } }[] }>('/audit?action=lane.mode');
  expect(items.map((item) => [item.by.name, item.details.reason])).toEqual([
    ['guard', '检查结束'],
    ['guard', '检查期间逐车核验'],
  ]);
});

factoryJourney('an auditor sees the mode of a lane and has no switch for it', async ({ page, world }) => {
  await world.logIn(page, { role: 'auditor', to: '/live' });
  const lane = world.column(page, 'A1');
  await lane.getByText('自动', { exact: true }).waitFor();
  expect(await page.getByRole('button', { name: /^模式/ }).count()).toBe(0);
});
