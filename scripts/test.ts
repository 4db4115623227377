// Runs the tests and prints `N passed, N failed, N skipped` last. `--slow`: the slow jobs; `--e2e`: the browser journeys alone.
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startVitest } from 'vitest/node';
import { ensureBrowser } from './browser-install.ts';
import { countResults, type TestCounts } from './test-counts.ts';
import { buildWeb } from './web-build.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const args = process.argv.slice(2);
const flag = args[0] === '--slow' || args[0] === '--e2e' ? args[0] : null;
const filters = flag ? args.slice(1) : args;
const projects = flag === '--slow' ? ['slow'] : flag === '--e2e' ? ['e2e'] : ['unit', 'e2e'];

const total: TestCounts = { passed: 0, failed: 0, skipped: 0, skippedNames: [] };
if (projects.includes('e2e')) {
  ensureBrowser();
  const built = buildWeb({ root, node: process.execPath });
  if (built.state === 'failed') {
    process.stderr.write(`${built.output}\n网页生成失败\n`);
    total.failed++;
  }
}

for (const project of projects) {
  const vitest = await startVitest('test', filters, { root, project: [project], watch: false, run: true, passWithNoTests: true });
  const counts = countResults(vitest.state.getTestModules(), vitest.state.getUnhandledErrors().length);
  await vitest.close();
  total.passed += counts.passed;
  total.failed += counts.failed;
  total.skipped += counts.skipped;
  total.skippedNames.push(...counts.skippedNames);
}

for (const name of total.skippedNames) process.stdout.write(`skipped: ${name}\n`);
process.stdout.write(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped\n`, () =>
  process.exit(total.failed > 0 || total.passed === 0 ? 1 : 0),
);
