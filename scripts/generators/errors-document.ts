// Makes docs/errors.md from the catalogue.
import { type ErrorRow, errorCatalogue, type RetryClass } from '../../server/src/domain/errors.ts';

const retries: Record<RetryClass, string> = { no: '否', later: '稍后', unknown: '结果不明' };

/** One table per area, codes in alphabetical order. */
export async function errorsDocument(): Promise<string> {
  const areas = new Map<string, [string, ErrorRow][]>();
  for (const [code, row] of Object.entries(errorCatalogue as Record<string, ErrorRow>).sort(([a], [b]) => (a < b ? -1 : 1))) {
    const area = code.slice(0, code.indexOf('_'));
    areas.set(area, [...(areas.get(area) ?? []), [code, row]]);
  }
  const tables = [...areas].map(([area, rows]) => {
    const lines = rows.map(([code, row]) => `| \`${code}\` | ${cell(row.zh)} | ${cell(row.next)} | ${retries[row.retry]} | ${row.status} |`);
    return `## ${area}\n\n| 代码 | 说明 | 下一步 | 可重试 | HTTP |\n|---|---|---|---|---|\n${lines.join('\n')}\n`;
  });
  return `# 错误代码\n\n<!-- npm run gen 由 server/src/domain/errors/ 生成，请勿手工修改 -->\n\n代码一经发布不再改名。花括号内的名称由当时的情况填写。\n\n${tables.join('\n')}`;
}

const cell = (text: string) => text.replaceAll('|', '\\|');
