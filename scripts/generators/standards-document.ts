// Makes docs/standards.md: which clause is proven by which test, and where each data file of server/standards comes from.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const clauseTest = /\b(?:test|it)(?:\.prop\([^)]*\))?\(\s*(['"`])(HJ 1321 §.*?)\1/g;

interface StandardsFile {
  title?: string;
  version?: string;
  source?: unknown;
  note?: string;
}

/** Clauses in the order of their names; files in alphabetical order. */
export async function standardsDocument(root: string): Promise<string> {
  const clauses = testFiles(join(root, 'server'))
    .flatMap((path) => [...readFileSync(path, 'utf8').matchAll(clauseTest)].map((match) => ({ clause: match[2] ?? '', file: relative(root, path) })))
    .sort((a, b) => a.clause.localeCompare(b.clause, 'en', { numeric: true }) || (a.file < b.file ? -1 : 1));
  const sources = jsonFiles(join(root, 'server', 'standards')).map((path) => {
    const content = JSON.parse(readFileSync(path, 'utf8')) as StandardsFile;
    const parts = [relative(root, path), content.title ?? '', content.version ?? '', sourceText(content.source), content.note ?? ''];
    return `| ${parts.map((part) => String(part).replaceAll('|', '\\|')).join(' | ')} |`;
  });
  const rows = clauses.map(({ clause, file }) => `| ${clause.replaceAll('|', '\\|')} | \`${file}\` |`);
  return [
    '# 标准与依据',
    '',
    '<!-- npm run gen 由测试名称与 server/standards/ 生成，请勿手工修改 -->',
    '',
    '## 条款与测试',
    '',
    '只列有出处的条款号。HJ 1321-2023 正文未见，可以确认的是附录 C（台账与记录的格式）及其中的表 C.2（运输车辆信息）；其余要求由各自的测试证明，不编条款号。',
    '',
    '| 条款 | 测试文件 |',
    '|---|---|',
    ...rows,
    '',
    '## 数据文件与来源',
    '',
    '| 文件 | 名称 | 版本 | 来源 | 说明 |',
    '|---|---|---|---|---|',
    ...sources,
    '',
  ].join('\n');
}

function sourceText(source: unknown): string {
  if (typeof source === 'string') return source;
  if (Array.isArray(source)) return source.map(sourceText).join('；');
  if (source && typeof source === 'object') return Object.values(source).map(sourceText).join('，');
  return source === undefined ? '' : String(source);
}

const filesIn = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => !name.includes('node_modules'))
    .sort()
    .map((name) => join(folder, name));
const testFiles = (folder: string) => filesIn(folder).filter((path) => path.endsWith('.test.ts'));
const jsonFiles = (folder: string) => (existsSync(folder) ? filesIn(folder).filter((path) => path.endsWith('.json')) : []);
