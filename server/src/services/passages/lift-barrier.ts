import { AppError } from '../../domain/errors.ts';
import type { Actor, SnapshotRef } from '../../domain/ledger/entry.ts';
import type { SnapshotStore, WriteTx, Writer } from '../../storage/contract.ts';
import { followLift } from '../lanes/followed-lifts.ts';
import type { LaneRuntime } from '../lanes/lane-runtime.ts';
import { vehicleOf } from './gather-facts.ts';
import { noVisit, pairVisit } from './pair-visit.ts';
import { pulseLimitMs } from './passage-intake.ts';
import type { Clock, LaneConfig, PassedPassage } from './parts.ts';

/** How long a lift waits for its own picture; a guard with a truck in front of him does not wait longer, ms. */
const photoWaitMs = 800;
const laterPhotoMs = 10_000;

/**
 * A named person opens the barrier by hand, with a reason. With `passageId` the vehicle of that passage is let through,
 * whatever the decision was. Throws SITE_LANE_NOT_FOUND, PASSAGE_NOT_FOUND, PASSAGE_OTHER_LANE.
 */
export function createManualLift(parts: {
  writer: Writer;
  snapshots: SnapshotStore;
  clock: Clock;
  runtime: LaneRuntime;
  laneOf: (id: string) => LaneConfig | null;
  enqueue: (tx: WriteTx, passage: PassedPassage) => void;
  onError: (error: unknown) => void;
}) {
  const { writer, clock, runtime } = parts;

  return async function liftBarrier(laneId: string, lift: { reason: string; passageId: string | null }, by: Actor): Promise<{ seq: number; barrier: string }> {
    const lane = parts.laneOf(laneId);
    if (!lane) throw new AppError('SITE_LANE_NOT_FOUND', { id: laneId });
    const { passageId } = lift;
    const liftedAt = clock.now();
    const before = clock.elapsed() + pulseLimitMs;
    const snapshots = await photo(lane);
    const canOpen = runtime.canOpen(lane.id) && !runtime.heldUp(lane.id);
    const written = await writer.run((tx) => {
      const at = new Date(liftedAt).toISOString();
      const barrier = canOpen ? ('requested' as const) : ('none' as const);
      const passage = passageId === null ? null : tx.query('passage.get', { id: passageId });
      if (passageId !== null && !passage) throw new AppError('PASSAGE_NOT_FOUND', { id: passageId });
      if (passage && passage.laneId !== lane.id) throw new AppError('PASSAGE_OTHER_LANE', { id: passage.id });
      const newlyPassed = passage !== null && !passage.passed;
      const open = passage?.plateNumber ? tx.gate.openVisitOf(passage.plateNumber) : null;
      const visit = newlyPassed
        ? pairVisit({ direction: passage.direction, plateNumber: passage.plateNumber, plateColor: passage.plateColor, at: passage.passedAt }, open, passage.id)
        : noVisit;
      const vehicle = passage && !passage.vehicle ? vehicleOf(tx.gate, { number: passage.plateNumber, color: passage.plateColor }) : null;
      const { seq } = tx.append({
        kind: 'manual-lift',
        subject: passage ? `passage:${passage.id}` : `lane:${lane.id}`,
        at,
        by,
        body: { laneId: lane.id, passageId, reason: lift.reason, snapshots, barrier, passed: true, visit, ...(vehicle ? { vehicle } : {}) },
      });
      if (passageId === null && barrier === 'requested') followLift(tx, seq);
      if (newlyPassed)
        parts.enqueue(tx, {
          passageId: passage.id,
          visitId: visit.visitId,
          direction: passage.direction,
          plateNumber: passage.plateNumber,
          picturesComing: snapshots.length === 0 && passage.snapshots.length === 0 && barrier === 'requested',
        });
      return { seq, barrier, plateNumber: passage?.plateNumber ?? null };
    });
    if (written.barrier === 'requested') {
      const command = {
        passageId,
        liftSeq: passageId === null ? written.seq : null,
        laneId: lane.id,
        confirmSeconds: lane.confirmSeconds,
        hasFeedback: runtime.hasFeedback(lane.id),
      };
      if (snapshots.length === 0) void laterPhoto(lane, { passageId, seq: written.seq });
      void runtime.open(lane, command, { before, via: null, withPicture: snapshots.length === 0 }).catch(parts.onError);
    }
    runtime.displays.show(lane, null, {
      outcome: 'admit',
      plateNumber: written.plateNumber,
      stageText: null,
      controlText: null,
      verdictText: '允许通行',
      voiceText: null,
    });
    if (passageId !== null) runtime.screens.passage(passageId);
    return { seq: written.seq, barrier: written.barrier };
  };

  /** A camera that answers only its own requests sends the picture after the pulse; it is added to the record then. */
  async function laterPhoto(lane: LaneConfig, lift: { passageId: string | null; seq: number }): Promise<void> {
    const opener = runtime.openerFor(lane.id, null);
    const snapshot = opener && (await runtime.nextSnapshot(opener.id, laterPhotoMs));
    if (!snapshot) return;
    const at = new Date(clock.now()).toISOString();
    const by: Actor = { type: 'device', id: opener.id };
    await writer
      .run((tx) => {
        if (lift.passageId === null) {
          tx.append({
            kind: 'act',
            subject: `lane:${lane.id}`,
            at,
            by,
            body: { action: 'lift.photo', target: `manual-lift:${lift.seq}`, details: { snapshots: [snapshot] } },
          });
          return;
        }
        const evidence = {
          passageId: lift.passageId,
          deviceId: opener.id,
          eventKey: null,
          receivedAt: at,
          plateText: null,
          confidence: null,
          openedLocally: false,
        };
        tx.append({
          kind: 'passage-evidence',
          subject: `passage:${lift.passageId}`,
          at,
          by,
          body: { ...evidence, snapshots: [snapshot], frameSha256: snapshot.sha256 },
        });
      })
      .catch(parts.onError);
  }

  async function photo(lane: LaneConfig): Promise<SnapshotRef[]> {
    const camera = runtime.snapshotSourceOf(lane.id);
    if (!camera) return [];
    try {
      const taken = await runtime.takeSnapshot(camera, photoWaitMs, parts.snapshots);
      return taken ? [taken] : [];
    } catch (error) {
      // A picture that cannot be kept holds nobody up.
      parts.onError(error);
      return [];
    }
  }
}
