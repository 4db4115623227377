import type { PlateColor } from '../../domain/codes.ts';
import { AppError } from '../../domain/errors.ts';
import type { Actor, CorrectedValues, VisitCorrection } from '../../domain/ledger/entry.ts';
import { normalizePlate } from '../../domain/plates/normalize-plate.ts';
import type { QueryResult, WriteTx, Writer } from '../../storage/contract.ts';
import type { LaneRuntime } from '../lanes/lane-runtime.ts';
import { vehicleOf } from './gather-facts.ts';
import { pairLate, visitsAround } from './pair-late.ts';
import type { Clock } from './parts.ts';

export interface CorrectionInput {
  plateNumber?: string | null;
  plateColor?: PlateColor;
  cargoName?: string | null;
  cargoTonnes?: string | null;
  reason: string;
  evidence?: string | null;
}

type Passage = NonNullable<QueryResult<'passage.get'>>;

/**
 * Corrects a passage by a new entry; before and after both stay readable. A corrected plate moves the passage between
 * visits. Throws PASSAGE_NOT_FOUND, CORRECTION_EMPTY, CORRECTION_PLATE_INVALID.
 */
export function createPassageCorrections(parts: { writer: Writer; clock: Clock; runtime: LaneRuntime; onCorrected: (tx: WriteTx, passageId: string) => void }) {
  const { writer, clock, runtime } = parts;

  return async function correctPassage(passageId: string, input: CorrectionInput, by: Actor): Promise<{ seq: number }> {
    const seq = await writer.run((tx) => {
      const passage = tx.query('passage.get', { id: passageId });
      if (!passage) throw new AppError('PASSAGE_NOT_FOUND', { id: passageId });
      const after = changes(passage, input);
      const before: CorrectedValues = {};
      if ('plateNumber' in after) before.plateNumber = passage.plateNumber;
      if ('plateColor' in after) before.plateColor = passage.plateColor;
      if ('cargoName' in after) before.cargoName = passage.cargoName;
      if ('cargoTonnes' in after) before.cargoTonnes = passage.cargoTonnes;
      if (Object.keys(after).length === 0) throw new AppError('CORRECTION_EMPTY');
      const meant = 'plateNumber' in after || 'plateColor' in after;
      const plate = { number: after.plateNumber === undefined ? passage.plateNumber : after.plateNumber, color: after.plateColor ?? passage.plateColor };
      const entry = tx.append({
        kind: 'correction',
        subject: `passage:${passageId}`,
        at: new Date(clock.now()).toISOString(),
        by,
        body: {
          passageId,
          before,
          after,
          reason: input.reason,
          evidence: input.evidence ?? null,
          visit: movedVisit(tx, passage, after),
          ...(meant ? { vehicle: vehicleOf(tx.gate, plate) } : {}),
        },
      });
      parts.onCorrected(tx, passageId);
      return entry.seq;
    });
    runtime.screens.passage(passageId);
    return { seq };
  };
}

/** Only what really differs; a person's plate is normalised like a camera's. */
function changes(passage: Passage, input: CorrectionInput): CorrectedValues {
  const after: CorrectedValues = {};
  if (input.plateNumber !== undefined) {
    const plate = input.plateNumber === null ? null : normalizePlate(input.plateNumber);
    if (plate !== null && plate.number === null) throw new AppError('CORRECTION_PLATE_INVALID', { plate: input.plateNumber });
    const number = plate?.number ?? null;
    if (number !== passage.plateNumber) after.plateNumber = number;
  }
  if (input.plateColor !== undefined && input.plateColor !== passage.plateColor) after.plateColor = input.plateColor;
  if (input.cargoName !== undefined && input.cargoName !== passage.cargoName) after.cargoName = input.cargoName;
  if (input.cargoTonnes !== undefined && input.cargoTonnes !== passage.cargoTonnes) after.cargoTonnes = input.cargoTonnes;
  return after;
}

/** Another plate belongs to another visit; another colour alone stays where it is. Null: the visits keep as they are. */
function movedVisit(tx: WriteTx, passage: Passage, after: CorrectedValues): VisitCorrection | null {
  if (!passage.passed || passage.visitId === null || !('plateNumber' in after)) return null;
  const plateNumber = after.plateNumber ?? null;
  const moved = { direction: passage.direction, plateNumber, plateColor: after.plateColor ?? passage.plateColor, at: passage.passedAt };
  const around = visitsAround(tx, plateNumber, passage.passedAt);
  const own = passage.direction === 'in' ? tx.query('visit.get', { id: passage.visitId }) : null;
  // Alone on its visit, an entry keeps it under the right plate; otherwise the passage begins one of its own.
  const newVisitId = own && own.out === null ? passage.visitId : String(tx.nextSeq);
  const to = pairLate(moved, around, newVisitId);
  // The question was about the plate that it did not have.
  const mistaken = passage.questions.filter((question) => question === 'second-in').map((question) => ({ visitId: String(passage.visitId), question }));
  return { fromVisitId: passage.visitId, to: mistaken.length > 0 ? { ...to, answered: [...(to.answered ?? []), ...mistaken] } : to };
}
