import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import type { Passage } from '../server/src/domain/passage.ts';
import { factoryJourney, until } from './kit/journey.ts';

const stranger = '冀B55555';
const reason = '证件核实无误';

factoryJourney('a guard registers a stranger and lets it in with the keyboard alone', async ({ page, world }) => {
  await countTones(page);
  await world.logIn(page, { role: 'guard', to: '/live' });
  const queue = page.getByRole('complementary', { name: '待核验' });
  await queue.getByText('没有待核验的车辆').waitFor();
  const camera = world.camera('A1');

  const { opened } = await camera.pass({ plate: stranger, color: 'yellow' });
  expect(opened).toBe(false);
  await queue.getByRole('article', { name: `核验 ${stranger}` }).waitFor();
  await world.column(page, 'A1').getByRole('status').filter({ hasText: '待核验' }).waitFor();
  await until(async () => (await tones(page)) > 0, 'a tone for the new question');

  await page.keyboard.press('r');
  const form = page.getByRole('dialog', { name: '登记车辆' });
  await form.getByLabel('车牌号码').waitFor();
  expect(await form.getByLabel('车牌号码').inputValue()).toBe(stranger);
  await tabTo(page, '车辆识别代号（VIN）');
  await page.keyboard.type('LZZ5ELSD8LA000015');
  await page.keyboard.press('Enter');
  await form.waitFor({ state: 'hidden' });
  const known = await world.api.get<{ items: { plateNumber: string; reviewState: string }[] }>(`/road-vehicles?plateNumber=${encodeURIComponent(stranger)}`);
  expect(known.items.map((each) => each.reviewState)).toEqual(['pending']);

  await page.keyboard.press('1');
  await page.keyboard.press('a');
  await page.getByRole('dialog').getByRole('button', { name: reason }).waitFor();
  await page.keyboard.press('1');
  await until(() => camera.openings() === 1, 'the arm of the lane');
  await world
    .column(page, 'A1')
    .getByRole('status')
    .filter({ hasText: `门卫放行：${reason}` })
    .waitFor();
  await queue.getByText('没有待核验的车辆').waitFor();

  const { items } = await world.api.get<{ items: Passage[] }>(`/passages?plateNumber=${encodeURIComponent(stranger)}`);
  expect(items).toHaveLength(1);
  expect(items[0]).toMatchObject({ outcome: 'ask', answer: { outcome: 'admit', reason }, passed: true });
});

factoryJourney('a guard corrects a plate with the keyboard alone: the dialog begins in its field and Enter sends it', async ({ page, world }) => {
  await world.camera('A1').pass({ plate: stranger, color: 'yellow' });
  await world.logIn(page, { role: 'guard', to: '/live' });
  await page.getByRole('article', { name: `核验 ${stranger}` }).waitFor();

  await page.keyboard.press('e');
  const form = page.getByRole('dialog', { name: '改车牌' });
  await until(() => form.getByLabel('车牌号码').evaluate((field) => field === document.activeElement), 'the cursor in the plate');
  await page.keyboard.press('Control+A');
  await page.keyboard.type('冀B55556');
  await tabTo(page, '更正原因');
  await page.keyboard.type('末位污损');
  await page.keyboard.press('Enter');
  await form.waitFor({ state: 'hidden' });
  await page.getByRole('article', { name: '核验 冀B55556' }).waitFor();
});

/** Stands before the sound card and counts how often the page asks for it. */
async function countTones(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const Real = window.AudioContext;
    const counted = window as unknown as { tones: number };
    counted.tones = 0;
    window.AudioContext = class extends Real {
      constructor() {
        super();
        counted.tones += 1;
      }
    };
  });
}

function tones(page: Page): Promise<number> {
  return page.evaluate(() => (window as unknown as { tones: number }).tones);
}

/** Presses Tab until the field with this label has the focus. */
async function tabTo(page: Page, label: string): Promise<void> {
  for (let presses = 0; presses < 30; presses++) {
    if (await page.getByLabel(label).evaluate((field) => field === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab never reaches ${label}`);
}
