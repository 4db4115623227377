import { expect } from 'vitest';
import { siteJourney } from './kit/journey.ts';

const secret = 'Guoliu-2026-hao';

siteJourney('the one-time link sets a site up, and its administrator logs out and in again', async ({ page, world }) => {
  const link = await world.site.setupLink();
  await page.goto(link ?? '');
  await page.getByRole('heading', { name: '首次设置' }).waitFor();
  await page.getByLabel('厂区名称').fill('青山钢铁东厂区');
  await page.getByRole('radio', { name: /国五及以下禁止进厂/ }).check();
  await page.getByLabel('管理员姓名').fill('赵管理');
  await page.getByLabel('管理员账号').fill('zhao');
  await page.getByLabel('密码').fill(secret);
  await page.getByRole('button', { name: '完成设置' }).click();

  await page.getByRole('heading', { name: '出入口与设备' }).waitFor();
  await page.getByText('青山钢铁东厂区').first().waitFor();
  expect(new URL(page.url()).hash).toBe('');
  const rules = await world.api.get<{ content: { stageLine?: string } }>('/rule-sets/current');
  expect(JSON.stringify(rules)).toContain('china-5');

  await page.getByRole('button', { name: '账号菜单' }).click();
  await page.getByRole('menuitem', { name: '退出登录' }).click();
  await page.getByRole('button', { name: '登录' }).waitFor();

  await page.getByLabel('账号').fill('zhao');
  await page.getByLabel('密码').fill('Cuowu-2026-mima');
  await page.getByRole('button', { name: '登录' }).click();
  await page.getByRole('alert').filter({ hasText: '密码' }).waitFor();
  expect(new URL(page.url()).pathname).toBe('/login');

  await page.getByLabel('密码').fill(secret);
  await page.getByRole('button', { name: '登录' }).click();
  await page.getByRole('navigation', { name: '主菜单' }).waitFor();
  await page.getByRole('button', { name: '账号菜单' }).filter({ hasText: '赵管理' }).waitFor();
});

siteJourney('a set-up link works once', async ({ page, world }) => {
  const link = (await world.site.setupLink()) ?? '';
  const token = new URLSearchParams(new URL(link).hash.slice(1)).get('token');
  const account = { name: 'zhao', displayName: '赵管理', password: secret };
  const done = await page.request.post(`${world.url}/api/v1/setup`, { data: { token, siteName: '青山钢铁', stageLine: 'china-4', account } });
  expect(done.ok()).toBe(true);
  await page.context().clearCookies();
  await page.goto(link);
  await page.getByRole('button', { name: '登录' }).waitFor();
  await page.getByText(/本站已完成首次设置/).waitFor();
  expect(await page.getByRole('button', { name: '完成设置' }).count()).toBe(0);
});

siteJourney('without the set-up link the page says where to find it and offers no form', async ({ page, world }) => {
  await page.goto(world.url);
  await page.getByText('请用一次性设置链接打开本页').waitFor();
  expect(await page.getByRole('textbox').count()).toBe(0);
});
