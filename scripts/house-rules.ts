// The rules of the house that no linter knows: length of files, folders without a noun, tests left out.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const longest = 400;
const namelessFolder = /(^|\/)(utils?|common|helpers?|core|shared)\//;
const written = /\.(ts|tsx|mjs|css)$/;
const generated = /(^|\/)(api|generated)\/|\.d\.ts$|\.fixtures\//;
const leftOut = /\b(?:it|test|describe)\.(?:only|todo)\(/;

/** Files that git knows or would add, relative to the root. */
export function trackedFiles(root: string): string[] {
  const git = spawnSync('git', ['-c', 'safe.directory=*', 'ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 << 20,
  });
  if (git.status !== 0) throw new Error(`git ls-files: ${git.stderr}`);
  return [...new Set(git.stdout.split('\0').filter((file) => file !== '' && existsSync(join(root, file))))].sort();
}

/** One clear sentence per broken rule, empty when all hold. */
export function houseRuleProblems(root: string, files: readonly string[]): string[] {
  const problems: string[] = [];
  for (const file of files) {
    if (namelessFolder.test(file))
      problems.push(`${file}: a folder of this name has no noun; put the file where its domain word lives (docs/adr/0002-arrows.md).`);
    if (!written.test(file) || generated.test(file)) continue;
    const text = readFileSync(join(root, file), 'utf8');
    const lines = text.split('\n').length - 1;
    if (lines > longest) problems.push(`${file}: ${lines} lines; a file stops at ${longest}. Cut it by its nouns.`);
    if (!file.startsWith('scripts/house-rules') && leftOut.test(text)) problems.push(`${file}: .only( or .todo( leaves tests out; finish or remove it.`);
  }
  return problems;
}
