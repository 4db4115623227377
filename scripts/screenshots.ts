// Draws docs/screenshots/: runs the demo on a fresh folder, logs in by its one-time link, visits the pages in light and dark.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { launchBrowser } from '../e2e/kit/browser.ts';
import { freePort } from '../server/simulators/free-port.ts';
import { buildWeb } from './web-build.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
/** Name of the picture → address. */
const pages = { live: '/live', today: '/today', visits: '/visits', uploads: '/uploads?tab=all' };
/** How long to wait for a truck that asks for the guard, before the lanes are drawn without one, ms. */
const questionMs = 45_000;
/** Enough rows that a list looks like a working day. */
const wantedPassages = 40;

const folder = mkdtempSync(join(tmpdir(), 'greengate-screenshots-'));
const target = join(root, 'docs', 'screenshots');
mkdirSync(target, { recursive: true });
const built = buildWeb({ root, node: process.execPath });
if (built.state === 'failed') throw new Error(built.output);

const demo = spawn(process.execPath, ['server/src/app/cli.ts', 'demo', '--port', String(await freePort()), '--data', folder, '--pace', '30'], {
  cwd: root,
  stdio: ['ignore', 'pipe', 'inherit'],
});
const browser = await launchBrowser();
try {
  const context = await browser.newContext({ locale: 'zh-CN', timezoneId: 'Asia/Shanghai', viewport: { width: 1366, height: 768 } });
  const page = await context.newPage();
  const link = await printedLink(demo);
  await page.goto(link);
  await page.waitForURL((url) => !url.pathname.startsWith('/login'));
  const origin = new URL(link).origin;
  await waitForPassages(page, origin);
  for (const theme of ['light', 'dark'] as const) {
    await page.evaluate((choice) => localStorage.setItem('greengate.theme', JSON.stringify(choice)), theme);
    for (const [name, path] of Object.entries(pages)) {
      if (name === 'live') await waitForQuestion(page, origin);
      await page.goto(`${origin}${path}`);
      await page.waitForTimeout(2500);
      await page.screenshot({ path: join(target, `${name}-${theme}.png`) });
      process.stdout.write(`${name}-${theme}.png\n`);
    }
  }
} finally {
  await browser.close();
  demo.kill('SIGTERM');
  await new Promise((resolve) => demo.once('exit', resolve));
  rmSync(folder, { recursive: true, force: true });
}

/** The first address with a token that the demo prints. */
function printedLink(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString('utf8');
      const link = /https?:\/\/\S+token=[\w-]+/.exec(text)?.[0];
      if (link) resolve(link);
    });
    child.once('exit', () => reject(new Error(`The demo ended without a link:\n${text}`)));
  });
}

async function waitForPassages(page: Page, origin: string): Promise<void> {
  for (;;) {
    const reply = await page.request.get(`${origin}/api/v1/passages?limit=${wantedPassages}`);
    const { items } = (await reply.json()) as { items: unknown[] };
    if (items.length >= wantedPassages) return;
    await page.waitForTimeout(1000);
  }
}

async function waitForQuestion(page: Page, origin: string): Promise<void> {
  for (const end = performance.now() + questionMs; performance.now() < end; ) {
    const { items } = (await (await page.request.get(`${origin}/api/v1/questions`)).json()) as { items: unknown[] };
    if (items.length > 0) return;
    await page.waitForTimeout(300);
  }
}
