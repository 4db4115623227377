import { afterEach, beforeEach, expect, it } from 'vitest';
import { createFakeClock } from '../../testing/fake-clock.ts';
import { openTempSite, type TempSite } from '../../testing/temp-database.ts';
import { createRunWatch } from './run-watch.ts';

let site: TempSite;
beforeEach(async () => {
  site = await openTempSite();
});
afterEach(() => site.remove());

const gaps = async () => (await site.readers.query('gap.list', { limit: 10 })).items;
const fail = (error: unknown) => {
  throw error;
};

it('a stop of the program is a closed gap from its last sign of life to the next start', async () => {
  const clock = createFakeClock();
  const first = createRunWatch({ writer: site.writer, clock, onError: fail });
  await first.start();
  const since = clock.now();
  await first.stop();
  await clock.advance(20 * 60_000);
  await createRunWatch({ writer: site.writer, clock, onError: fail }).start();
  expect(await gaps()).toMatchObject([{ kind: 'server-stopped', subject: 'site', sinceAt: since, untilAt: since + 20 * 60_000, details: { minutes: 20 } }]);
});

it('a quick restart is no gap, and neither is the first start', async () => {
  const clock = createFakeClock();
  const first = createRunWatch({ writer: site.writer, clock, onError: fail });
  await first.start();
  await first.stop();
  await clock.advance(29_000);
  await createRunWatch({ writer: site.writer, clock, onError: fail }).start();
  expect(await gaps()).toEqual([]);
});

it('a wall clock that jumps is told with the size of the step, once', async () => {
  const clock = createFakeClock();
  const watch = createRunWatch({ writer: site.writer, clock, onError: fail });
  await watch.start();
  clock.step(3_600_000);
  await clock.advance(10_000);
  await clock.advance(10_000);
  expect(await gaps()).toMatchObject([{ kind: 'clock-jump', details: { stepSeconds: 3600 } }]);
});
