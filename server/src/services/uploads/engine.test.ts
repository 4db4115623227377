import { afterEach, describe, expect, test } from 'vitest';
import type { HebeiPlatform } from '../../../simulators/platforms/hebei-low-emission.ts';
import { openUploadHouse, type UploadHouse, type UploadHouseOptions } from '../../testing/upload-house.ts';

let opened: UploadHouse | null = null;
const openHouse = async (options?: UploadHouseOptions) => {
  opened = await openUploadHouse(options);
  return opened;
};
afterEach(async () => {
  await opened?.close();
  opened = null;
});

/** Everything is there once, and each exit stands on its own entry. */
function expectExactlyOnce(platform: HebeiPlatform, visits: number) {
  expect(platform.violations).toEqual([]);
  expect(platform.records.length).toBe(visits * 2);
  expect(new Set(platform.records.map((record) => record.key)).size).toBe(visits * 2);
  const entries = new Map(platform.records.filter((record) => record.leg === 'entry').map((record) => [record.throughId, record]));
  for (const exit of platform.records.filter((record) => record.leg === 'exit')) {
    expect(entries.get(exit.throughId)?.fields.carPlate).toBe(exit.fields.carPlate);
    expect(entries.get(exit.throughId)?.seq).toBeLessThan(exit.seq);
  }
}

describe('a platform that works', () => {
  test('gets every entry and then its exit, and the rows are accepted with its id', async () => {
    const house = await openHouse();
    await house.start();
    await house.drive(20);
    await house.until(40);
    expectExactlyOnce(house.platform, 20);
    expect(house.platform.stats.logins).toBe(1);
    expect(house.list().every((row) => row.attempts === 1)).toBe(true);
    expect(house.errors).toEqual([]);
  });
});

describe('a platform that fails loses nothing and gets nothing twice, and nobody clicks', () => {
  const faults = [
    'timeout-before-commit',
    'timeout-after-commit',
    'error-before-commit',
    'error-after-commit',
    'reset-before-commit',
    'reset-after-commit',
    'expired-401',
    'expired-code',
    'double-reply',
    'garbage',
    'too-many',
  ] as const;
  test.each(faults)('%s', async (mode) => {
    const house = await openHouse();
    await house.start();
    house.platform.control.add({ mode, times: 6 });
    await house.drive(10);
    await house.until(20);
    expect(house.platform.control.hits[mode]).toBe(6);
    expectExactlyOnce(house.platform, 10);
    expect(house.errors).toEqual([]);
  });

  test('all of them together, with the program restarted in the middle', async () => {
    const house = await openHouse();
    await house.start();
    for (const mode of faults) house.platform.control.add({ mode, probability: 0.03 });
    await house.drive(60);
    for (let i = 0; i < 3; i++) {
      await new Promise((resolve) => setTimeout(resolve, 150));
      await house.restart();
    }
    await new Promise((resolve) => setTimeout(resolve, 1000));
    house.platform.control.clear();
    await house.until(120);
    expectExactlyOnce(house.platform, 60);
    expect(house.errors).toEqual([]);
  });
});
