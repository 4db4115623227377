import type { Outcome } from '../../domain/codes.ts';
import type { Decision } from '../../domain/decision/decision.ts';
import { decide } from '../../domain/decision/decide.ts';
import type { RuleSet } from '../../domain/decision/rule-set.ts';
import type { PassageBody, SnapshotRef, VisitEffect } from '../../domain/ledger/entry.ts';
import { normalizePlate, plateColorOf } from '../../domain/plates/normalize-plate.ts';
import type { PlateReadEvent } from '../../devices/contract.ts';
import type { WriteTx } from '../../storage/contract.ts';
import { gatherFacts } from './gather-facts.ts';
import { openAt, pairLate, type VisitsAround, visitsAround } from './pair-late.ts';
import { noVisit, type OpenVisit, pairVisit } from './pair-visit.ts';
import type { DeviceConfig, LaneConfig, PassedPassage } from './parts.ts';

/** A read whose time is further off than this goes into the ledger by our own clock, ms. */
const clockToleranceMs = 10 * 60_000;

export interface IncomingRead {
  read: PlateReadEvent;
  device: DeviceConfig;
  lane: LaneConfig;
  /** ms since the epoch. */
  receivedAt: number;
  snapshots: SnapshotRef[];
  frameSha256: string;
  /** Whether a pulse can be sent on this lane at all. */
  canOpen: boolean;
}

export type PassageResult =
  /** A re-sent read: acknowledged again, nothing else. */
  | { kind: 'duplicate'; passageId: string }
  /** The same vehicle once more: evidence of the passage, no second pulse. */
  | { kind: 'evidence'; passageId: string }
  | { kind: 'passage'; passageId: string; seq: number; body: PassageBody; decision: Decision };

/**
 * Steps of one read inside one write job, in order: same read again? → same pass? → facts → decision → visit → entry.
 * `enqueue` puts what passed into the outbox of the same transaction.
 */
export function handlePassage(
  tx: WriteTx,
  incoming: IncomingRead,
  parts: { ruleSet: RuleSet; enqueue: (tx: WriteTx, passage: PassedPassage) => void },
): PassageResult {
  const { read, device, lane, receivedAt } = incoming;

  const known = read.eventKey === null ? null : tx.gate.readOf(device.id, read.eventKey);
  if (known) {
    if (read.pictures.length > 0 && addsPictures(tx, known.passageId, incoming.snapshots)) appendEvidence(tx, known.passageId, incoming);
    return { kind: 'duplicate', passageId: known.passageId };
  }

  const plate = normalizePlate(read.plateText);
  const at = instantOf(read, receivedAt);
  const same = plate.number === null ? null : samePass(tx, incoming, plate.number, at);
  if (same !== null && !opensRefused(tx, same, read)) {
    appendEvidence(tx, same, incoming);
    return { kind: 'evidence', passageId: same };
  }

  const color = plateColorOf(read.plateColor, plate);
  // A stored read takes its place among the visits by its time; a live one finds who is inside now.
  const around = read.live ? null : visitsAround(tx, plate.number, at);
  const open = around ? openAt(around, at) : plate.number === null ? null : tx.gate.openVisitOf(plate.number);
  const facts = gatherFacts({ ...tx.gate, openVisitOf: () => open }, lane, { number: plate.number, color }, at);
  const decision = decide(
    {
      direction: lane.direction,
      plateNumber: plate.number,
      noPlateReason: plate.reason,
      plateColor: color,
      confidence: read.confidence,
      suspectedFake: read.suspectedFake,
    },
    facts,
    parts.ruleSet,
    new Date(at).toISOString(),
  );
  const passed = decision.outcome === 'admit' || read.openedLocally;
  const passageId = String(tx.nextSeq);
  const body: PassageBody = {
    laneId: lane.id,
    laneCode: lane.code,
    entranceId: lane.entranceId,
    entranceCode: lane.entranceCode,
    direction: lane.direction,
    deviceId: device.id,
    adapter: device.adapter.id,
    eventKey: read.eventKey,
    live: read.live,
    capturedAt: read.capturedAt,
    capturedAtText: read.capturedAtText,
    receivedAt: new Date(receivedAt).toISOString(),
    clockSkewMs: read.live && read.capturedAt !== null ? receivedAt - Date.parse(read.capturedAt) : null,
    plateText: read.plateText,
    plateNumber: plate.number,
    noPlateReason: plate.reason,
    plateColor: color,
    confidence: read.confidence,
    suspectedFake: read.suspectedFake,
    openedLocally: read.openedLocally,
    read: read.read,
    snapshots: incoming.snapshots,
    frameSha256: incoming.frameSha256,
    outcome: decision.outcome,
    reasons: decision.reasons,
    ruleSetId: parts.ruleSet.id,
    ruleSetVersion: parts.ruleSet.version,
    facts,
    barrier: barrierAtFirst(decision.outcome, incoming),
    passed,
    visit: passed ? pair({ direction: lane.direction, plateNumber: plate.number, plateColor: color, at }, { around, open, newVisitId: passageId }) : noVisit,
  };
  const { seq } = tx.append({ kind: 'passage', subject: null, at: new Date(at).toISOString(), by: { type: 'device', id: device.id }, body });
  if (passed) {
    const { direction, plateNumber, visit } = body;
    const picturesComing = read.more || read.pictures.some((picture) => 'url' in picture);
    parts.enqueue(tx, { passageId, visitId: visit.visitId, direction, plateNumber, picturesComing });
  }
  return { kind: 'passage', passageId, seq, body, decision };
}

