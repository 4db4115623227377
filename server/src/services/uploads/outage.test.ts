import { describe, expect, test } from 'vitest';
import type { WireMessage } from '../../regulators/contract.ts';
import { createFakeClock } from '../../testing/fake-clock.ts';
import { appendPassed } from '../../testing/passed-passages.ts';
import { openUploadHouse, plateOf } from '../../testing/upload-house.ts';
import { addToOutbox } from './outbox.ts';
import type { HttpSender, SendOutcome } from './parts.ts';

const day = 86_400_000;

/** A platform in memory, for time that is not real: away or there, and it knows each leg once. */
function createMemoryPlatform(now: () => number) {
  const taken = new Map<string, { at: number; throughId: string }>();
  const seen = { requests: 0, twice: 0, orphans: 0, answeredAt: [] as number[] };
  let there = true;
  const answer = (message: WireMessage): SendOutcome => {
    seen.requests++;
    if (!there) return { kind: 'not-sent', message: '平台拒绝连接（ECONNREFUSED）' };
    const ok = (data: unknown): SendOutcome => ({ kind: 'response', response: { status: 200, body: JSON.stringify({ code: '10000', data }) } });
    if (message.headers['content-type'] === 'application/x-www-form-urlencoded') return ok({ token: 'memory-token' });
    const fields = JSON.parse(message.body) as Record<string, string>;
    const key = `${fields.carPlate} ${fields.carInTime ?? ''} ${fields.carOutTime ?? ''}`;
    if (fields.carOutTime && ![...taken.values()].some((each) => each.throughId === fields.throughId)) seen.orphans++;
    if (taken.has(key)) seen.twice++;
    const throughId = fields.throughId ?? `T${taken.size}`;
    taken.set(key, { at: now(), throughId });
    return ok({ throughId });
  };
  const sender: HttpSender = { send: (message) => Promise.resolve(answer(message)), close: () => {} };
  return { taken, seen, sender, away: () => (there = false), back: () => (there = true) };
}

describe('an outage', () => {
  test('of a week at 2,000 passages a day causes no storm, is a gap in the ledger, and drains by itself within minutes', async () => {
    const clock = createFakeClock(Date.parse('2026-03-02T00:00:00Z'));
    const memory = createMemoryPlatform(clock.now);
    const house = await openUploadHouse({ clock, openHttp: () => memory.sender, settings: { maxInFlight: 32, ratePerSecond: 200 } });
    try {
      await house.start();
      await clock.advance(1000);
      memory.away();
      const perDay = 1000;
      for (let hour = 0; hour < 7 * 24; hour++) {
        const begin = clock.now();
        const trucks = Math.round(perDay / 24);
        await house.site.writer.run((tx) => {
          for (let i = 0; i < trucks; i++) {
            const plateNumber = plateOf(hour * 100 + i);
            const entry = appendPassed(tx, { direction: 'in', plateNumber, at: begin + i * 1000 });
            house.uploads.enqueue(tx, entry);
            house.uploads.enqueue(tx, appendPassed(tx, { direction: 'out', plateNumber, at: begin + i * 1000 + 1_800_000, visitId: entry.visitId }));
          }
        });
        await clock.advance(3_600_000);
      }
      const kept = house.list().length;
      expect(kept).toBe(7 * 24 * Math.round(perDay / 24) * 2);
      // At most one knock every eight seconds, and no record was worn out by them.
      expect(memory.seen.requests).toBeLessThan((7 * day) / 8000);
      expect(house.list().reduce((sum, row) => sum + row.attempts, 0)).toBeLessThan(200);
      expect(house.gaps).toMatchObject([{ change: 'opened', kind: 'platform-unreachable' }]);

      memory.back();
      const returned = clock.now();
      for (let i = 0; i < 20 && memory.taken.size === 0; i++) await clock.advance(1000);
      expect(clock.now() - returned).toBeLessThanOrEqual(11_000);
      for (let i = 0; i < 300 && ((await house.uploads.status('reg-1'))?.acceptedSinceStart ?? 0) < kept; i++) await clock.advance(1000);
      await clock.advance(5000);
      expect(house.list('accepted').length).toBe(kept);
      expect(memory.taken.size).toBe(kept);
      expect(memory.seen).toMatchObject({ twice: 0, orphans: 0 });
      expect(house.gaps).toMatchObject([{ change: 'opened' }, { change: 'closed', kind: 'platform-unreachable', details: { kept } }]);
      expect(house.errors).toEqual([]);
    } finally {
      const closing = house.close();
      await clock.advance(5000);
      await closing;
    }
  });

  test('of a real connection is over by itself after the return', async () => {
    const house = await openUploadHouse();
    try {
      await house.start();
      await house.platform.control.down();
      await house.drive(30);
      await house.untilTrue(async () => (await house.uploads.status('reg-1'))?.circuit === 'open');
      expect(house.list('accepted')).toEqual([]);
      await house.platform.control.up();
      await house.until(60);
      expect(house.platform.violations).toEqual([]);
      expect(house.platform.records.length).toBe(60);
    } finally {
      await house.close();
    }
  });

  test('leaves a backlog that never keeps a live record waiting', async () => {
    const house = await openUploadHouse({ settings: { ratePerSecond: 200, maxInFlight: 8 } });
    try {
      const begin = Date.now() - day;
      await house.site.writer.run((tx) => {
        for (let i = 0; i < 600; i++)
          addToOutbox(tx, appendPassed(tx, { direction: 'in', plateNumber: plateOf(i), at: begin + i * 1000 }), ['reg-1'], begin + i * 1000);
      });
      await house.start();
      await house.until(50);
      const live = await house.site.writer.run((tx) => {
        const passed = appendPassed(tx, { direction: 'in', plateNumber: plateOf(90_000), at: Date.now() });
        house.uploads.enqueue(tx, passed);
        return passed.passageId;
      });
      const place = () => house.platform.records.findIndex((record) => record.fields.carPlate === plateOf(90_000));
      const before = house.platform.records.length;
      await house.untilTrue(() => place() >= 0);
      // What was on its way goes before it, and a few that were ready, but not the backlog.
      expect(place() - before).toBeLessThan(60);
      await house.until(601);
      expect(house.list('accepted').find((row) => row.passage_id === live)?.attempts).toBe(1);
    } finally {
      await house.close();
    }
  });
});
