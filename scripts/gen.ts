// Writes the generated files, or with --check compares them and names the stale ones.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { errorsDocument } from './generators/errors-document.ts';
import { openApiText, webApiTypes } from './generators/open-api.ts';
import { goldenSchemaText } from './generators/sqlite-schema.ts';
import { standardsDocument } from './generators/standards-document.ts';

/** `make` gives the whole text, or null when what it is made from does not exist. `made`: the texts of the generators before it. */
interface Generator {
  file: string;
  make(root: string, made: ReadonlyMap<string, string>): Promise<string | null>;
}

const generators: Generator[] = [
  { file: 'docs/errors.md', make: errorsDocument },
  { file: 'docs/standards.md', make: standardsDocument },
  { file: 'server/migrations/sqlite/schema.sql', make: goldenSchemaText },
  { file: 'server/openapi.json', make: openApiText },
  { file: 'web/src/api/schema.d.ts', make: webApiTypes },
];

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const check = process.argv.includes('--check');

const made = new Map<string, string>();
for (const { file, make } of generators) {
  const path = join(root, file);
  try {
    const text = await make(root, made);
    if (text === null) continue;
    made.set(file, text);
    if (existsSync(path) && readFileSync(path, 'utf8') === text) continue;
    if (check) complain(`${file} 已过期 · 运行 npm run gen 并提交结果`);
    else {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
      process.stdout.write(`已生成 ${file}\n`);
    }
  } catch (error) {
    complain(`${file} 无法生成：${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  }
}
// Modules loaded for their shapes may keep timers or sockets of their own.
process.exit();

function complain(sentence: string): void {
  process.stderr.write(`${sentence}\n`);
  process.exitCode = 1;
}
