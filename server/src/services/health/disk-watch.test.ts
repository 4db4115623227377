import { afterEach, beforeEach, expect, it } from 'vitest';
import { createFakeClock } from '../../testing/fake-clock.ts';
import { openTempSite, type TempSite } from '../../testing/temp-database.ts';
import { siteSettings } from '../sites/site-settings.ts';
import { createDiskWatch, type DiskSpace, diskSpaceOf } from './disk-watch.ts';
import { createGaps } from './gaps.ts';

let site: TempSite;
beforeEach(async () => {
  site = await openTempSite();
});
afterEach(() => site.remove());

const gb = 1024 ** 3;
const fail = (error: unknown) => {
  throw error;
};

async function watched(disk: { now: DiskSpace | null }) {
  const clock = createFakeClock();
  const gaps = createGaps({ writer: site.writer, now: clock.now, onChanged: () => undefined, onError: fail });
  const limits = () => siteSettings.parse({}).diskAlarm;
  const watch = createDiskWatch({ measure: async () => disk.now, limits, gaps, clock, onError: fail });
  await watch.start();
  const seen = async () => {
    await gaps.settle();
    return (await site.readers.query('gap.list', { limit: 10 })).items.map(({ kind, subject, untilAt, details }) => [kind, subject, untilAt !== null, details]);
  };
  return { clock, watch, seen };
}

it('a disk with less than five per cent free is an open interruption, which ends when there is clearly more again', async () => {
  const disk: { now: DiskSpace | null } = { now: { free: 5 * gb, total: 100 * gb } };
  const { clock, watch, seen } = await watched(disk);
  expect(await seen()).toEqual([]);
  disk.now = { free: 4.9 * gb, total: 100 * gb };
  await clock.advance(60_000);
  const low = { freeGigabytes: 4.9, totalGigabytes: 100, limitGigabytes: 5 };
  expect(await seen()).toEqual([['disk-low', 'site', false, low]]);
  disk.now = { free: 5.4 * gb, total: 100 * gb };
  await clock.advance(60_000);
  disk.now = null;
  await clock.advance(60_000);
  expect(await seen()).toEqual([['disk-low', 'site', false, low]]);
  disk.now = { free: 5.5 * gb, total: 100 * gb };
  await clock.advance(60_000);
  expect(await seen()).toEqual([['disk-low', 'site', true, { ...low, freeGigabytes: 5.5 }]]);
  watch.stop();
  disk.now = { free: 0, total: 100 * gb };
  await clock.advance(600_000);
  expect(await seen()).toHaveLength(1);
});

it('a small disk is low at two gigabytes, whatever share they are', async () => {
  const disk = { now: { free: 1.9 * gb, total: 20 * gb } };
  expect(await (await watched(disk)).seen()).toEqual([['disk-low', 'site', false, { freeGigabytes: 1.9, totalGigabytes: 20, limitGigabytes: 2 }]]);
});

it('the disk of a folder is measured in bytes, and one that is not there says nothing', async () => {
  const space = await diskSpaceOf(site.folder);
  expect(space !== null && space.free > 0 && space.total >= space.free).toBe(true);
  expect(await diskSpaceOf(`${site.folder}/none`)).toBe(null);
});
