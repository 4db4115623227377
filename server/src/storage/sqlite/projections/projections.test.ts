import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { EntryDraft, SnapshotRef, VisitEffect } from '../../../domain/ledger/entry.ts';
import { draft, noEffect, passageBody, ruleSetRecord, vehicleRecord } from '../../../testing/sample-drafts.ts';
import { openTempSite } from '../../../testing/temp-database.ts';
import type { TempSite } from '../../../testing/temp-database.ts';
import { databaseFile, openReadOnly } from '../connection.ts';
import { verifyProjections } from '../verify/projections.ts';
import { verifyLedger } from '../verify.ts';

let site: TempSite;
beforeEach(async () => {
  site = await openTempSite();
});
afterEach(() => site.remove());

const append = (entry: EntryDraft) => site.writer.run((tx) => tx.append(entry).seq);
const passage = (id: string) => site.writer.query('passage.get', { id });
const visit = (id: string) => site.writer.query('visit.get', { id });
const open = (visitId: string): VisitEffect => ({ effect: 'open', visitId, questions: [] });
const close = (visitId: string): VisitEffect => ({ effect: 'close', visitId, questions: [] });
const minute = 60_000;

test('an in opens a visit and its out closes it', async () => {
  await append(draft('passage', passageBody({ visit: open('0') })));
  expect(await visit('0')).toMatchObject({ state: 'inside', in: { passageId: '0', entranceCode: 'E1', laneCode: '1' }, out: null });
  await append(draft('passage', passageBody({ direction: 'out', laneCode: '2', visit: { ...close('0'), questions: ['colour-changed'] } }), { at: minute }));
  const closed = await visit('0');
  expect(closed).toMatchObject({ state: 'closed', plateNumber: '测A00001', vehicleId: 'vehicle-1', questions: ['colour-changed'] });
  expect(closed?.out).toEqual({
    passageId: '1',
    at: (closed?.in?.at as number) + minute,
    entranceCode: 'E1',
    laneCode: '2',
    cargoName: null,
    cargoTonnes: null,
  });
  expect(passage('1')).toMatchObject({ visitId: '0', questions: ['colour-changed'] });
});

test('an answer lets a vehicle pass: answer, barrier, visit and daily count follow, the outcome stays', async () => {
  await append(draft('passage', passageBody({ outcome: 'ask', passed: false, barrier: 'none', visit: noEffect })));
  const body = { passageId: '0', outcome: 'admit', reason: '核对行驶证', barrier: 'requested', passed: true, visit: open('0') } as const;
  await append(draft('passage-answer', { ...body, visit: open('0') }, { at: minute, subject: 'passage:0' }));
  expect(passage('0')).toMatchObject({
    outcome: 'ask',
    passed: true,
    barrier: 'requested',
    visitId: '0',
    answer: { outcome: 'admit', by: '王门卫', at: '2026-03-01T00:01:00.000Z', reason: '核对行驶证' },
  });
  expect(visit('0')).toMatchObject({ state: 'inside', seq: 1 });
  expect(site.writer.query('daily.counts', { from: '2026-03-01', to: '2026-03-01' })).toEqual([
    { day: '2026-03-01', laneId: 'lane-1', direction: 'in', outcome: 'ask', passed: true, emissionStage: 'china-6', passages: 1 },
  ]);
});

test('a lift in front of a passage stands where an answer stands', async () => {
  await append(draft('passage', passageBody({ outcome: 'deny', passed: false, barrier: 'none', visit: noEffect })));
  await append(draft('manual-lift', { laneId: 'lane-1', passageId: '0', reason: '救护', snapshots: [], barrier: 'requested', passed: true, visit: open('0') }));
  await append(draft('barrier-states', { states: [{ passageId: '0', liftSeq: null, state: 'confirmed', at: '2026-03-01T00:00:02.000Z' }] }));
  expect(passage('0')).toMatchObject({ outcome: 'deny', passed: true, barrier: 'confirmed', answer: { outcome: 'admit', lift: true, reason: '救护' } });
});

test('evidence adds pictures and remembers the key of its read', async () => {
  const picture = (digit: string) => ({ kind: 'full' as const, sha256: digit.repeat(64), bytes: 9 });
  await append(draft('passage', passageBody({ eventKey: 'k1', snapshots: [picture('a')] })));
  const evidence = {
    passageId: '0',
    deviceId: 'device-2',
    eventKey: 'k2',
    receivedAt: '2026-03-01T00:00:03.000Z',
    plateText: null,
    confidence: null,
    openedLocally: false,
  };
  await append(draft('passage-evidence', { ...evidence, snapshots: [picture('b')], frameSha256: 'e'.repeat(64) }));
  expect(passage('0')).toMatchObject({ snapshots: [picture('a'), picture('b')], evidenceCount: 1 });
  expect([site.writer.gate.readOf('device-1', 'k1'), site.writer.gate.readOf('device-2', 'k2'), site.writer.gate.readOf('device-1', 'k2')]).toEqual([
    { passageId: '0' },
    { passageId: '0' },
    null,
  ]);
});

