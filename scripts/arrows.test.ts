// Proves that the lint can fail: one wrong import per forbidden arrow is planted, and beside them the right ones.
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** File → imports that must be refused. */
const wrong: Record<string, string[]> = {
  'server/src/domain/a.ts': ['node:fs', 'kysely', 'kysely/migration', '@fastify/cookie', '../storage/contract.ts', '../devices/contract.ts'],
  'server/src/domain/decision/a.ts': [
    '../../services/x/a.ts',
    '../../regulators/contract.ts',
    '../../http/server.ts',
    '../../app/cli.ts',
    '../../testing/clock.ts',
  ],
  'server/src/storage/sqlite/a.ts': [
    '../../devices/contract.ts',
    '../../regulators/contract.ts',
    '../../services/x/a.ts',
    '../../http/auth.ts',
    '../../app/site.ts',
  ],
  'server/src/devices/index.ts': ['../storage/contract.ts', '../services/x/a.ts', '../app/site.ts'],
  'server/src/devices/cameras/a.ts': [
    '../../storage/contract.ts',
    '../../regulators/contract.ts',
    '../../services/x/a.ts',
    '../../http/auth.ts',
    '../displays/b.ts',
  ],
  'server/src/regulators/a.ts': ['../storage/contract.ts', '../devices/kit/crc.ts', '../services/x/a.ts', '../http/auth.ts', '../app/site.ts'],
  'server/src/services/x/a.ts': [
    '../../storage/sqlite/writer.ts',
    '../../storage/queries/index.ts',
    '../../devices/cameras/a.ts',
    '../../devices/index.ts',
    '../../regulators/a.ts',
    '../../http/auth.ts',
    '../../app/site.ts',
  ],
  'server/src/http/routes/a.ts': ['../../storage/contract.ts', '../../devices/contract.ts', '../../regulators/contract.ts', '../../app/site.ts'],
  'server/src/testing/a.ts': ['../app/site.ts'],
  'server/simulators/a.ts': ['../src/app/site.ts'],
  'web/src/lib/a.ts': ['../api/client.ts', '../components/ui/a.tsx', '../features/x/a.tsx', '../app/router.tsx'],
  'web/src/api/a.ts': ['../components/ui/a.tsx', '../features/x/a.tsx', '../app/router.tsx'],
  'web/src/components/ui/a.tsx': ['../../features/x/a.tsx', '../../app/router.tsx', '../../../../server/src/domain/codes.ts'],
  'web/src/features/x/a.tsx': ['../y/b.tsx', '../y.ts', '../../app/router.tsx', '../../../../server/src/domain/codes.ts'],
  'web/src/features/x/parts/a.tsx': ['../../y/b.tsx', '../../../app/router.tsx'],
};

/** File → imports that must pass. */
const right: Record<string, string[]> = {
  'server/src/domain/good.ts': ['node:crypto', 'zod', './errors.ts', './decision/a.ts'],
  'server/src/domain/decision/good.ts': ['../codes.ts', '../../../standards/code-lists.json'],
  'server/src/storage/sqlite/good.ts': ['../contract.ts', '../queries/index.ts', '../../domain/codes.ts', 'better-sqlite3'],
  'server/src/devices/good.ts': ['./cameras/a.ts', './displays/b.ts', '../domain/codes.ts'],
  'server/src/devices/cameras/good.ts': ['../contract.ts', '../kit/crc.ts', '../../domain/codes.ts', 'zod'],
  'server/src/regulators/good.ts': ['./contract.ts', './kit/times.ts', '../domain/codes.ts'],
  'server/src/services/x/good.ts': [
    '../../storage/contract.ts',
    '../../devices/contract.ts',
    '../../regulators/contract.ts',
    '../../domain/codes.ts',
    '../y/b.ts',
  ],
  'server/src/services/x/good.test.ts': ['../../storage/sqlite/writer.ts', '../../testing/clock.ts'],
  'server/src/http/routes/good.ts': ['../../services/x/a.ts', '../../domain/codes.ts', '../auth.ts', 'fastify'],
  'server/src/app/good.ts': ['../storage/sqlite/writer.ts', '../devices/index.ts', '../regulators/index.ts', '../http/server.ts', '../../simulators/a.ts'],
  'web/src/api/good.ts': ['../lib/time.ts'],
  'web/src/components/ui/good.tsx': ['../../api/client.ts', '../../lib/time.ts', '../business/plate.tsx'],
  'web/src/features/x/good.tsx': ['./b.tsx', '../../components/ui/a.tsx', '../../api/client.ts', '../../lib/time.ts'],
  'web/src/features/x/parts/good.tsx': ['../b.tsx', '../../../components/ui/a.tsx'],
  'web/src/app/good.tsx': ['../features/x/a.tsx', '../components/ui/a.tsx', '../api/client.ts'],
};

interface Report {
  diagnostics: { category: string; message: string; location: { path: string; start?: { line: number } } }[];
}

let folder = '';
let reported: { file: string; line: number; rule: string; message: string }[] = [];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'greengate-arrows-'));
  for (const name of ['biome.json', '.gitignore']) copyFileSync(join(root, name), join(folder, name));
  for (const [file, imports] of [...Object.entries(wrong), ...Object.entries(right)]) plant(file, imports);
  write('server/src/services/cycle/one.ts', "import { two } from './two.ts';\nexport const one = () => two;\n");
  write('server/src/services/cycle/two.ts', "import { one } from './one.ts';\nexport const two = () => one;\n");
  const biome = join(root, 'node_modules', '@biomejs', 'biome', 'bin', 'biome');
  const run = spawnSync(process.execPath, [biome, 'lint', '--reporter=json', '--max-diagnostics=none', '.'], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 64 << 20,
  });
  reported = (JSON.parse(run.stdout) as Report).diagnostics.map((row) => ({
    file: row.location.path,
    line: row.location.start?.line ?? 0,
    rule: row.category,
    message: row.message,
  }));
});
afterAll(() => rmSync(folder, { recursive: true }));

const arrowsOf = (file: string) => reported.filter((row) => row.file === file && row.rule === 'lint/style/noRestrictedImports');

for (const [file, imports] of Object.entries(wrong)) {
  test(`${file} may not import ${imports.join(', ')}`, () => {
    const rows = arrowsOf(file);
    expect([...new Set(rows.map((row) => row.line))].sort((a, b) => a - b)).toEqual(imports.map((_, index) => index + 1));
    for (const row of rows) expect(row.message).toContain('docs/adr/0002-arrows.md');
  });
}

for (const file of Object.keys(right)) {
  test(`${file} may import all that its arrows allow`, () => {
    expect(arrowsOf(file)).toEqual([]);
  });
}

test('an import cycle is reported', () => {
  expect(reported.filter((row) => row.rule === 'lint/suspicious/noImportCycles').map((row) => row.file)).toContain('server/src/services/cycle/one.ts');
});

/** One import a line, so that the reported line says which. */
function plant(file: string, imports: string[]): void {
  write(file, imports.map((source, index) => `import '${source}'; export const name${index} = ${index};\n`).join(''));
}

function write(file: string, text: string): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), text);
}
