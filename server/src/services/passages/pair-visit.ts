import type { Direction, PlateColor } from '../../domain/codes.ts';
import type { VisitEffect, VisitQuestion } from '../../domain/ledger/entry.ts';

export interface OpenVisit {
  id: string;
  plateColor: PlateColor;
  /** ms since the epoch; null when the visit has no entry time. */
  inAt: number | null;
}

/**
 * What a vehicle that passed does to the visits. `newVisitId` is the id that a visit gets when one begins here.
 * Nothing is dropped or overwritten: what does not fit becomes a question on the visit.
 */
export function pairVisit(
  passed: { direction: Direction; plateNumber: string | null; plateColor: PlateColor; at: number },
  open: OpenVisit | null,
  newVisitId: string,
): VisitEffect {
  if (passed.direction === 'in') {
    const questions: VisitQuestion[] = open && passed.plateNumber !== null ? ['second-in'] : [];
    return { effect: 'open', visitId: newVisitId, questions };
  }
  // A stored read may arrive late: an exit before the entry belongs to some other visit.
  const fits = open !== null && passed.plateNumber !== null && (open.inAt === null || open.inAt <= passed.at);
  if (!fits) return { effect: 'orphan-out', visitId: newVisitId, questions: ['orphan-out'] };
  const changed = open.plateColor !== passed.plateColor && open.plateColor !== 'unknown' && passed.plateColor !== 'unknown';
  return { effect: 'close', visitId: open.id, questions: changed ? ['colour-changed'] : [] };
}

export const noVisit: VisitEffect = { effect: 'none', visitId: null, questions: [] };
