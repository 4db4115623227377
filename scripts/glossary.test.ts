import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import * as codes from '../server/src/domain/codes.ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const glossary = readFileSync(join(root, 'docs', 'glossary.md'), 'utf8');
const textOf = (folder: string, ending: string) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending))
    .map((name) => readFileSync(join(root, folder, name), 'utf8'))
    .join('\n');
/** The cells of the table under a heading, head and rule left out. */
const rowsUnder = (heading: string) =>
  (glossary.split(`## ${heading}\n`)[1]?.split('\n## ')[0] ?? '')
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .slice(1)
    .map((line) => line.split('|').map((cell) => cell.trim()));
const quoted = (cell: string | undefined) => [...(cell ?? '').matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? '');

test('every identifier of the glossary occurs in the server', () => {
  const source = textOf('server/src', '.ts');
  const identifiers = rowsUnder('词').flatMap((cells) => quoted(cells[2]));
  expect(identifiers.length).toBeGreaterThan(40);
  expect(identifiers.filter((word) => !new RegExp(`\\b${word}`).test(source))).toEqual([]);
});

test('every column of the glossary stands in a migration', () => {
  const migrations = textOf('server/migrations', '.sql');
  const missing = rowsUnder('词')
    .flatMap((cells) => quoted(cells[3]))
    .filter((name) => {
      const [table, column] = name.split('.');
      const body = new RegExp(`create table ${table} \\(([\\s\\S]*?)\\n\\)`).exec(migrations)?.[1] ?? '';
      return !new RegExp(`^\\s*${column} `, 'm').test(body);
    });
  expect(missing).toEqual([]);
});

test('the code lists of the glossary are those of the domain', () => {
  const lists = Object.entries(codes).filter(([, list]) => typeof list === 'object');
  const wanted = lists.map(
    ([name, list]) =>
      `${name}: ${Object.entries(list)
        .map(([code, zh]) => `\`${code}\` ${zh}`)
        .join(' · ')}`,
  );
  expect(
    rowsUnder('代码')
      .map((cells) => `${quoted(cells[1])[0]}: ${cells[2]}`)
      .sort(),
  ).toEqual(wanted.sort());
});

test('one identifier stands for one thing', () => {
  const identifiers = [...rowsUnder('词'), ...rowsUnder('预定的词')].flatMap((cells) => quoted(cells[2]));
  expect(identifiers.length).toBe(new Set(identifiers).size);
});
