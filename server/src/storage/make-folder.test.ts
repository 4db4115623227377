import { existsSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { tempFolder } from '../testing/temp-database.ts';
import { makeFolder } from './make-folder.ts';

it('makes a folder with those above it, and leaves one that is there', async () => {
  const folder = await tempFolder();
  const deep = join(folder, 'a', 'b', 'c');
  makeFolder(deep);
  makeFolder(deep);
  expect(existsSync(deep)).toBe(true);
  await rm(folder, { recursive: true });
});

it('a file in the way is an error', async () => {
  const folder = await tempFolder();
  writeFileSync(join(folder, 'a'), '');
  expect(() => makeFolder(join(folder, 'a', 'b'))).toThrow('ENOTDIR');
  expect(() => makeFolder(join(folder, 'a'))).toThrow('EEXIST');
  await rm(folder, { recursive: true });
});

it.runIf(process.platform === 'linux')('a place that takes no folder is an error, and not an endless wait', () => {
  expect(() => makeFolder('/proc/greengate')).toThrow('ENOENT');
  expect(() => makeFolder('/proc/greengate/data')).toThrow('ENOENT');
});
