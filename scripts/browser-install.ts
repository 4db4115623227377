// Puts Chromium and a Chinese font on a Debian machine when they are missing and we may.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { hasChineseFont } from '../e2e/kit/chinese-font.ts';

/** Tolerant: without root, apt or a network nothing happens, and the browser journeys are then skipped by name. */
export function ensureBrowser(): void {
  const missing = [...(existsSync('/usr/bin/chromium') ? [] : ['chromium']), ...(hasChineseFont() ? [] : ['fonts-noto-cjk'])];
  if (missing.length === 0 || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return;
  process.stderr.write(`正在安装浏览器测试所需的 ${missing.join('、')}…\n`);
  apt(120_000, 'update', '-qq');
  const install = apt(600_000, 'install', '-y', '-qq', '--no-install-recommends', ...missing);
  if (install.status !== 0) process.stderr.write(`未能安装 ${missing.join('、')}，浏览器测试将跳过：${(install.stderr ?? '').trim().split('\n').at(-1)}\n`);
}

function apt(timeout: number, ...args: string[]) {
  const quick = ['-o', 'Acquire::Retries=1', '-o', 'Acquire::http::Timeout=20', '-o', 'DPkg::Lock::Timeout=60'];
  return spawnSync('apt-get', [...quick, ...args], {
    encoding: 'utf8',
    timeout,
    maxBuffer: 64 << 20,
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
}
