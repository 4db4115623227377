// Every page behind the login, and what must hold of each in any state: a heading, nothing wider than the screen.
import type { Page } from 'playwright-core';

export interface PageAt {
  path: string;
  heading: string;
}

/** In the order of the menu. */
export const pages: readonly PageAt[] = [
  { path: '/today', heading: '今日' },
  { path: '/live', heading: '实时通行' },
  { path: '/passages', heading: '通行记录' },
  { path: '/visits', heading: '进出厂台账' },
  { path: '/inside', heading: '在厂车辆' },
  { path: '/vehicles', heading: '运输车辆' },
  { path: '/lists', heading: '名单' },
  { path: '/rules', heading: '管控规则' },
  { path: '/uploads', heading: '上报' },
  { path: '/ledger', heading: '台账校验' },
  { path: '/sites', heading: '出入口与设备' },
  { path: '/accounts', heading: '账号' },
  { path: '/audit', heading: '操作记录' },
  { path: '/system', heading: '系统状态' },
];

/** Waits until nothing is loading any more; live streams never end, so the network cannot be asked. */
export async function settled(page: Page, heading: string): Promise<void> {
  const loading = page.getByText('正在读取…').first();
  // The page itself is read from the server too, and its heading comes with it.
  await page.getByRole('heading', { name: heading, level: 1 }).waitFor();
  await page.waitForTimeout(120);
  await loading.waitFor({ state: 'hidden' });
  await page.waitForTimeout(120);
}

/** What is wrong with how the page stands on the screen, in words; empty when nothing is. */
export async function flaws(page: Page, heading: string): Promise<string[]> {
  const found: string[] = [];
  if (!(await page.getByRole('heading', { name: heading, level: 1 }).isVisible())) found.push(`no heading ${heading}`);
  const wide = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    const main = document.querySelector('main');
    const inner = main ? Math.max(main.scrollWidth - main.clientWidth, ...[...main.children].map((child) => child.scrollWidth - child.clientWidth)) : 0;
    return { body: scrollWidth - clientWidth, inner };
  });
  if (wide.body > 0) found.push(`the body is ${wide.body} px too wide`);
  if (wide.inner > 0) found.push(`the page is ${wide.inner} px too wide`);
  return found;
}
