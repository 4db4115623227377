// What the benchmarks found, as lines and as docs/benchmarks.md.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import { type Bench, type Goal, holds, type Measurement } from './contract.ts';

const file = fileURLToPath(new URL('../docs/benchmarks.md', import.meta.url));
const dataMark = '<!-- 数据：';

interface Kept extends Measurement {
  bench: string;
  measuredOn: string;
}

export function jsonLine({ name, value, unit, limit, ratio }: Measurement): string {
  return JSON.stringify({ name, value: rounded(value), unit, limit: limit === null ? null : rounded(limit), ratio: ratio === null ? null : rounded(ratio) });
}

export function textLine(measured: Measurement): string {
  const limit = measured.limit === null ? '' : `，极限 ${figure(measured.limit)} ${measured.unit}（${measured.limitTitle}）`;
  const ratio = measured.ratio === null ? '' : `，比值 ${measured.ratio.toFixed(2)}`;
  return `${measured.name} ${measured.title}：${figure(measured.value)} ${measured.unit}${limit}${ratio}${verdict(measured)}`;
}

/** Writes docs/benchmarks.md; what was not measured this time keeps its last figures and their date. */
export function writeReport(benches: readonly Bench[], measured: readonly { bench: string; measurements: readonly Measurement[] }[]): void {
  const today = new Date().toISOString().slice(0, 10);
  const fresh: Kept[] = measured.flatMap(({ bench, measurements }) => measurements.map((each) => ({ ...each, bench, measuredOn: today })));
  const kept = readKept().filter((each) => benches.some((bench) => bench.name === each.bench) && !measured.some(({ bench }) => bench === each.bench));
  const all = [...fresh, ...kept];
  const lines = [
    '# 性能基准',
    '',
    '本页由 `npm run bench` 生成。每一项都与本机的极限相比：机器快慢不同，比值可比。',
    '',
    `机器：${cpus()[0]?.model ?? '未知'}，${cpus().length} 核，内存 ${Math.round(totalmem() / 2 ** 30)} GiB，Node ${process.versions.node}。`,
    '',
    '| 项目 | 结果 | 极限 | 比值 | 必须 | 力争 | 达到 | 日期 |',
    '|---|---|---|---|---|---|---|---|',
  ];
  for (const bench of benches) {
    for (const each of all.filter((one) => one.bench === bench.name)) {
      const limit = each.limit === null ? '—' : `${figure(each.limit)} ${each.unit}（${each.limitTitle}）`;
      const met = each.must.length === 0 ? '—' : holds(each.reach, each) && each.reach.length > 0 ? '力争' : holds(each.must, each) ? '必须' : '未达到';
      lines.push(
        `| \`${each.name}\` ${each.title} | ${figure(each.value)} ${each.unit} | ${limit} | ${each.ratio?.toFixed(2) ?? '—'} | ${goals(each.must, each.unit)} | ${goals(each.reach, each.unit)} | ${met} | ${each.measuredOn} |`,
      );
    }
  }
  lines.push('', '## 怎么量的', '');
  for (const bench of benches) lines.push(`- \`${bench.name}\` ${bench.title}。${bench.method.join('')}`);
  lines.push('', `${dataMark}${JSON.stringify(all)} -->`, '');
  writeFileSync(file, lines.join('\n'));
}

function readKept(): Kept[] {
  if (!existsSync(file)) return [];
  const line = readFileSync(file, 'utf8')
    .split('\n')
    .find((each) => each.startsWith(dataMark));
  return line ? (JSON.parse(line.slice(dataMark.length, -' -->'.length)) as Kept[]) : [];
}

function verdict(measured: Measurement): string {
  if (measured.must.length === 0) return '';
  if (!holds(measured.must, measured)) return `，未达到（必须 ${goals(measured.must, measured.unit)}）`;
  return measured.reach.length > 0 && holds(measured.reach, measured) ? '，达到力争值' : '，达到必须值';
}

function goals(list: readonly Goal[], unit: string): string {
  if (list.length === 0) return '—';
  return list.map(({ is, than, of }) => `${is === 'least' ? '≥' : '≤'} ${of === 'ratio' ? `比值 ${than}` : `${figure(than)} ${unit}`}`).join(' 或 ');
}

function figure(value: number): string {
  return value >= 100 ? Math.round(value).toLocaleString('en-US') : String(rounded(value));
}

function rounded(value: number): number {
  return Number(value.toPrecision(4));
}
