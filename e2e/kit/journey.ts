// A browser journey: a page that keeps watch over its console, in a factory or a fresh site, closed whatever happens.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { browserTest } from './browser.ts';
import { type FactoryWorld, openFactoryWorld, openSiteWorld, type SiteWorld } from './site-world.ts';

const screens = join(dirname(dirname(fileURLToPath(import.meta.url))), '.screens');
/** Far longer than anything takes on a busy machine; what is there by then is there, ms. */
const patience = 60_000;

/** For exports and verifications, which run only while nobody else wants the processor. */
export const idlePatience = { timeout: 240_000 };

/** A journey through the demo factory. */
export function factoryJourney(name: string, body: (parts: { page: Page; world: FactoryWorld }) => Promise<void>): void {
  journey(name, openFactoryWorld, body);
}

/** A journey through a site that nobody has set up yet. */
export function siteJourney(name: string, body: (parts: { page: Page; world: SiteWorld }) => Promise<void>): void {
  journey(name, openSiteWorld, body);
}

function journey<W extends { close(): Promise<void> }>(name: string, open: () => Promise<W>, body: (parts: { page: Page; world: W }) => Promise<void>): void {
  browserTest(name, async (page) => {
    const problems = watchConsole(page);
    page.setDefaultTimeout(patience);
    const world = await open();
    try {
      await body({ page, world });
      expect(problems).toEqual([]);
    } catch (error) {
      await keepScreen(page, `failed ${name}`).catch(() => undefined);
      throw error;
    } finally {
      await page.context().close();
      await world.close();
    }
  });
}

/** The figures of today begin anew at midnight in Beijing: waits until none falls into the next minutes. */
export async function awayFromMidnight(): Promise<void> {
  const day = 86_400_000;
  const left = day - ((Date.now() + 8 * 3_600_000) % day);
  if (left < 2 * patience) await new Promise((resolve) => setTimeout(resolve, left));
}

/** Writes what the page looks like now to a folder that git ignores. */
export async function keepScreen(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: join(screens, `${name.replaceAll(/[^\p{L}\d-]+/gu, '-')}.png`), timeout: patience });
}

/** Collects what the page complains about. That an answer of the server was no success is the server's to say, not the page's. */
export function watchConsole(page: Page): string[] {
  const problems: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) problems.push(message.text());
  });
  page.on('pageerror', (error) => problems.push(error.message));
  return problems;
}

/** Waits until `look` gives something; the last value, or the last fault, tells why not. */
export async function until<T>(look: () => Promise<T | null | undefined | false> | T | null | undefined | false, what: string): Promise<T> {
  const end = performance.now() + patience;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (performance.now() > end) throw new Error(`never: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
