import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { type ErrorRow, errorCatalogue } from '../server/src/domain/errors.ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const rows = Object.entries(errorCatalogue as Record<string, ErrorRow>);

// The other way round is held by the types: an AppError takes catalogue codes alone.
test('every code of the catalogue is used somewhere', () => {
  const sources = ['server/src', 'scripts'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.(ts|mjs)$/.test(name) && !name.endsWith('.test.ts') && !name.startsWith('domain/errors/'))
      .map((name) => readFileSync(join(root, folder, name), 'utf8')),
  );
  const text = sources.join('\n');
  expect(rows.map(([code]) => code).filter((code) => !new RegExp(`\\b${code}\\b`).test(text))).toEqual([]);
});

test('every code names its area, says in Chinese what happened and what to do next', () => {
  const wrong = rows.filter(([code, row]) => !/^[A-Z]+(_[A-Z0-9]+)+$/.test(code) || !/[\u4e00-\u9fff]/.test(row.zh) || !/[\u4e00-\u9fff]/.test(row.next));
  expect(wrong).toEqual([]);
});
