import { hash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { tempFolder } from '../../testing/temp-database.ts';
import { openSnapshotStore } from './snapshot-store.ts';
import type { OpenSnapshotStore } from './snapshot-store.ts';

let folder: string;
let store: OpenSnapshotStore;
beforeEach(async () => {
  folder = await tempFolder();
  store = openSnapshotStore({ folder });
});
afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true });
});

const bytes = Buffer.from('a picture');
const sha256 = hash('sha256', bytes);

test('a picture is a file named by its SHA-256, without an ending', async () => {
  expect(await store.put(bytes)).toEqual({ sha256, bytes: 9 });
  expect(store.pathOf(sha256)).toBe(join(folder, 'pictures', sha256.slice(0, 2), sha256));
  expect(readFileSync(store.pathOf(sha256))).toEqual(bytes);
  expect(await store.get(sha256)).toEqual(bytes);
  expect(readdirSync(join(folder, 'pictures', 'incoming'))).toEqual([]);
});

test('the same picture is written once, a torn one again', async () => {
  await store.put(bytes);
  const { ino } = statSync(store.pathOf(sha256));
  await store.put(bytes);
  expect(statSync(store.pathOf(sha256)).ino).toBe(ino);
  writeFileSync(store.pathOf(sha256), 'a pic');
  await store.put(bytes);
  expect(await store.get(sha256)).toEqual(bytes);
});

test('many at once, equal ones among them, are all there', async () => {
  const results = await Promise.all(Array.from({ length: 200 }, (_, index) => store.put(Buffer.from(`picture ${index % 50}`))));
  expect(new Set(results.map((result) => result.sha256)).size).toBe(50);
  for (const [index, result] of results.entries()) expect(String(await store.get(result.sha256))).toBe(`picture ${index % 50}`);
});

test('a missing picture is null, and a name that is no SHA-256 is refused', async () => {
  expect(await store.get('0'.repeat(64))).toBeNull();
  for (const name of ['../../etc/passwd', '', sha256.toUpperCase(), `${sha256}0`, `../${sha256.slice(3)}`, `${sha256}\n`]) {
    expect(() => store.pathOf(name)).toThrow('SNAPSHOT_NAME_INVALID');
  }
});

test('a picture that cannot be written is an error with a reason', async () => {
  writeFileSync(join(folder, 'pictures', sha256.slice(0, 2)), 'in the way');
  await expect(store.put(bytes)).rejects.toMatchObject({ code: 'SNAPSHOT_WRITE_FAILED' });
});

test("the bytes given stay the caller's, a part of a larger body among them", async () => {
  const body = Buffer.from('head a picture tail');
  const part = body.subarray(5, 14);
  expect(await store.put(part)).toEqual({ sha256, bytes: 9 });
  expect(body.toString()).toBe('head a picture tail');
});

test('bytes that are given away are not copied, save those that are a part of something', async () => {
  const whole = Buffer.from(new Uint8Array(100_000).fill(7).buffer);
  const stored = await store.put(whole, { gives: true });
  expect([stored.bytes, whole.length]).toEqual([100_000, 0]);
  expect((await store.get(stored.sha256))?.length).toBe(100_000);
  const body = Buffer.from('head a picture tail');
  expect(await store.put(body.subarray(5, 14), { gives: true })).toEqual({ sha256, bytes: 9 });
  expect(body.toString()).toBe('head a picture tail');
});

test('a picture whose name is taken by a folder leaves no draft behind', async () => {
  mkdirSync(store.pathOf(sha256), { recursive: true });
  await expect(store.put(bytes)).rejects.toMatchObject({ code: 'SNAPSHOT_WRITE_FAILED' });
  expect(readdirSync(join(folder, 'pictures', 'incoming'))).toEqual([]);
});

test('closing waits for what is being written, and refuses what comes after', async () => {
  const written = Array.from({ length: 20 }, (_, index) => store.put(Buffer.alloc(100_000, index)));
  await store.close();
  await expect(Promise.all(written)).resolves.toHaveLength(20);
  await expect(store.put(bytes)).rejects.toMatchObject({ code: 'SNAPSHOT_WRITE_FAILED' });
});
