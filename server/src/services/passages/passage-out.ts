import type { UploadState } from '../../domain/codes.ts';
import type { VehicleFacts } from '../../domain/decision/decision.ts';
import type { SnapshotRef } from '../../domain/ledger/entry.ts';
import type { Passage, Visit } from '../../domain/passage.ts';
import { formatInstant } from '../../domain/time.ts';
import type { QueryResult } from '../../storage/contract.ts';

type StoredPassage = NonNullable<QueryResult<'passage.get'>>;
type StoredVisit = NonNullable<QueryResult<'visit.get'>>;

/** Where a logged-in person sees a stored picture. */
export function snapshotUrl(sha256: string): string {
  return `/api/v1/snapshots/${sha256}`;
}
const picture = ({ kind, sha256 }: SnapshotRef) => ({ kind, sha256, url: snapshotUrl(sha256) });
const at = (ms: number | null) => (ms === null ? null : formatInstant(ms));

/** A stored passage in the outside's words and Beijing time. */
export function passageOut(passage: StoredPassage, siteId: string): Passage {
  return {
    id: passage.id,
    seq: passage.seq,
    siteId,
    entranceCode: passage.entranceCode,
    laneId: passage.laneId,
    laneCode: passage.laneCode,
    direction: passage.direction,
    at: formatInstant(passage.passedAt),
    capturedAt: at(passage.capturedAt),
    receivedAt: formatInstant(passage.receivedAt),
    live: passage.live,
    plateText: passage.plateText,
    plateNumber: passage.plateNumber,
    noPlateReason: passage.noPlateReason,
    plateColor: passage.plateColor,
    confidence: passage.confidence,
    suspectedFake: passage.suspectedFake,
    outcome: passage.outcome,
    reasons: passage.reasons,
    ruleSetVersion: passage.ruleSetVersion,
    barrier: passage.barrier,
    passed: passage.passed,
    answer: passage.answer && { ...passage.answer, at: formatInstant(passage.answer.at) },
    vehicle: passage.vehicle && vehicleOut(passage.vehicle),
    cargoName: passage.cargoName,
    cargoTonnes: passage.cargoTonnes,
    snapshots: passage.snapshots.map(picture),
    visitId: passage.visitId,
    questions: passage.questions,
    evidenceCount: passage.evidenceCount,
    corrections: passage.corrections.map((correction) => ({
      ...correction,
      before: { ...correction.before },
      after: { ...correction.after },
      at: formatInstant(correction.at),
    })),
    uploads: passage.uploads.map((upload) => ({ regulatorId: upload.regulatorId, state: upload.state as UploadState })),
  };
}

function vehicleOut({
  id,
  vehicleType,
  vin,
  fuelType,
  emissionStage,
  emissionSubstage,
  reviewState,
  fleetName,
}: VehicleFacts): NonNullable<Passage['vehicle']> {
  return { id, vehicleType, vin, fuelType, emissionStage, emissionSubstage, reviewState, fleetName };
}

/** A stored visit as one row of the 台账; `photosOf` gives the pictures of a passage. */
export function visitOut(visit: StoredVisit, photosOf: (passageId: string) => readonly SnapshotRef[]): Visit {
  const { vehicle, in: entry, out: exit } = visit;
  const details = vehicle?.details;
  const document = (sha256: string | null | undefined) => (sha256 ? snapshotUrl(sha256) : null);
  return {
    id: visit.id,
    seq: visit.seq,
    state: visit.state,
    questions: visit.questions,
    inEntranceCode: entry?.entranceCode ?? null,
    inLaneCode: entry?.laneCode ?? null,
    outEntranceCode: exit?.entranceCode ?? null,
    outLaneCode: exit?.laneCode ?? null,
    inAt: at(entry?.at ?? null),
    outAt: at(exit?.at ?? null),
    plateNumber: visit.plateNumber,
    plateColor: visit.plateColor,
    vehicleType: vehicle?.vehicleType ?? null,
    registeredOn: details?.registeredOn ?? null,
    vin: vehicle?.vin ?? null,
    engineNumber: details?.engineNumber ?? null,
    brandModel: details?.brandModel ?? null,
    fuelType: vehicle?.fuelType ?? 'unknown',
    emissionStage: vehicle?.emissionStage ?? 'unknown',
    networked: details?.networked ?? null,
    useNature: details?.useNature ?? null,
    inCargoName: entry?.cargoName ?? null,
    inCargoTonnes: entry?.cargoTonnes ?? null,
    outCargoName: exit?.cargoName ?? null,
    outCargoTonnes: exit?.cargoTonnes ?? null,
    fleetName: vehicle?.fleetName ?? null,
    inPhotos: entry ? photosOf(entry.passageId).map(picture) : [],
    outPhotos: exit ? photosOf(exit.passageId).map(picture) : [],
    emissionInfoSheet: document(details?.emissionInfoSheetSha256),
    vehicleLicense: document(details?.vehicleLicenseSha256),
    inPassageId: entry?.passageId ?? null,
    outPassageId: exit?.passageId ?? null,
  };
}
