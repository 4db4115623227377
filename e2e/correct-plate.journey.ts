import { expect } from 'vitest';
import type { Passage } from '../server/src/domain/passage.ts';
import { factoryJourney } from './kit/journey.ts';

const misread = '冀B55555';
const right = '冀B55556';

factoryJourney('a wrongly read plate is corrected on the record, and both versions stay to be seen', async ({ page, world }) => {
  await world.camera('A1').pass({ plate: misread, color: 'yellow' });
  await world.logIn(page, { role: 'environment-manager', to: '/passages' });
  await page.getByRole('row', { name: new RegExp(misread) }).click();
  await page.getByRole('button', { name: '更正', exact: true }).click();

  const form = page.getByRole('dialog', { name: '更正通行记录' });
  await form.getByLabel('车牌号码').fill(right);
  await form.getByRole('deletion').filter({ hasText: misread }).waitFor();
  await form.getByRole('button', { name: '提交更正' }).click();
  await form.getByText('请写明原因').waitFor();
  await form.getByLabel('更正原因').fill('核对照片，末位应为 6');
  await form.getByLabel('依据').fill('全景照片');
  await form.getByRole('button', { name: '提交更正' }).click();
  await form.waitFor({ state: 'hidden' });

  await page.getByRole('row', { name: new RegExp(right) }).waitFor();
  await page.getByRole('tab', { name: '更正 1' }).click();
  const story = page.getByRole('tabpanel', { name: '更正 1' });
  await story.getByRole('deletion').filter({ hasText: misread }).waitFor();
  await story.getByRole('insertion').filter({ hasText: right }).waitFor();
  await story.getByText('核对照片，末位应为 6').waitFor();

  await page.getByRole('tab', { name: '时间线' }).click();
  await page.getByRole('tabpanel', { name: '时间线' }).getByText('更正').first().waitFor();
  const { items } = await world.api.get<{ items: Passage[] }>(`/passages?plateNumber=${encodeURIComponent(right)}`);
  expect(items[0]?.corrections).toMatchObject([{ before: { plateNumber: misread }, after: { plateNumber: right }, reason: '核对照片，末位应为 6' }]);
});
