import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { houseRuleProblems } from './house-rules.ts';

let root = '';
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'greengate-house-'));
  mkdirSync(join(root, 'src', 'utils'), { recursive: true });
  writeFileSync(join(root, 'src', 'short.ts'), 'x\n'.repeat(400));
  writeFileSync(join(root, 'src', 'long.ts'), 'x\n'.repeat(401));
  writeFileSync(join(root, 'src', 'utils', 'a.ts'), '');
  writeFileSync(join(root, 'src', 'a.test.ts'), `${'test'}.only('x', run);\n`);
});
afterAll(() => rmSync(root, { recursive: true }));

test('a file of 400 lines passes and one of 401 is named', () => {
  expect(houseRuleProblems(root, ['src/short.ts', 'src/long.ts'])).toEqual(['src/long.ts: 401 lines; a file stops at 400. Cut it by its nouns.']);
});

test('a folder without a noun is named', () => {
  expect(houseRuleProblems(root, ['src/utils/a.ts'])).toEqual([expect.stringContaining('src/utils/a.ts: a folder of this name has no noun')]);
});

test('a test that runs alone is named', () => {
  expect(houseRuleProblems(root, ['src/a.test.ts'])).toEqual([expect.stringContaining('src/a.test.ts: .only(')]);
});
