import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { hashSources } from './web-build.mjs';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'greengate-web-'));
  mkdirSync(join(root, 'web', 'src'), { recursive: true });
  writeFileSync(join(root, 'package-lock.json'), '{}');
  writeFileSync(join(root, 'web', 'src', 'main.tsx'), 'one');
});
afterEach(() => rmSync(root, { recursive: true }));

test('a changed, renamed or added source makes the built pages old; the build itself does not', () => {
  const first = hashSources(root);
  mkdirSync(join(root, 'web', 'dist'));
  writeFileSync(join(root, 'web', 'dist', 'index.html'), 'built');
  expect(hashSources(root)).toBe(first);
  writeFileSync(join(root, 'web', 'src', 'main.tsx'), 'two');
  const second = hashSources(root);
  expect(second).not.toBe(first);
  writeFileSync(join(root, 'web', 'src', 'other.tsx'), '');
  expect(hashSources(root)).not.toBe(second);
});