test('a correction changes what it names, keeps both versions and reaches the visit', async () => {
  await append(draft('passage', passageBody({ visit: open('0') })));
  const after = { cargoName: '铁矿石', cargoTonnes: '31.50', plateColor: 'green' } as const;
  await append(
    draft(
      'correction',
      { passageId: '0', before: { cargoName: null, cargoTonnes: null, plateColor: 'yellow' }, after, reason: '补录货物', evidence: null, visit: null },
      { at: 5 },
    ),
  );
  expect(passage('0')).toMatchObject({
    ...after,
    plateNumber: '测A00001',
    corrections: [{ seq: 1, by: '王门卫', reason: '补录货物', before: { plateColor: 'yellow' }, after }],
  });
  expect(visit('0')).toMatchObject({ plateColor: 'green', in: { cargoName: '铁矿石', cargoTonnes: '31.50' } });
});

test('a corrected plate leaves its visit, which is void when nothing is left, and joins another', async () => {
  await append(draft('passage', passageBody({ plateNumber: '测A00002', visit: open('0') })));
  await append(
    draft('passage', passageBody({ direction: 'out', plateNumber: '测A0000Z', visit: { effect: 'orphan-out', visitId: '1', questions: ['orphan-out'] } }), {
      at: minute,
    }),
  );
  expect(visit('1')).toMatchObject({ state: 'orphan', in: null });
  const plates = { before: { plateNumber: '测A0000Z' }, after: { plateNumber: '测A00002' } };
  await append(draft('correction', { passageId: '1', ...plates, reason: '误识别', evidence: null, visit: { fromVisitId: '1', to: close('0') } }));
  expect(visit('0')).toMatchObject({ state: 'closed', plateNumber: '测A00002', out: { passageId: '1' } });
  expect(visit('1')).toMatchObject({ state: 'void', in: null, out: null });
  expect(passage('1')).toMatchObject({ plateNumber: '测A00002', visitId: '0', questions: [] });
});

test('publishing a rule set supersedes the one in force', async () => {
  await append(draft('rule-set', { id: 'r1', change: 'published', version: 1, ruleSet: ruleSetRecord({ id: 'r1' }) }));
  await append(draft('rule-set', { id: 'r2', change: 'drafted', version: 2, ruleSet: ruleSetRecord({ id: 'r2', version: 2 }) }));
  await append(draft('rule-set', { id: 'r2', change: 'published', version: 2, ruleSet: ruleSetRecord({ id: 'r2', version: 2 }) }, { at: 7 }));
  const gaps = await site.readers.query('ledger.entries', { kind: 'rule-set', limit: 10 });
  expect(gaps.items.map((entry) => entry.seq)).toEqual([2, 1, 0]);
  expect((await verifyLedger({ folder: site.folder })).problems).toEqual([]);
});

test('a list entry counts at the gate until it is ended, a vehicle until it is removed', async () => {
  const listed = {
    id: 'l1',
    list: 'black',
    plateNumber: '测A00001',
    plateColor: null,
    reason: '欠费',
    startAt: null,
    endAt: '2026-04-01T00:00:00.000Z',
  } as const;
  await append(draft('list-entry', { ...listed, change: 'added' }));
  await append(draft('road-vehicle', { id: 'vehicle-1', change: 'created', vehicle: vehicleRecord(), before: null, reason: null }));
  expect(site.writer.gate.listsOf('测A00001')).toEqual([
    { id: 'l1', list: 'black', plateColor: null, reason: '欠费', startAt: null, endAt: Date.parse(listed.endAt) },
  ]);
  expect(site.writer.gate.vehiclesOf('测A00001')).toEqual([vehicleRecord()]);
  await append(draft('list-entry', { ...listed, change: 'ended' }));
  await append(draft('road-vehicle', { id: 'vehicle-1', change: 'removed', vehicle: vehicleRecord(), before: vehicleRecord(), reason: '报废' }));
  expect([site.writer.gate.listsOf('测A00001'), site.writer.gate.vehiclesOf('测A00001')]).toEqual([[], []]);
});

test('a gap is open until its second entry', async () => {
  const gap = { id: 'g1', kind: 'device-silent', subject: 'device:device-1', since: '2026-03-01T00:00:00.000Z', details: {} } as const;
  await append(draft('gap', { ...gap, change: 'opened', until: null }));
  expect(site.writer.query('gap.list', { open: true, limit: 10 }).items).toMatchObject([{ id: 'g1', untilAt: null }]);
  await append(draft('gap', { ...gap, change: 'closed', until: '2026-03-01T00:10:00.000Z', details: { minutes: 10 } }));
  expect(site.writer.query('gap.list', { open: true, limit: 10 }).items).toEqual([]);
  expect(site.writer.query('gap.list', { limit: 10 }).items).toMatchObject([
    { id: 'g1', seq: 0, untilAt: Date.parse('2026-03-01T00:10:00.000Z'), details: { minutes: 10 } },
  ]);
});

