// Everything that must hold before a change counts: format, lint, arrows, house rules, types, generated files.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { houseRuleProblems, trackedFiles } from './house-rules.ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const bin = (...parts: string[]) => join(root, 'node_modules', ...parts);

const steps: { title: string; run(): boolean }[] = [
  { title: '格式、规则与箭头', run: () => node(bin('@biomejs', 'biome', 'bin', 'biome'), 'ci', '--colors=off', '.') },
  { title: '房屋规则', run: houseRules },
  { title: '类型 server', run: () => node(bin('typescript', 'bin', 'tsc'), '-p', 'server') },
  { title: '类型 e2e', run: () => node(bin('typescript', 'bin', 'tsc'), '-p', 'e2e') },
  { title: '类型 web', run: () => !existsSync(join(root, 'web', 'tsconfig.json')) || node(bin('typescript', 'bin', 'tsc'), '-p', 'web') },
  { title: '生成文件', run: () => node(join(root, 'scripts', 'gen.ts'), '--check') },
];

const failed = steps.filter((step) => {
  const passed = step.run();
  process.stdout.write(`${passed ? '通过' : '未通过'} ${step.title}\n`);
  return !passed;
});
if (failed.length > 0) {
  process.stderr.write(`检查未通过：${failed.map((step) => step.title).join('、')} · 格式问题可用 npm run fix 修复\n`);
  process.exitCode = 1;
}

function node(...args: string[]): boolean {
  return spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' }).status === 0;
}

function houseRules(): boolean {
  const problems = houseRuleProblems(root, trackedFiles(root));
  for (const problem of problems) process.stderr.write(`${problem}\n`);
  return problems.length === 0;
}
