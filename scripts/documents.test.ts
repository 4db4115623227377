import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { trackedFiles } from './house-rules.ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const pages = trackedFiles(root).filter((file) => file.endsWith('.md') && !file.includes('.fixtures/'));

test('every link of every page leads somewhere', () => {
  const broken = pages.flatMap((page) =>
    [...readFileSync(join(root, page), 'utf8').matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)]
      .map((match) => decodeURI(match[1] ?? ''))
      .filter((target) => !/^[a-z]+:/.test(target) && !existsSync(join(root, dirname(page), target)))
      .map((target) => `${page}: ${target}`),
  );
  expect(broken).toEqual([]);
});

test('every file or folder that the readme and the decisions name is there', () => {
  const named = /`((?:server|web|docs|scripts|e2e|bench)\/[\w./-]+)`/g;
  const missing = pages
    .filter((page) => page.startsWith('README') || page.startsWith('docs/adr/'))
    .flatMap((page) =>
      [...readFileSync(join(root, page), 'utf8').matchAll(named)]
        .map((match) => match[1] ?? '')
        .filter((target) => !existsSync(join(root, target)))
        .map((target) => `${page}: ${target}`),
    );
  expect(missing).toEqual([]);
});
