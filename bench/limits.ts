import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
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

/** Pushes a second when their pictures are written as plain files with an fsync and nothing else is done, `atOnce` at a time. */
export async function rawPictureRate(
  folder: string,
  { sizes, seconds, atOnce }: { sizes: readonly number[]; seconds: number; atOnce: number },
): Promise<number> {
  const place = join(folder, 'raw-pictures');
  await mkdir(place, { recursive: true });
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
      await Promise.all(blocks.map((block, part) => write(block, `${index}-${round}-${part}`)));
      pushes++;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, (_, index) => worker(index)));
  const rate = pushes / ((performance.now() - began) / 1000);
  await rm(place, { recursive: true, force: true });
  return rate;
}
