import { describe, expect, test } from 'vitest';
import type { HebeiPlatform } from '../../../simulators/platforms/hebei-low-emission.ts';
import { appendPassed } from '../../testing/passed-passages.ts';
import { openUploadHouse, plateOf, type UploadHouse, type UploadHouseOptions } from '../../testing/upload-house.ts';
import { addToOutbox, uploadId } from './outbox.ts';
import { createResend } from './resend.ts';

async function inHouse(options: UploadHouseOptions, play: (house: UploadHouse) => Promise<void>): Promise<void> {
  const house = await openUploadHouse(options);
  try {
    await play(house);
  } finally {
    await house.close();
  }
}

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
    await inHouse({}, async (house) => {
      await house.start();
      await house.drive(20);
      await house.until(40);
      expectExactlyOnce(house.platform, 20);
      expect(house.platform.stats.logins).toBe(1);
      expect(house.list().every((row) => row.attempts === 1)).toBe(true);
      expect(house.errors).toEqual([]);
    });
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
  // Who never answers is given up soon; elsewhere a slow machine must not look like a platform that does not answer.
  const impatient = { settings: { timeoutSeconds: 1 } };
  test.concurrent.each(faults)('%s', async (mode) => {
    await inHouse(mode.startsWith('timeout') ? impatient : {}, async (house) => {
      await house.start();
      house.platform.control.add({ mode, times: 4 });
      await house.drive(10);
      await house.until(20);
      expect(house.platform.control.hits[mode]).toBe(4);
      expectExactlyOnce(house.platform, 10);
      expect(house.errors).toEqual([]);
    });
  });

  test.concurrent('all of them together, with the program restarted in the middle', async () => {
    await inHouse(impatient, async (house) => {
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
});

describe.concurrent('what a platform does not say', () => {
  test('with an assumption switched off, an unclear record waits for a person, and goes again when he says so', async () => {
    await inHouse({ settings: { repeatable: false } }, async (house) => {
      house.platform.control.add({ mode: 'reset-before-commit', times: 1 });
      await house.start();
      await house.drive(1);
      await house.until(1, 'unknown');
      const [unclear] = house.list('unknown');
      expect(unclear).toMatchObject({ direction: 'in', attempts: 1, next_attempt_at: null });
      expect(unclear?.message).toBe('连接被平台断开（ECONNRESET），平台可能已收到，请核实后决定是否重新上报');
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect(house.platform.records).toEqual([]);
      // The exit waits with it.
      expect(house.list('waiting')).toMatchObject([{ direction: 'out', next_attempt_at: null, message: null }]);
      const resend = createResend({ writer: house.site.writer, now: Date.now, wake: house.uploads.wake });
      await resend.one(unclear?.id ?? '', '平台查无此条', { type: 'system', name: 'test' });
      await house.until(2);
      expectExactlyOnce(house.platform, 1);
    });
  });

  test('rows that a crash left in sending become unclear attempts and are sent again', async () => {
    await inHouse({}, async (house) => {
      await house.uploads.use([]);
      await house.site.writer.run((tx) => {
        const passed = appendPassed(tx, { direction: 'in', plateNumber: plateOf(1), at: Date.now() });
        addToOutbox(tx, passed, ['reg-1'], Date.now());
        tx.query('upload.mark-sending', { ids: [uploadId(passed.passageId, 'reg-1')], at: 1_700_000_000_000 });
      });
      await house.start();
      await house.until(1);
      const [row] = house.list();
      expect(house.site.writer.query('upload.attempts', { id: row?.id ?? '', limit: 10 })).toMatchObject([
        { number: 2, state: 'accepted', status: 200 },
        { number: 1, state: 'unknown', status: null, started_at: 1_700_000_000_000, finished_at: null, message: '发送途中程序停止，平台可能已收到' },
      ]);
    });
  });

  test('a wrong secret is one refused login after another, never a burned record, and nothing waits once it is right', async () => {
    await inHouse({ settings: { clientSecret: 'wrong-secret' } }, async (house) => {
      await house.start();
      await house.drive(3);
      await house.untilTrue(async () => (await house.uploads.status('reg-1'))?.circuit === 'open');
      expect(house.list().every((row) => row.attempts === 0 && row.state === 'waiting')).toBe(true);
      expect(await house.uploads.status('reg-1')).toMatchObject({ circuit: 'open', message: '平台没有给出令牌：客户端或口令错误', inFlight: 0 });
      expect(house.platform.stats.refusedLogins).toBe(1);
      await house.uploads.use([{ ...house.regulator, settings: { ...house.regulator.settings, clientSecret: house.platform.clientSecret } }]);
      await house.until(6);
      expectExactlyOnce(house.platform, 3);
    });
  });

  test('a refusal waits for a person with the words of the platform, and its exit with it', async () => {
    await inHouse({}, async (house) => {
      house.platform.control.add({ mode: 'rejected', plate: plateOf(0), reason: '出入口编号未备案' });
      await house.start();
      await house.drive(2);
      await house.until(2);
      await house.until(1, 'rejected');
      expect(house.list('rejected')).toMatchObject([
        { direction: 'in', plate_number: plateOf(0), attempts: 1, next_attempt_at: null, message: '出入口编号未备案（20001）' },
      ]);
      expect(house.list('waiting')).toMatchObject([{ direction: 'out', plate_number: plateOf(0), attempts: 0 }]);
      house.platform.control.clear();
      const resend = createResend({ writer: house.site.writer, now: Date.now, wake: house.uploads.wake });
      expect(await resend.many({ state: 'rejected', message: '出入口编号未备案（20001）' }, '已备案', { type: 'system', name: 'test' })).toBe(1);
      await house.until(4);
      expectExactlyOnce(house.platform, 2);
    });
  });

  test('a record without plate or an exit without entry is not sent; a correction sends it', async () => {
    await inHouse({}, async (house) => {
      await house.start();
      const id = await house.site.writer.run((tx) => {
        const passed = appendPassed(tx, { direction: 'in', plateNumber: null, plateColor: 'unknown', at: Date.now() });
        house.uploads.enqueue(tx, passed);
        house.uploads.enqueue(tx, appendPassed(tx, { direction: 'out', plateNumber: plateOf(9), at: Date.now() }));
        return passed.passageId;
      });
      await house.untilTrue(() => house.list('waiting').filter((row) => row.message !== null).length === 2);
      expect(house.list().map((row) => [row.direction, row.state, row.attempts, row.message])).toEqual([
        ['out', 'waiting', 0, '缺少对应的进厂记录（平台通行编号）'],
        ['in', 'waiting', 0, '缺少车牌号码、号牌颜色'],
      ]);
      await house.site.writer.run((tx) => {
        const after = { plateNumber: plateOf(8), plateColor: 'yellow' as const };
        const before = { plateNumber: null, plateColor: 'unknown' as const };
        tx.append({
          kind: 'correction',
          subject: `passage:${id}`,
          at: new Date().toISOString(),
          by: { type: 'system', name: 'test' },
          body: { passageId: id, before, after, reason: '照片可辨', evidence: null, visit: null },
        });
        house.uploads.corrected(tx, id);
      });
      await house.until(1);
      expect(house.platform.records).toMatchObject([{ leg: 'entry', fields: { carPlate: plateOf(8), carPalteColor: '1' } }]);
    });
  });
});
