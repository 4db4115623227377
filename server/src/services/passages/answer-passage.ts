import { AppError } from '../../domain/errors.ts';
import type { Actor } from '../../domain/ledger/entry.ts';
import type { WriteTx, Writer } from '../../storage/contract.ts';
import type { LaneRuntime } from '../lanes/lane-runtime.ts';
import { displayContent } from '../lanes/display-content.ts';
import { vehicleOf } from './gather-facts.ts';
import { noVisit, pairVisit } from './pair-visit.ts';
import { pulseLimitMs } from './passage-intake.ts';
import type { Clock, LaneConfig, PassedPassage } from './parts.ts';

/** A question older than this is answered for the record only: the truck it was about may be gone, ms. */
export const answerFreshMs = 5 * 60_000;

/**
 * A guard's yes or no to a question. The decision's outcome stays as it was. The arm moves when the read was live and is
 * fresh; the pulse itself counts its 3 s from the answer. Throws PASSAGE_NOT_FOUND, PASSAGE_NOT_ASKED, PASSAGE_ANSWERED.
 */
export function createPassageAnswers(parts: {
  writer: Writer;
  clock: Clock;
  runtime: LaneRuntime;
  laneOf: (id: string) => LaneConfig | null;
  enqueue: (tx: WriteTx, passage: PassedPassage) => void;
  onError: (error: unknown) => void;
}) {
  const { writer, clock, runtime } = parts;

  return async function answerPassage(
    passageId: string,
    answer: { outcome: 'admit' | 'deny'; reason: string },
    by: Actor,
  ): Promise<{ seq: number; barrier: string }> {
    const answeredAt = clock.now();
    const before = clock.elapsed() + pulseLimitMs;
    const written = await writer.run((tx) => {
      const passage = tx.query('passage.get', { id: passageId });
      if (!passage) throw new AppError('PASSAGE_NOT_FOUND', { id: passageId });
      if (passage.answer) throw new AppError('PASSAGE_ANSWERED', { id: passageId, by: passage.answer.by });
      if (passage.outcome !== 'ask') throw new AppError('PASSAGE_NOT_ASKED', { id: passageId });
      const admitted = answer.outcome === 'admit';
      const newlyPassed = admitted && !passage.passed;
      // A passage of a former run has only the wall clock, which may have been set since, forth or back.
      const age = runtime.ageOf(passageId) ?? Math.abs(answeredAt - passage.receivedAt);
      const fresh = passage.live && age < answerFreshMs;
      const barrier =
        admitted && fresh && passage.barrier === 'none' && runtime.canOpen(passage.laneId) && !runtime.heldUp(passage.laneId)
          ? ('requested' as const)
          : passage.barrier;
      const open = passage.plateNumber === null ? null : tx.gate.openVisitOf(passage.plateNumber);
      const moved = { direction: passage.direction, plateNumber: passage.plateNumber, plateColor: passage.plateColor, at: passage.passedAt };
      const visit = newlyPassed ? pairVisit(moved, open, passageId) : noVisit;
      // Registered while it waited: the ledger then knows who went through.
      const vehicle = passage.vehicle ? null : vehicleOf(tx.gate, { number: passage.plateNumber, color: passage.plateColor });
      const { seq } = tx.append({
        kind: 'passage-answer',
        subject: `passage:${passageId}`,
        at: new Date(answeredAt).toISOString(),
        by,
        body: {
          passageId,
          outcome: answer.outcome,
          reason: answer.reason,
          barrier,
          passed: passage.passed || admitted,
          visit,
          ...(vehicle ? { vehicle } : {}),
        },
      });
      if (newlyPassed)
        parts.enqueue(tx, { passageId, visitId: visit.visitId, direction: passage.direction, plateNumber: passage.plateNumber, picturesComing: false });
      return { seq, barrier, fresh, passage, vehicle: passage.vehicle ?? vehicle };
    });

    const lane = parts.laneOf(written.passage.laneId);
    if (lane && written.fresh) {
      const { passage } = written;
      if (written.barrier === 'requested') {
        const command = { passageId, liftSeq: null, laneId: lane.id, confirmSeconds: lane.confirmSeconds, hasFeedback: runtime.hasFeedback(lane.id) };
        // Not waited for: a camera that fetches its commands may come for this one only after the guard has his answer.
        void runtime.open(lane, command, { before, via: null }).catch(parts.onError);
      }
      runtime.displays.show(
        lane,
        null,
        displayContent({ outcome: answer.outcome, plateNumber: passage.plateNumber, reasons: passage.reasons, facts: { vehicle: written.vehicle } }),
      );
    }
    runtime.screens.passage(passageId);
    return { seq: written.seq, barrier: written.barrier };
  };
}
