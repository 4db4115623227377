// Runs the benchmarks: all, or those named. `--json` prints one object a line, `--scale 0.1` is a quick look; a run at full size writes docs/benchmarks.md.
import '../server/src/app/process-settings.ts';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { benches } from './benches.ts';
import type { Measurement } from './contract.ts';
import { jsonLine, textLine, writeReport } from './report.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean' }, scale: { type: 'string', default: '1' }, folder: { type: 'string' } },
});
const scale = Number(values.scale);
const unknown = positionals.filter((name) => !benches.some((bench) => bench.name === name));
if (unknown.length > 0 || !(scale > 0)) {
  process.stderr.write(`用法：npm run bench -- [名称…] [--json] [--scale 0–1]，名称：${benches.map((bench) => bench.name).join('、')}\n`);
  process.exit(2);
}

const wanted = benches.filter((bench) => positionals.length === 0 || positionals.includes(bench.name));
const folder = mkdtempSync(join(values.folder ?? tmpdir(), 'greengate-bench-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(130));

const measured: { bench: string; measurements: Measurement[] }[] = [];
let failed = 0;
for (const bench of wanted) {
  const say = (line: string) => {
    if (!values.json) process.stdout.write(`  ${line}\n`);
  };
  if (!values.json) process.stdout.write(`${bench.name} ${bench.title}\n`);
  try {
    const measurements = await bench.run({ folder, scale, say });
    measured.push({ bench: bench.name, measurements });
    for (const each of measurements) process.stdout.write(`${values.json ? jsonLine(each) : `  ${textLine(each)}`}\n`);
  } catch (error) {
    failed++;
    process.stderr.write(`${bench.name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  }
}
// A look at a part of the size says nothing about the goals.
if (scale === 1) writeReport(benches, measured);
process.exitCode = failed > 0 ? 1 : 0;
