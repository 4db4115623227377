import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const read = (file: string) => readFileSync(join(root, file), 'utf8');
interface PackageFile {
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
}
const packageOf = (file: string) => JSON.parse(read(file)) as PackageFile;
const packages = ['package.json', 'server/package.json', 'web/package.json'].map(packageOf);

test('every runtime dependency has its row in ADR 0005, and no row is left over', () => {
  const wanted = packages.flatMap((file) => [...Object.keys(file.dependencies ?? {}), ...Object.keys(file.optionalDependencies ?? {})]);
  const rows = read('docs/adr/0005-runtime-dependencies.md')
    .split('\n')
    .filter((line) => line.startsWith('| `'));
  const named = rows.flatMap((line) => [...(line.split(' | ')[0] ?? '').matchAll(/`([^`]+)`/g)].map((match) => match[1]));
  expect(named.sort()).toEqual([...wanted].sort());
});

test('every version is exact', () => {
  const ranges = packages
    .flatMap((file) => Object.entries({ ...file.dependencies, ...file.devDependencies, ...file.optionalDependencies }))
    .filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version));
  expect(ranges).toEqual([]);
});
