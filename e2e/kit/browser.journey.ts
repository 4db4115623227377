import { expect } from 'vitest';
import { browserTest } from './browser.ts';

browserTest('the system browser draws Chinese text at the size of the smallest supported screen', async (page) => {
  await page.setContent('<h1>绿闸</h1>');
  expect(await page.getByRole('heading', { name: '绿闸' }).isVisible()).toBe(true);
  expect(page.viewportSize()).toEqual({ width: 1366, height: 768 });
});
