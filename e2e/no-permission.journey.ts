import { expect } from 'vitest';
import type { Passage } from '../server/src/domain/passage.ts';
import { factoryJourney } from './kit/journey.ts';

factoryJourney('a guard who opens the accounts is told that his account may not', async ({ page, world }) => {
  await world.logIn(page, { role: 'guard', to: '/accounts' });
  await page.getByRole('alert').getByText('您的账号不能查看这一页').waitFor();
  await page.getByText('ACCOUNT_NO_RIGHT').waitFor();
  expect(await page.getByRole('menuitem', { name: '账号' }).count()).toBe(0);
  expect((await page.request.get(`${world.url}/api/v1/accounts`)).status()).toBe(403);

  await page.getByRole('menuitem', { name: '实时通行' }).click();
  await world.column(page, 'A1').getByRole('button', { name: '人工放行' }).waitFor();
});

factoryJourney('an auditor watches and cannot lift a barrier', async ({ page, world }) => {
  const camera = world.camera('A1');
  await camera.pass({ plate: '冀B55555', color: 'yellow' });
  await world.logIn(page, { role: 'auditor', to: '/live' });
  await world.column(page, 'A1').getByRole('status').filter({ hasText: '待核验' }).waitFor();
  expect(await page.getByRole('button', { name: '人工放行' }).count()).toBe(0);
  expect(await page.getByRole('button', { name: '常开' }).count()).toBe(0);

  const question = page.getByRole('article', { name: '核验 冀B55555' });
  await question.waitFor();
  for (const name of ['放行', '拒绝', '登记车辆']) {
    expect(await question.getByRole('button', { name, exact: true }).and(page.locator(':enabled')).count()).toBe(0);
  }
  await page.keyboard.press('a');
  await page.keyboard.press('r');
  expect(await page.getByRole('dialog').count()).toBe(0);

  const { items } = await world.api.get<{ items: Passage[] }>('/questions');
  const answered = await page.request.post(`${world.url}/api/v1/passages/${items[0]?.id}/answer`, { data: { outcome: 'admit', reason: '试一试' } });
  expect(answered.status()).toBe(403);
  expect(camera.openings()).toBe(0);
});
