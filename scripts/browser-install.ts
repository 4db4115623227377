// Puts Chromium and a Chinese font on a Debian machine when they are missing and we may.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const chromium = '/usr/bin/chromium';

/** Tolerant: without root, apt or a network nothing happens, and the browser journeys are then skipped by name. */
export function ensureBrowser(): void {
  const missing = [...(existsSync(chromium) ? [] : ['chromium']), ...(hasChineseFont() ? [] : ['fonts-noto-cjk'])];
  if (missing.length === 0 || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return;
  process.stderr.write(`正在安装浏览器测试所需的 ${missing.join('、')}…\n`);
  apt('update', '-qq');
  const install = apt('install', '-y', '-qq', '--no-install-recommends', ...missing);
  if (install.status !== 0) process.stderr.write(`未能安装 ${missing.join('、')}，浏览器测试将跳过：${install.stderr.trim().split('\n').at(-1) ?? ''}\n`);
}

function apt(...args: string[]) {
  return spawnSync('apt-get', args, { encoding: 'utf8', timeout: 600_000, maxBuffer: 64 << 20, env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
}

function hasChineseFont(): boolean {
  const fonts = spawnSync('fc-list', [':lang=zh', 'family'], { encoding: 'utf8' });
  return fonts.status === 0 && fonts.stdout.trim() !== '';
}
