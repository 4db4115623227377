import { startHebeiPlatform, type HebeiOptions } from '../../simulators/platforms/hebei-low-emission.ts';
import { regulatorProtocols } from '../regulators/index.ts';
import { createHttpSender } from '../services/uploads/http-sender.ts';
import type { Clock, HttpSender, Regulator } from '../services/uploads/parts.ts';
import { createUploads } from '../services/uploads/uploads.ts';
import { appendPassed } from './passed-passages.ts';
import { openTempSite } from './temp-database.ts';

/** For what comes at once where the machine is not busy, ms. */
const patienceMs = 120_000;
const protocol = regulatorProtocols[0] as (typeof regulatorProtocols)[number];

/** The clock of the machine. */
const realClock: Clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

/** A clock that begins at noon in Beijing and goes on `pace` times as fast as time does, so that no test runs into another day. */
export function noonClock(pace = 1): Clock {
  const began = performance.now();
  const noon = Date.parse('2026-03-02T04:00:00Z');
  return { ...realClock, now: () => Math.round(noon + (performance.now() - began) * pace) };
}

export interface UploadHouseOptions {
  platform?: HebeiOptions;
  settings?: Record<string, unknown>;
  clock?: Clock;
  openHttp?: () => HttpSender;
}
export type UploadHouse = Awaited<ReturnType<typeof openUploadHouse>>;

/** A real site with an outbox and one simulated platform; `close` takes everything away again. */
export async function openUploadHouse({ platform: options = {}, settings = {}, clock = realClock, openHttp }: UploadHouseOptions = {}) {
  const site = await openTempSite({ now: clock.now });
  const platform = await startHebeiPlatform(options);
  const gaps: { change: string; kind: string; details: Record<string, unknown> }[] = [];
  const open = new Set<string>();
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
      timeoutSeconds: 20,
      maxInFlight: 16,
      ...settings,
    }) as Record<string, unknown>,
    enabled: true,
    createdAt: 0,
  };
  await site.writer.run((tx) =>
    tx.query('regulator.insert', { id: regulator.id, protocol: protocol.id, name: regulator.name, settings: '{}', enabled: true, createdAt: 0 }),
  );
  const create = () =>
    createUploads({
      writer: site.writer,
      readers: site.readers,
      clock,
      openHttp: openHttp ?? createHttpSender,
      ears: {
        random: Math.random,
        outages: {
          open(kind, _subject, details) {
            if (open.has(kind)) return;
            open.add(kind);
            gaps.push({ change: 'opened', kind, details });
          },
          close(kind, _subject, details) {
            if (open.delete(kind)) gaps.push({ change: 'closed', kind, details });
          },
        },
        photoBase: () => 'http://gate.example',
        onChanged: () => {},
        onError: (error) => errors.push(error),
      },
    });
  let uploads = create();
  const list = (state?: string) => site.writer.query('upload.list', { state, limit: 100_000 }).items;
  const house = {
    site,
    platform,
    regulator,
    gaps,
    errors,
    list,
    get uploads() {
      return uploads;
    },
    start: () => uploads.use([regulator]),
    async restart() {
      await uploads.stop();
      uploads = create();
      await uploads.use([regulator]);
    },
    /** `visits` trucks in and out again, each a second after the one before, all an hour ago. */
    async drive(visits: number, first = 0) {
      const begin = clock.now() - 3_600_000;
      await site.writer.run((tx) => {
        for (let i = first; i < first + visits; i++) {
          const plateNumber = plateOf(i);
          const entry = appendPassed(tx, { direction: 'in', plateNumber, at: begin + i * 1000 });
          uploads.enqueue(tx, entry);
          uploads.enqueue(tx, appendPassed(tx, { direction: 'out', plateNumber, at: begin + i * 1000 + 600_000, visitId: entry.visitId }));
        }
      });
    },
    /** Waits until `what` is so; says what stands in the way when that does not come. */
    async untilTrue(what: () => boolean | Promise<boolean>) {
      const giveUp = Date.now() + patienceMs;
      while (!(await what())) {
        if (Date.now() > giveUp) {
          const open = list().filter((row) => row.state !== 'accepted');
          throw new Error(`it did not come about: ${JSON.stringify([open.length, open.slice(0, 3), await uploads.status('reg-1'), String(errors[0])])}`);
        }
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    },
    /** Waits until so many rows are in a state. */
    until: (count: number, state = 'accepted') => house.untilTrue(() => list(state).length >= count),
    async close() {
      await uploads.stop();
      await platform.stop();
      await site.remove();
    },
  };
  return house;
}

export function plateOf(i: number): string {
  return `冀F${String(i).padStart(5, '0')}`;
}
