import { expect, test } from 'vitest';
import { appendPassed } from '../../testing/passed-passages.ts';
import { noonClock, openUploadHouse, plateOf } from '../../testing/upload-house.ts';
import { addToOutbox, uploadId } from './outbox.ts';
import { createPhotos } from './photos.ts';
import { uploadRate } from './rate.ts';
import { createUploadReader } from './upload-reader.ts';

const minute = 60_000;

test('the two rates of a day and a lane are counted from what was produced, and a switched-off platform does not flatter them', async () => {
  const house = await openUploadHouse();
  try {
    const noon = Date.parse('2026-03-02T04:00:00Z');
    await house.site.writer.run((tx) => {
      const rows = [
        { at: noon, state: 'accepted', acceptedAt: noon + 5 * minute },
        { at: noon + 1, state: 'accepted', acceptedAt: noon + 5 * minute + 2 },
        { at: noon + 2, state: 'rejected', acceptedAt: null },
        { at: noon + 86_400_000, state: 'accepted', acceptedAt: noon + 86_400_000 },
      ];
      for (const [i, row] of rows.entries()) {
        const passed = appendPassed(tx, { direction: i === 3 ? 'out' : 'in', plateNumber: plateOf(i), at: row.at });
        addToOutbox(tx, passed, ['reg-1'], row.at);
        const id = uploadId(passed.passageId, 'reg-1');
        tx.query('upload.settle', {
          rows: [{ id, state: row.state, attempts: 1, nextAttemptAt: null, message: null, remote: null, acceptedAt: row.acceptedAt }],
        });
      }
      // Passed while the platform was switched off.
      appendPassed(tx, { direction: 'in', plateNumber: plateOf(9), at: noon + 3 });
    });
    const rate = await uploadRate(house.site, { from: Date.parse('2026-03-01T16:00:00Z'), until: Date.parse('2026-03-03T16:00:00Z') });
    expect(rate.days).toEqual([
      {
        ...{ day: '2026-03-03', regulatorId: 'reg-1', produced: 1, enqueued: 1, accepted: 1, onTime: 1, acceptedRate: 1, onTimeRate: 1 },
        filter: { regulatorId: 'reg-1', from: '2026-03-03T00:00:00+08:00', to: '2026-03-04T00:00:00+08:00' },
      },
      {
        ...{ day: '2026-03-02', regulatorId: 'reg-1', produced: 4, enqueued: 3, accepted: 2, onTime: 1, acceptedRate: 0.5, onTimeRate: 0.25 },
        filter: { regulatorId: 'reg-1', from: '2026-03-02T00:00:00+08:00', to: '2026-03-03T00:00:00+08:00' },
      },
    ]);
    expect(rate.lanes.map(({ laneId, produced, accepted, filter }) => [laneId, produced, accepted, filter.laneId])).toEqual([
      ['lane-out', 1, 1, 'lane-out'],
      ['lane-in', 4, 2, 'lane-in'],
    ]);
    expect(rate.totals).toMatchObject([{ produced: 5, accepted: 3, acceptedRate: 0.6 }]);
  } finally {
    await house.close();
  }
});

