import type { BarrierState, Direction, EmissionStage, FuelType, Outcome, PlateColor } from '../../domain/codes.ts';
import type { DecisionReason, VehicleFacts } from '../../domain/decision/decision.ts';
import type { CorrectedValues, SnapshotRef, VisitQuestion } from '../../domain/ledger/entry.ts';
import type { PassageTable } from '../schema.ts';

/** What a person said to a question, or that a person lifted the barrier (`lift`). `at` is ISO 8601 UTC. */
export interface PassageAnswer {
  outcome: 'admit' | 'deny';
  by: string;
  at: string;
  reason: string;
  lift?: true;
}
export interface CorrectionView {
  seq: number;
  before: CorrectedValues;
  after: CorrectedValues;
  by: string;
  /** ms since the epoch. */
  at: number;
  reason: string;
  evidence: string | null;
}

/** A passage as it stands now, corrections applied. Instants in ms since the epoch; `passedAt` is the ledger's time. */
export interface PassageView {
  id: string;
  seq: number;
  entranceId: string;
  entranceCode: string;
  laneId: string;
  laneCode: string;
  deviceId: string | null;
  direction: Direction;
  live: boolean;
  capturedAt: number | null;
  receivedAt: number;
  passedAt: number;
  plateText: string | null;
  plateNumber: string | null;
  noPlateReason: string | null;
  plateColor: PlateColor;
  confidence: number | null;
  suspectedFake: boolean;
  outcome: Outcome;
  reasons: DecisionReason[];
  ruleSetId: string;
  ruleSetVersion: number;
  barrier: BarrierState;
  passed: boolean;
  answer: PassageAnswer | null;
  vehicleId: string | null;
  vehicle: VehicleFacts | null;
  emissionStage: EmissionStage;
  fuelType: FuelType;
  cargoName: string | null;
  cargoTonnes: string | null;
  snapshots: SnapshotRef[];
  evidenceCount: number;
  correctionCount: number;
  visitId: string | null;
  questions: VisitQuestion[];
  eventKey: string | null;
  corrections: CorrectionView[];
  uploads: { regulatorId: string; state: string }[];
}

/** A passage's row joined with its uploads and corrections, one line a pair of them. */
export interface JoinedPassageRow extends PassageTable {
  upload_regulator_id: string | null;
  upload_state: string | null;
  correction_seq: number | null;
  correction_before: string | null;
  correction_after: string | null;
  correction_reason: string | null;
  correction_evidence: string | null;
  corrected_by: string | null;
  corrected_at: number | null;
}

/** Gathers joined rows into passages, newest first. */
export function passageViews(rows: readonly JoinedPassageRow[]): PassageView[] {
  const views = new Map<string, PassageView>();
  for (const row of rows) {
    let view = views.get(row.id);
    if (!view) {
      view = passageView(row);
      views.set(row.id, view);
    }
    const { upload_regulator_id: regulatorId, correction_seq: seq } = row;
    if (regulatorId !== null && !view.uploads.some((upload) => upload.regulatorId === regulatorId))
      view.uploads.push({ regulatorId, state: row.upload_state as string });
    if (seq !== null && !view.corrections.some((correction) => correction.seq === seq)) view.corrections.push(correctionView(row, seq));
  }
  const list = [...views.values()].sort((a, b) => b.seq - a.seq);
  for (const view of list) view.corrections.sort((a, b) => a.seq - b.seq);
  return list;
}

function correctionView(row: JoinedPassageRow, seq: number): CorrectionView {
  return {
    seq,
    before: JSON.parse(row.correction_before as string) as CorrectedValues,
    after: JSON.parse(row.correction_after as string) as CorrectedValues,
    by: row.corrected_by as string,
    at: row.corrected_at as number,
    reason: row.correction_reason as string,
    evidence: row.correction_evidence,
  };
}

function passageView(row: PassageTable): PassageView {
  return {
    id: row.id,
    seq: row.seq,
    entranceId: row.entrance_id,
    entranceCode: row.entrance_code,
    laneId: row.lane_id,
    laneCode: row.lane_code,
    deviceId: row.device_id,
    direction: row.direction as Direction,
    live: row.live === 1,
    capturedAt: row.captured_at,
    receivedAt: row.received_at,
    passedAt: row.passed_at,
    plateText: row.plate_text,
    plateNumber: row.plate_number,
    noPlateReason: row.no_plate_reason,
    plateColor: row.plate_color as PlateColor,
    confidence: row.confidence,
    suspectedFake: row.suspected_fake === 1,
    outcome: row.outcome as Outcome,
    reasons: JSON.parse(row.reasons) as DecisionReason[],
    ruleSetId: row.rule_set_id,
    ruleSetVersion: row.rule_set_version,
    barrier: row.barrier as BarrierState,
    passed: row.passed === 1,
    answer: row.answer === null ? null : (JSON.parse(row.answer) as PassageAnswer),
    vehicleId: row.vehicle_id,
    vehicle: row.vehicle === null ? null : (JSON.parse(row.vehicle) as VehicleFacts),
    emissionStage: row.emission_stage as EmissionStage,
    fuelType: row.fuel_type as FuelType,
    cargoName: row.cargo_name,
    cargoTonnes: row.cargo_tonnes,
    snapshots: JSON.parse(row.snapshots) as SnapshotRef[],
    evidenceCount: row.evidence_count,
    correctionCount: row.correction_count,
    visitId: row.visit_id,
    questions: JSON.parse(row.questions) as VisitQuestion[],
    eventKey: row.event_key,
    corrections: [],
    uploads: [],
  };
}
