import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { factoryJourney, keepScreen, siteJourney, until } from './kit/journey.ts';
import { flaws, pages, settled } from './kit/pages.ts';
import type { FactoryWorld } from './kit/site-world.ts';

factoryJourney('every page stands on a small screen with a working day on it, by day and by night', async ({ page, world }) => {
  await workingDay(world);
  await world.logIn(page, { role: 'administrator', to: '/today' });
  await until(async () => (await world.api.get<{ items: unknown[] }>('/uploads?state=accepted')).items.length > 0, 'something accepted');
  expect(await visit(page, world.url, 'data')).toEqual([]);
});

siteJourney('every page of a fresh site says what will appear and what to do, by day and by night', async ({ page, world }) => {
  await world.logIn(page, { role: 'administrator', to: '/today' });
  expect(await visit(page, world.url, 'empty')).toEqual([]);
});

siteJourney('every page whose data fails says what happened, what to do and the code to tell', async ({ page, world }) => {
  await world.logIn(page, { role: 'administrator', to: '/today' });
  await settled(page, '今日');
  const body = { code: 'SERVER_FAULT', message: '服务器内部错误', next: '稍后再试；若仍然如此，请把代码告诉技术支持', params: {}, requestId: 'r-1' };
  await page.route(/\/api\/v1\/(?!session|live$)/, (route) => route.fulfill({ status: 500, contentType: 'application/json', body: JSON.stringify(body) }));
  await page.clock.install();
  expect(await visit(page, world.url, 'failing')).toEqual([]);
});

/** Opens pages in both themes, keeps a picture of each, and returns what is wrong with any of them. */
async function visit(page: Page, url: string, state: 'data' | 'empty' | 'failing'): Promise<string[]> {
  const found: string[] = [];
  await page.evaluate(() => localStorage.setItem('greengate.theme', '"auto"'));
  for (const at of pages) {
    await page.emulateMedia({ colorScheme: 'light' });
    await page.goto(url + at.path);
    if (state === 'failing') await givenUp(page);
    await settled(page, at.heading);
    if (state === 'failing') await page.getByRole('main').getByText('SERVER_FAULT').first().waitFor();
    else if (await page.getByRole('main').getByRole('button', { name: '重试' }).count()) found.push(`${at.path}: something failed`);
    for (const theme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme: theme });
      if (theme === 'dark') await page.waitForTimeout(200);
      await keepScreen(page, `${at.path.slice(1)}-${state}-${theme}`);
      for (const flaw of await flaws(page, at.heading)) found.push(`${at.path} ${theme}: ${flaw}`);
    }
  }
  return found;
}

/** A failed read is tried again twice before the page says so; the page's clock is hurried through that. */
async function givenUp(page: Page): Promise<void> {
  await page.getByRole('main').waitFor();
  for (let seconds = 0; seconds < 6; seconds++) {
    await page.waitForTimeout(60);
    await page.clock.fastForward(1_000);
  }
}

/** Trucks of every fate: in and out, refused, unknown, unread, corrected. */
async function workingDay(world: FactoryWorld): Promise<void> {
  const { trucks, camera } = world;
  for (const truck of trucks('china-6').slice(0, 6)) await camera('A1').pass({ plate: truck.plateNumber, color: truck.plateColor });
  for (const truck of trucks('china-6').slice(0, 3)) await camera('B2').pass({ plate: truck.plateNumber, color: truck.plateColor });
  for (const truck of [...trucks('china-4'), ...trucks('china-3')]) await camera('B1').pass({ plate: truck.plateNumber, color: truck.plateColor });
  await camera('A1').pass({ plate: '冀B55555', color: 'yellow' });
  await camera('B1').pass({ plate: null, color: 'unknown', confidence: 0 });
  await camera('A2').pass({ plate: '冀B77777', color: 'yellow', confidence: 52 });
}
