import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import { mkdir, open, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { percentile } from './contract.ts';

/** ms of one append of `bytes` with fdatasync, the least that a durable answer costs: p50 and p99 over `rounds`. */
export function appendLatency(folder: string, { bytes, rounds }: { bytes: number; rounds: number }): { p50: number; p99: number } {
  const file = openSync(join(folder, 'append.limit'), 'w');
  const block = Buffer.alloc(bytes, 'x');
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const began = performance.now();
    writeSync(file, block);
    fdatasyncSync(file);
    times.push(performance.now() - began);
  }
  closeSync(file);
  return { p50: percentile(times, 0.5), p99: percentile(times, 0.99) };
}

/**
 * Pushes a second when their pictures are written as plain files with an fsync and nothing else is done, one file after the other by each of `atOnce` writers. The files stay in
 * `folder/name`: for minutes after files were deleted, ext4 without a journal looks for inodes that are not among them, which slows every new file.
 */
export async function rawPictureRate(
  folder: string,
  { name, sizes, seconds, atOnce }: { name: string; sizes: readonly number[]; seconds: number; atOnce: number },
): Promise<number> {
  const place = join(folder, name);
  await mkdir(place);
  const blocks = sizes.map((size) => Buffer.alloc(size, 'p'));
  const began = performance.now();
  let pushes = 0;
  const write = async (block: Buffer, name: string) => {
    const file = await open(join(place, name), 'w');
    await file.writeFile(block);
    await file.sync();
    await file.close();
    await rename(join(place, name), join(place, `${name}.jpg`));
  };
  const worker = async (index: number) => {
    for (let round = 0; performance.now() - began < seconds * 1000; round++) {
      for (const [part, block] of blocks.entries()) await write(block, `${index}-${round}-${part}`);
      pushes++;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, (_, index) => worker(index)));
  return pushes / ((performance.now() - began) / 1000);
}