test('the summary and the lists say how much waits and for what', async () => {
  const clock = noonClock();
  const house = await openUploadHouse({ clock });
  try {
    const { writer, readers } = house.site;
    await house.start();
    await writer.run((tx) => {
      const entry = appendPassed(tx, { direction: 'in', plateNumber: plateOf(1), at: clock.now() });
      house.uploads.enqueue(tx, entry);
      house.uploads.enqueue(tx, appendPassed(tx, { direction: 'in', plateNumber: null, at: clock.now() }));
    });
    await house.until(1);
    const regulator = {
      id: 'reg-1',
      protocol: 'hebei-low-emission',
      name: '示例平台',
      settings: {},
      enabled: true,
      protocolTitle: '',
      verified: '',
      problem: null,
      createdAt: 0,
    };
    const reader = createUploadReader({ readers, uploads: house.uploads, regulators: () => [regulator], now: clock.now });
    await house.untilTrue(() => house.list('waiting')[0]?.message !== null);
    expect(await reader.summary()).toMatchObject([
      { waiting: 0, incomplete: 1, rejected: 0, unknown: 0, inFlight: 0, acceptedToday: 1, circuit: 'closed', oldestWaitingAt: null },
    ]);
    const page = await reader.list({ limit: 1 });
    expect(page.items).toMatchObject([{ state: 'waiting', attention: 'incomplete', message: '缺少车牌号码', plateNumber: null, attempts: 0 }]);
    const next = await reader.list({ limit: 1, cursor: page.nextCursor ?? '' });
    expect(next).toMatchObject({ items: [{ state: 'accepted', plateNumber: plateOf(1), attempts: 1 }], nextCursor: null });
    const detail = await reader.find(next.items[0]?.id ?? '');
    expect(detail.attemptList).toMatchObject([{ number: 1, state: 'accepted', status: 200 }]);
    expect(detail.remote).toEqual({ throughId: 'T000000000001' });
    expect(detail.attemptList[0]?.request).not.toMatch(/Bearer|demo-secret/);
    expect(await reader.reasons({})).toMatchObject([{ regulatorId: 'reg-1', state: 'waiting', message: '缺少车牌号码', count: 1 }]);
    await expect(reader.find('none')).rejects.toMatchObject({ code: 'UPLOAD_NOT_FOUND' });
  } finally {
    await house.close();
  }
});

test('a picture of an uploaded record is public under one unguessable token, and under nothing else', async () => {
  const house = await openUploadHouse();
  try {
    const picture = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(100, 7)]);
    const { sha256, bytes } = await house.site.snapshots.put(picture);
    await house.start();
    await house.site.writer.run((tx) => {
      house.uploads.enqueue(tx, appendPassed(tx, { direction: 'in', plateNumber: plateOf(1), at: Date.now(), snapshots: [{ kind: 'full', sha256, bytes }] }));
    });
    await house.until(1);
    const url = house.platform.records[0]?.fields.entryHeadPic ?? '';
    expect(url).toMatch(/^http:\/\/gate\.example\/photos\/[A-Za-z0-9_-]{32}$/);
    const photos = createPhotos(house.site);
    const photo = await photos.open(url.split('/').at(-1) ?? '');
    expect(photo).toMatchObject({ sha256, bytes: picture.length, contentType: 'image/jpeg' });
    await photo?.file.close();
    expect(await photos.open(sha256)).toBe(null);
    expect(await photos.open('A'.repeat(32))).toBe(null);
  } finally {
    await house.close();
  }
});

test('a record whose pictures are on their way is sent with them; one without waits for nothing', async () => {
  // The pictures have six seconds to come, which on this clock last until the test says so.
  const slow = noonClock(0.01);
  let ahead = 0;
  const clock = { ...slow, now: () => slow.now() + ahead };
  const house = await openUploadHouse({ clock });
  try {
    const picture = await house.site.snapshots.put(Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(100, 8)]));
    await house.start();
    const [early, late] = await house.site.writer.run((tx) =>
      [1, 2].map((number) => {
        const passed = { ...appendPassed(tx, { direction: 'in', plateNumber: plateOf(number), at: clock.now() }), picturesComing: number === 2 };
        house.uploads.enqueue(tx, passed);
        return passed;
      }),
    );
    await house.until(1);
    expect(house.list('accepted').map((row) => row.passage_id)).toEqual([early?.passageId]);
    expect(house.platform.records.map(({ fields }) => fields.entryHeadPic)).toEqual([undefined]);
    const at = new Date(clock.now()).toISOString();
    await house.site.writer.run((tx) =>
      tx.append({
        ...{ kind: 'passage-evidence', subject: `passage:${late?.passageId}`, at, by: { type: 'device', id: 'camera-1' } },
        body: {
          ...{ passageId: late?.passageId ?? '', deviceId: 'camera-1', eventKey: null, receivedAt: at, plateText: null, confidence: null },
          ...{ openedLocally: false, snapshots: [{ kind: 'full', ...picture }], frameSha256: picture.sha256 },
        },
      }),
    );
    ahead = 6_000;
    house.uploads.wake();
    await house.until(2);
    expect(house.platform.records[1]?.fields.entryHeadPic).toMatch(/\/photos\//);
  } finally {
    await house.close();
  }
});
