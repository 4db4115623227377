import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { pictureFolder } from '../../snapshots/picture-path.ts';
import { mostProblems } from './pass.ts';
import type { PassResult, Problem, Report } from './pass.ts';

const atOnce = 4;

/** Hashes every stored picture and document again and compares it with its name. Whether the named ones are there is seen by the entries pass. */
export async function verifyPictures(folder: string, { report }: { report: Report }): Promise<PassResult> {
  const root = pictureFolder(folder);
  const problems: Problem[] = [];
  let checked = 0;
  const shelves = (await list(root)).filter((name) => /^[0-9a-f]{2}$/.test(name)).sort();
  for (const [index, shelf] of shelves.entries()) {
    const files = (await list(join(root, shelf))).sort();
    const next = files.values();
    const work = async () => {
      for (const file of next) {
        const path = join(root, shelf, file);
        if (!/^[0-9a-f]{64}$/.test(file) || !file.startsWith(shelf)) problems.push(`${path}: 不是系统保存的文件`);
        else if ((await hashOf(path)) !== file) problems.push(`${path}: 文件内容与编号不符，已被改动或损坏`);
        checked++;
      }
    };
    await Promise.all(Array.from({ length: atOnce }, work));
    report(index + 1, shelves.length);
    if (problems.length >= mostProblems) break;
  }
  return { checked, problems: problems.slice(0, mostProblems) };
}

async function list(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** Null when the file cannot be read. */
async function hashOf(path: string): Promise<string | null> {
  const digest = createHash('sha256');
  try {
    await pipeline(createReadStream(path, { highWaterMark: 1024 * 1024 }), digest);
  } catch {
    return null;
  }
  return digest.digest('hex');
}