test('the newest passage of a plate on a lane is found within its window', async () => {
  const received = (seconds: number) => new Date(Date.parse('2026-03-01T00:00:00Z') + seconds * 1000).toISOString();
  await append(draft('passage', passageBody({ receivedAt: received(0) })));
  await append(draft('passage', passageBody({ receivedAt: received(5), plateNumber: '测A00002' }), { at: 5000 }));
  const since = (seconds: number) => Date.parse(received(seconds));
  expect(site.writer.gate.recentPassage('lane-1', '测A00001', since(0))).toEqual({ id: '0', seq: 0, receivedAt: since(0) });
  expect(site.writer.gate.recentPassage('lane-1', '测A00001', since(1))).toBeNull();
  expect(site.writer.gate.recentPassage('lane-2', '测A00001', since(0))).toBeNull();
  expect(site.writer.gate.passageBetween('lane-1', '测A00002', since(4), since(5))).toEqual({ id: '1', seq: 1 });
  expect(site.writer.gate.passageBetween('lane-1', '测A00002', since(6), since(9))).toBeNull();
});

const id = fc.integer({ min: 0, max: 30 }).map(String);
const plate = fc.constantFrom('测A00001', '测A00002', null);
const visitId = fc.integer({ min: 100, max: 106 }).map(String);
const question = fc.constantFrom('second-in' as const, 'orphan-out' as const, 'colour-changed' as const);
const effect: fc.Arbitrary<VisitEffect> = fc.record(
  {
    effect: fc.constantFrom('open', 'close', 'orphan-out', 'none'),
    visitId: fc.option(visitId),
    questions: fc.subarray(['second-in', 'orphan-out', 'colour-changed']),
    answered: fc.array(fc.record({ visitId, question }), { maxLength: 2 }),
  },
  { requiredKeys: ['effect', 'visitId', 'questions'] },
);
const barrier = fc.constantFrom('none', 'requested', 'confirmed', 'local');
const snapshots = fc.constant<SnapshotRef[]>([]);
const bodies = fc.oneof(
  fc
    .record({
      plateNumber: plate,
      direction: fc.constantFrom('in', 'out'),
      outcome: fc.constantFrom('admit', 'ask', 'deny'),
      passed: fc.boolean(),
      visit: effect,
      eventKey: fc.option(id),
    })
    .map((parts) => draft('passage', passageBody(parts))),
  fc.record({ passageId: id, eventKey: fc.option(id) }).map((parts) =>
    draft('passage-evidence', {
      ...parts,
      deviceId: 'device-1',
      receivedAt: '2026-03-01T00:00:00.000Z',
      plateText: null,
      confidence: 1e-7,
      openedLocally: false,
      snapshots: [],
      frameSha256: '',
    }),
  ),
  fc
    .record({ passageId: id, outcome: fc.constantFrom('admit', 'deny'), reason: fc.string(), barrier, passed: fc.boolean(), visit: effect })
    .map((body) => draft('passage-answer', body)),
  fc
    .record({ laneId: id, passageId: fc.option(id), reason: fc.string(), snapshots, barrier, passed: fc.boolean(), visit: effect })
    .map((body) => draft('manual-lift', body)),
  fc
    .record({ passageId: fc.option(id), liftSeq: fc.constant(null), state: barrier, at: fc.constant('') })
    .map((state) => draft('barrier-states', { states: [state] })),
  fc
    .record({
      passageId: id,
      after: fc.record({ plateNumber: plate, cargoName: fc.string() }, { requiredKeys: [] }),
      visit: fc.option(fc.record({ fromVisitId: fc.option(fc.integer({ min: 100, max: 106 }).map(String)), to: effect })),
    })
    .map((parts) => draft('correction', { ...parts, before: {}, reason: '', evidence: null })),
  fc.record({ id, removed: fc.boolean() }).map(({ id: vehicle, removed }) =>
    draft('road-vehicle', {
      id: vehicle,
      change: removed ? 'removed' : 'updated',
      vehicle: vehicleRecord({ id: vehicle, plateNumber: `测B${vehicle}` }),
      before: null,
      reason: null,
    }),
  ),
  fc.record({ id, change: fc.constantFrom('drafted', 'published') }).map((parts) => draft('rule-set', { ...parts, version: 1, ruleSet: ruleSetRecord(parts) })),
  fc
    .record({ id, change: fc.constantFrom('opened', 'closed') })
    .map((parts) => draft('gap', { ...parts, kind: 'clock-jump', subject: 'site', since: '2026-03-01T00:00:00.000Z', until: null, details: {} })),
) as fc.Arbitrary<EntryDraft>;

test('whatever entries come in whatever order, replaying them gives the same rows', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(bodies, fc.integer({ min: -40_000_000, max: 40_000_000 })), { minLength: 1, maxLength: 120 }), async (drafts) => {
      const fresh = await openTempSite();
      try {
        await Promise.allSettled(
          drafts.map(([entry, at]) => fresh.writer.run((tx) => tx.append({ ...entry, at: new Date(Date.parse(entry.at) + at).toISOString() }))),
        );
        const db = openReadOnly(databaseFile(fresh.folder));
        db.exec('begin');
        expect(verifyProjections(db, fresh.siteId, { report: () => undefined }).problems).toEqual([]);
        db.close();
      } finally {
        await fresh.remove();
      }
    }),
    { numRuns: 40 },
  );
});
