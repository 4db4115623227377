import { afterEach, describe, expect, test } from 'vitest';
import { regulatorProtocols } from '../../regulators/index.ts';
import { startHebeiPlatform, type HebeiOptions } from '../../../simulators/platforms/hebei-low-emission.ts';
import { appendPassed } from '../../testing/passed-passages.ts';
import { openTempSite } from '../../testing/temp-database.ts';
import { createHttpSender } from './http-sender.ts';
import type { Regulator } from './parts.ts';
import { createUploads } from './uploads.ts';

const protocol = regulatorProtocols[0] as (typeof regulatorProtocols)[number];
const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const clock = {
  now: () => Date.now(),
  after(ms: number, run: () => void) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

async function openHouse({ platform: options = {}, settings = {} }: { platform?: HebeiOptions; settings?: Record<string, unknown> } = {}) {
  const site = await openTempSite();
  const platform = await startHebeiPlatform(options);
  const gaps: string[] = [];
  const errors: unknown[] = [];
  const regulator: Regulator = {
    id: 'reg-1',
    name: '示例平台',
    protocol,
    settings: protocol.settings.parse({
      baseUrl: platform.baseUrl,
      tokenPath: platform.tokenPath,
      clientId: platform.clientId,
      clientSecret: platform.clientSecret,
      timeoutSeconds: 0.3,
      maxInFlight: 16,
      ...settings,
    }) as Record<string, unknown>,
    enabled: true,
    createdAt: 0,
  };
  await site.writer.run((tx) =>
    tx.query('regulator.insert', { id: regulator.id, protocol: protocol.id, name: regulator.name, settings: '{}', enabled: true, createdAt: 0 }),
  );
  const open = () =>
    createUploads({
      writer: site.writer,
      readers: site.readers,
      clock,
      openHttp: createHttpSender,
      ears: {
        random: Math.random,
        outages: { open: (kind) => gaps.push(`${kind} opened`), close: () => {} },
        photoBase: () => 'http://gate.example',
        onChanged: () => {},
        onError: (error) => errors.push(error),
      },
    });
  let uploads = open();
  let stopped = false;
  cleanups.push(async () => {
    if (!stopped) await uploads.stop();
    await platform.stop();
    await site.remove();
  });
  const list = (state?: string) => site.writer.query('upload.list', { state, limit: 1000 }).items;
  return {
    site,
    platform,
    gaps,
    errors,
    list,
    get uploads() {
      return uploads;
    },
    start: () => uploads.use([regulator]),
    async restart() {
      await uploads.stop();
      uploads = open();
      await uploads.use([regulator]);
    },
    async stop() {
      stopped = true;
      await uploads.stop();
    },
    /** `visits` trucks in and out again, each a second after the one before. */
    async drive(visits: number, first = 0) {
      const begin = Date.now() - 3_600_000;
      await site.writer.run((tx) => {
        for (let i = first; i < first + visits; i++) {
          const plateNumber = `冀F${String(i).padStart(5, '0')}`;
          const entry = appendPassed(tx, { direction: 'in', plateNumber, at: begin + i * 1000 });
          uploads.enqueue(tx, entry);
          uploads.enqueue(tx, appendPassed(tx, { direction: 'out', plateNumber, at: begin + i * 1000 + 600_000, visitId: entry.visitId }));
        }
      });
    },
    async accepted(count: number) {
      for (let i = 0; i < 1500; i++) {
        if (list('accepted').length >= count) return;
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      throw new Error(
        `only ${list('accepted').length} of ${count} accepted: ${JSON.stringify(
          list()
            .filter((row) => row.state !== 'accepted')
            .slice(0, 5),
        )} ${JSON.stringify(await uploads.status('reg-1'))} ${String(errors[0])}`,
      );
    },
  };
}

/** Everything is there once, and each exit stands on its own entry. */
function expectExactlyOnce(platform: Awaited<ReturnType<typeof startHebeiPlatform>>, visits: number) {
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
    await house.accepted(40);
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
    await house.accepted(20);
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
    await house.accepted(120);
    expectExactlyOnce(house.platform, 60);
    expect(house.errors).toEqual([]);
  });
});
