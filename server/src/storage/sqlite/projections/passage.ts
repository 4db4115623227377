import type { Database } from 'better-sqlite3';
import type { VehicleFacts } from '../../../domain/decision/decision.ts';
import type { Entry, SnapshotRef, VisitEffect } from '../../../domain/ledger/entry.ts';
import { actorName } from '../../../domain/ledger/actor.ts';
import type { Projection } from './projection.ts';
import { insertInto, instant, json } from './projection.ts';

const columns = [
  'site_id',
  'id',
  'seq',
  'entrance_id',
  'entrance_code',
  'lane_id',
  'lane_code',
  'device_id',
  'direction',
  'live',
  'captured_at',
  'received_at',
  'passed_at',
  'plate_text',
  'plate_number',
  'no_plate_reason',
  'plate_color',
  'confidence',
  'suspected_fake',
  'outcome',
  'reasons',
  'rule_set_id',
  'rule_set_version',
  'barrier',
  'passed',
  'answer',
  'vehicle_id',
  'vehicle',
  'emission_stage',
  'fuel_type',
  'cargo_name',
  'cargo_tonnes',
  'snapshots',
  'evidence_count',
  'correction_count',
  'visit_id',
  'questions',
  'event_key',
] as const;

/** One row a crossing: what the entry says, with the answers, lifts, evidence and corrections that came after it. */
export const passageProjection: Projection = {
  tables: [{ name: 'passage', key: ['id'] }],
  prepare(db, siteId) {
    const insert = insertInto(db, 'passage', columns);
    const snapshotsOf = db.prepare<[string, string], string>('select snapshots from passage where site_id = ? and id = ?').pluck();
    const setSnapshots = db.prepare('update passage set snapshots = ?, evidence_count = evidence_count + ? where site_id = ? and id = ?');
    const setAnswer = db.prepare('update passage set answer = ?, barrier = ?, passed = ? where site_id = ? and id = ?');
    const setBarrier = db.prepare('update passage set barrier = ? where site_id = ? and id = ?');
    const setVisit = db.prepare('update passage set visit_id = ?, questions = ? where site_id = ? and id = ?');
    const setVehicle = db.prepare('update passage set vehicle_id = ?, vehicle = ?, emission_stage = ?, fuel_type = ? where site_id = ? and id = ?');
    const correct = prepareCorrect(db);

    const addSnapshots = (passageId: string, added: SnapshotRef[], evidence: 0 | 1) => {
      const kept = snapshotsOf.get(siteId, passageId);
      if (kept !== undefined) setSnapshots.run(json([...(JSON.parse(kept) as SnapshotRef[]), ...added]), evidence, siteId, passageId);
    };
    const know = (passageId: string, vehicle: VehicleFacts | null | undefined) => {
      if (vehicle === undefined) return;
      setVehicle.run(vehicle?.id ?? null, vehicle && json(vehicle), vehicle?.emissionStage ?? 'unknown', vehicle?.fuelType ?? 'unknown', siteId, passageId);
    };
    const follow = (passageId: string, visit: VisitEffect, seq: number) => {
      if (visit.effect !== 'none') setVisit.run(visit.visitId ?? String(seq), json(visit.questions), siteId, passageId);
    };

    return {
      passage({ seq, at, body }) {
        const vehicle = body.facts.vehicle;
        insert.run(
          siteId,
          String(seq),
          seq,
          body.entranceId,
          body.entranceCode,
          body.laneId,
          body.laneCode,
          body.deviceId,
          body.direction,
          Number(body.live),
          instant(body.capturedAt),
          Date.parse(body.receivedAt),
          Date.parse(at),
          body.plateText,
          body.plateNumber,
          body.noPlateReason,
          body.plateColor,
          body.confidence,
          Number(body.suspectedFake),
          body.outcome,
          json(body.reasons),
          body.ruleSetId,
          body.ruleSetVersion,
          body.barrier,
          Number(body.passed),
          null,
          vehicle?.id ?? null,
          vehicle && json(vehicle),
          vehicle?.emissionStage ?? 'unknown',
          vehicle?.fuelType ?? 'unknown',
          null,
          null,
          json(body.snapshots),
          0,
          0,
          body.visit.effect === 'none' ? null : (body.visit.visitId ?? String(seq)),
          json(body.visit.questions),
          body.eventKey,
        );
      },
      'passage-evidence'({ body }) {
        addSnapshots(body.passageId, body.snapshots, 1);
      },
      'passage-answer'({ seq, at, by, body }) {
        const answer = { outcome: body.outcome, by: actorName(by), at, reason: body.reason };
        setAnswer.run(json(answer), body.barrier, Number(body.passed), siteId, body.passageId);
        know(body.passageId, body.vehicle);
        follow(body.passageId, body.visit, seq);
      },
      'manual-lift'({ seq, at, by, body }) {
        if (body.passageId === null) return;
        const answer = { outcome: 'admit', by: actorName(by), at, reason: body.reason, lift: true };
        setAnswer.run(json(answer), body.barrier, Number(body.passed), siteId, body.passageId);
        if (body.snapshots.length > 0) addSnapshots(body.passageId, body.snapshots, 0);
        know(body.passageId, body.vehicle);
        follow(body.passageId, body.visit, seq);
      },
      'barrier-states'({ body }) {
        for (const { passageId, state } of body.states) if (passageId !== null) setBarrier.run(state, siteId, passageId);
      },
      correction({ seq, body }) {
        correct(siteId, body);
        know(body.passageId, body.vehicle);
        const to = body.visit?.to;
        if (to) setVisit.run(to.effect === 'none' ? null : (to.visitId ?? String(seq)), json(to.questions), siteId, body.passageId);
      },
    };
  },
};

/** Only the values that the correction names are set; null among them is a value. */
function prepareCorrect(db: Database): (siteId: string, body: Entry<'correction'>['body']) => void {
  const setPlate = db.prepare('update passage set plate_number = ? where site_id = ? and id = ?');
  const setColor = db.prepare('update passage set plate_color = ? where site_id = ? and id = ?');
  const setCargo = db.prepare('update passage set cargo_name = ? where site_id = ? and id = ?');
  const setTonnes = db.prepare('update passage set cargo_tonnes = ? where site_id = ? and id = ?');
  const count = db.prepare('update passage set correction_count = correction_count + 1 where site_id = ? and id = ?');
  return (siteId, { passageId, after }) => {
    if (after.plateNumber !== undefined) setPlate.run(after.plateNumber, siteId, passageId);
    if (after.plateColor !== undefined) setColor.run(after.plateColor, siteId, passageId);
    if (after.cargoName !== undefined) setCargo.run(after.cargoName, siteId, passageId);
    if (after.cargoTonnes !== undefined) setTonnes.run(after.cargoTonnes, siteId, passageId);
    count.run(siteId, passageId);
  };
}
