import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isInstalled } from './install.mjs';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'greengate-install-'));
  writeLock('1.0.0');
});
afterEach(() => rmSync(root, { recursive: true }));

const writeLock = (version: string) =>
  writeFileSync(
    join(root, 'package-lock.json'),
    JSON.stringify({
      packages: {
        '': {},
        server: {},
        'node_modules/a': { version },
        'node_modules/b': { version: '2.0.0', optional: true },
        'node_modules/server': { link: true },
      },
    }),
  );
const writeRecord = (version: string) => {
  mkdirSync(join(root, 'node_modules'), { recursive: true });
  writeFileSync(join(root, 'node_modules', '.package-lock.json'), JSON.stringify({ packages: { 'node_modules/a': { version } } }));
};

test('nothing is installed without node_modules, nor after an install that broke off', () => {
  expect(isInstalled(root)).toBe(false);
  mkdirSync(join(root, 'node_modules', 'a'), { recursive: true });
  expect(isInstalled(root)).toBe(false);
});

test('what npm itself recorded counts when it lists the locked versions, optional packages aside', () => {
  writeRecord('1.0.0');
  expect(isInstalled(root)).toBe(true);
  expect(existsSync(join(root, 'node_modules', '.greengate-lock'))).toBe(true);
});

test('a changed lock file makes the installation old', () => {
  writeRecord('1.0.0');
  expect(isInstalled(root)).toBe(true);
  writeLock('1.0.1');
  expect(isInstalled(root)).toBe(false);
});
