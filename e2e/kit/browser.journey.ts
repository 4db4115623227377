import { expect, test } from 'vitest';
import { browserPresent, browserTest, withPage } from './browser.ts';
import { hasChineseFont } from './chinese-font.ts';

browserTest('the system browser shows a page at the size of the smallest supported screen', async (page) => {
  await page.setContent('<h1>绿闸</h1>');
  expect(await page.getByRole('heading', { name: '绿闸' }).isVisible()).toBe(true);
  expect(page.viewportSize()).toEqual({ width: 1366, height: 768 });
});

test.skipIf(!browserPresent || !hasChineseFont())('the system browser draws each Chinese character as itself, not as one box for all', async () => {
  await withPage(async (page) => {
    await page.setContent('<span>绿</span><br><span>闸</span>');
    const [one, other] = await Promise.all([0, 1].map((index) => page.locator('span').nth(index).screenshot()));
    expect(one?.equals(other as Buffer)).toBe(false);
  });
});
