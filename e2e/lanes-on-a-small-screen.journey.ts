import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { keepScreen, siteJourney } from './kit/journey.ts';
import type { SiteWorld } from './kit/site-world.ts';

const lanes = ['东门进厂道', '东门出厂道', '西门北侧原料进厂一号道', '西门北侧成品出厂二号道', '南门进厂道', '南门出厂道'];

siteJourney('six lanes stand side by side on the smallest screen, with their names and all their buttons', async ({ page, world }) => {
  await layLanes(world);
  await world.logIn(page, { role: 'guard', to: '/live' });
  for (const size of [
    { width: 1280, height: 720 },
    { width: 1366, height: 768 },
    { width: 1920, height: 1080 },
  ]) {
    await page.setViewportSize(size);
    await page
      .getByRole('region')
      .nth(lanes.length - 1)
      .waitFor();
    await keepScreen(page, `six-lanes-${size.width}`);
    expect(await cutOff(page), `at ${size.width}`).toEqual([]);
  }
});

async function layLanes({ api }: SiteWorld): Promise<void> {
  const { id: entranceId } = await api.post<{ id: string }>('/entrances', { code: 'A', name: '东门' });
  for (const [index, name] of lanes.entries()) {
    await api.post('/lanes', { entranceId, code: `A${index + 1}`, name, direction: index % 2 === 0 ? 'in' : 'out' });
  }
}

/** Lanes and buttons that reach beyond their lane or the screen, and names of fewer than four letters in sight. */
function cutOff(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    const room = document.querySelector('.live-lanes')?.getBoundingClientRect();
    for (const lane of document.querySelectorAll('.lane')) {
      const { left, right, bottom } = lane.getBoundingClientRect();
      const name = lane.getAttribute('aria-label');
      if (!room || right > room.right + 1) found.push(`${name} is outside`);
      if ((lane.querySelector('h2')?.clientWidth ?? 0) < 52) found.push(`${name} has no room for its name`);
      for (const button of lane.querySelectorAll('.lane-actions button')) {
        const box = button.getBoundingClientRect();
        if (box.left < left || box.right > right || box.bottom > bottom) found.push(`${name}: ${button.textContent} is outside`);
        if (button.scrollWidth > button.clientWidth) found.push(`${name}: ${button.textContent} is cut`);
      }
    }
    return found;
  });
}