function pair(
  moved: Parameters<typeof pairVisit>[0],
  { around, open, newVisitId }: { around: VisitsAround | null; open: OpenVisit | null; newVisitId: string },
): VisitEffect {
  return around ? pairLate(moved, around, newVisitId) : pairVisit(moved, open, newVisitId);
}

/** Ledger time: the device's, or ours when a live read's clock is far off or says nothing. */
function instantOf(read: PlateReadEvent, receivedAt: number): number {
  if (read.capturedAt === null) return receivedAt;
  const captured = Date.parse(read.capturedAt);
  return read.live && Math.abs(receivedAt - captured) > clockToleranceMs ? receivedAt : captured;
}

/** Live reads merge by when they came; stored reads come in a heap, so they merge by when they were captured. */
function samePass(tx: WriteTx, incoming: IncomingRead, plateNumber: string, at: number): string | null {
  const windowMs = incoming.lane.mergeWindowSeconds * 1000;
  if (incoming.read.live) return tx.gate.recentPassage(incoming.lane.id, plateNumber, incoming.receivedAt - windowMs)?.id ?? null;
  return tx.gate.passageBetween(incoming.lane.id, plateNumber, at - windowMs, at + windowMs)?.id ?? null;
}

/** A device that opened by itself after we had not: that is a passage of its own, and must be seen as one. */
function opensRefused(tx: WriteTx, passageId: string, read: PlateReadEvent): boolean {
  return read.openedLocally && tx.query('passage.get', { id: passageId })?.passed !== true;
}

function addsPictures(tx: WriteTx, passageId: string, snapshots: readonly SnapshotRef[]): boolean {
  const passage = tx.query('passage.get', { id: passageId });
  if (!passage) return false;
  const stored = new Set(passage.snapshots.map((snapshot) => snapshot.sha256));
  return snapshots.some((snapshot) => !stored.has(snapshot.sha256));
}

function appendEvidence(tx: WriteTx, passageId: string, incoming: IncomingRead): void {
  const { read, device, receivedAt } = incoming;
  tx.append({
    kind: 'passage-evidence',
    subject: `passage:${passageId}`,
    at: new Date(receivedAt).toISOString(),
    by: { type: 'device', id: device.id },
    body: {
      passageId,
      deviceId: device.id,
      eventKey: read.eventKey,
      receivedAt: new Date(receivedAt).toISOString(),
      plateText: read.plateText,
      confidence: read.confidence,
      openedLocally: read.openedLocally,
      snapshots: incoming.snapshots,
      frameSha256: incoming.frameSha256,
    },
  });
}

function barrierAtFirst(outcome: Outcome, incoming: IncomingRead): PassageBody['barrier'] {
  if (incoming.read.openedLocally) return 'local';
  return outcome === 'admit' && incoming.read.live && incoming.canOpen ? 'requested' : 'none';
}
