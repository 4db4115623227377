import { afterEach, beforeEach, expect, it } from 'vitest';
import { vzenithHttp } from '../../devices/cameras/vzenith-http.ts';
import { createFakeClock } from '../../testing/fake-clock.ts';
import { openTempSite, type TempSite } from '../../testing/temp-database.ts';
import { createGaps, type Gaps } from '../health/gaps.ts';
import type { DeviceConfig } from '../passages/parts.ts';
import { createDeviceStatus } from './device-status.ts';

const device: DeviceConfig = { id: 'd1', laneId: 'lane-1', name: '相机', adapter: vzenithHttp, settings: {}, allowedSources: [], serialNumber: null };
let clock: ReturnType<typeof createFakeClock>;
let told: string[];
let site: TempSite;
let gaps: Gaps;
let statuses: ReturnType<typeof createDeviceStatus>;
beforeEach(async () => {
  clock = createFakeClock();
  site = await openTempSite({ now: clock.now });
  told = [];
  gaps = createGaps({
    writer: site.writer,
    now: clock.now,
    onChanged: ({ kind, until }) => void told.push(`${kind} ${until === null ? 'opened' : 'closed'}`),
    onError: (error) => void told.push(String(error)),
  });
  const siteConfig = { devices: () => [device] };
  statuses = createDeviceStatus({ siteConfig, gaps, clock, onChanged: () => undefined, onOnline: () => void told.push('online'), onHeard: () => undefined });
});
afterEach(async () => {
  await gaps.settle();
  await site.remove();
});

it('a camera that falls silent is told of, and of its return', async () => {
  statuses.check();
  statuses.seen(device);
  await clock.advance(30_000);
  statuses.check();
  expect(told).toEqual(['online']);
  await clock.advance(1_000);
  statuses.check();
  expect(statuses.of('d1')).toMatchObject({ state: 'silent', reason: '已 31 秒没有收到设备的任何消息，请检查设备电源与网线' });
  statuses.seen(device);
  expect(told).toEqual(['online', 'device-silent opened', 'device-silent closed', 'online']);
});

it('a wall clock that is set makes no silence, and hides none', async () => {
  statuses.seen(device);
  clock.step(3_600_000);
  statuses.check();
  expect(statuses.of('d1').state).toBe('online');
  clock.step(-7_200_000);
  await clock.advance(31_000);
  statuses.check();
  expect(statuses.of('d1').state).toBe('silent');
});
