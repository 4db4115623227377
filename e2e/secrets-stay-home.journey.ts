import type { Locator } from 'playwright-core';
import { expect } from 'vitest';
import { siteJourney, until } from './kit/journey.ts';

/** The field of a form with its label and what is wrong with it. */
const field = (form: Locator, label: string) => form.locator('.ant-form-item', { has: form.page().getByText(label, { exact: true }) });

siteJourney('a camera and a platform at a new address get no stored secret: the form asks for it where it stands', async ({ page, world }) => {
  const entrance = await world.api.post<{ id: string }>('/entrances', { code: 'A', name: '东门' });
  const lane = await world.api.post<{ id: string }>('/lanes', { entranceId: entrance.id, code: '01', name: '进', direction: 'in' });
  const device = await world.api.post<{ id: string }>('/devices', {
    ...{ laneId: lane.id, adapter: 'hikvision-isapi', name: '进口相机' },
    settings: { baseUrl: 'http://127.0.0.1:9', username: 'admin', password: 'Fake-1234' },
  });
  const platform = await world.api.post<{ id: string }>('/regulators', {
    ...{ protocol: 'hebei-low-emission', name: '平台', enabled: false },
    settings: { baseUrl: 'http://127.0.0.1:9', tokenPath: '/token', clientId: 'demo', clientSecret: 'Fake-5678' },
  });
  const addressOf = async (path: string) => (await world.api.get<{ settings: { baseUrl: string } }>(path)).settings.baseUrl;

  await world.logIn(page, { role: 'administrator', to: `/sites?node=device:${device.id}` });
  await page.getByRole('tab', { name: '设置' }).click();
  const settings = page.getByRole('tabpanel', { name: '设置' });
  await settings.getByLabel('相机地址').fill('http://127.0.0.1:10');
  await settings.getByRole('button', { name: '保存' }).click();
  await field(settings, '密码').getByText('已保存的「密码」不会发往新地址').waitFor();
  await settings.getByText('请重新填写「密码」后再保存').waitFor();
  expect(await addressOf(`/devices/${device.id}`)).toBe('http://127.0.0.1:9');
  await settings.getByLabel('密码').fill('Fake-9999');
  await settings.getByRole('button', { name: '保存' }).click();
  await until(async () => (await addressOf(`/devices/${device.id}`)) === 'http://127.0.0.1:10', 'the new address of the camera');
  await field(settings, '密码').getByText('不会发往新地址').waitFor({ state: 'hidden' });

  await page.goto(`${world.url}/uploads?platform=${platform.id}`);
  const drawer = page.getByRole('dialog', { name: '监管平台设置' });
  await drawer.getByLabel('平台地址').fill('http://127.0.0.1:10');
  await drawer.getByRole('button', { name: '测试登录' }).click();
  await field(drawer, '客户端密钥').getByText('不会发往新地址').waitFor();
  await drawer.getByRole('button', { name: '保存' }).click();
  await field(drawer, '客户端密钥').getByText('不会发往新地址').waitFor();
  expect(await addressOf(`/regulators/${platform.id}`)).toBe('http://127.0.0.1:9');
  await drawer.getByLabel('客户端密钥', { exact: true }).fill('Fake-8888');
  await drawer.getByRole('button', { name: '保存' }).click();
  await until(async () => (await addressOf(`/regulators/${platform.id}`)) === 'http://127.0.0.1:10', 'the new address of the platform');
});
