// Launches the Chromium of the system for browser journeys and screenshots.
import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';
import { test } from 'vitest';

const executablePath = '/usr/bin/chromium';
const asRoot = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'];

/** True when the system has a Chromium to drive. */
export const browserPresent = existsSync(executablePath);

/** A headless Chromium; the caller closes it. */
export function launchBrowser(): Promise<Browser> {
  // In the C locale Chromium cannot write a Chinese file name and calls every download `download`.
  return chromium.launch({ executablePath, args: asRoot, headless: true, env: { ...process.env, LANG: 'C.UTF-8', LC_ALL: 'C.UTF-8' } });
}

/** Opens a page as people here see it: times in Beijing, 1366×768. */
export async function withPage(body: (page: Page) => Promise<void>): Promise<void> {
  const browser = await launchBrowser();
  try {
    const context = await browser.newContext({ locale: 'zh-CN', timezoneId: 'Asia/Shanghai', viewport: { width: 1366, height: 768 } });
    await body(await context.newPage());
  } finally {
    await browser.close();
  }
}

/** A test that needs a browser; without one it is reported as skipped under its own name. */
export function browserTest(name: string, body: (page: Page) => Promise<void>): void {
  test.skipIf(!browserPresent)(name, () => withPage(body));
}
