import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

test('an unknown command is wrong use, told on stderr with nothing on stdout', () => {
  const launcher = join(dirname(fileURLToPath(import.meta.url)), 'run.mjs');
  const run = spawnSync(process.execPath, [launcher, 'nonsense'], { encoding: 'utf8' });
  expect(run.status).toBe(2);
  expect(run.stdout).toBe('');
  expect(run.stderr).toMatch(/^SITE_COMMAND_UNKNOWN 没有命令 nonsense · 可用的命令：start、demo、/);
});
