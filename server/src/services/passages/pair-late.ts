import type { Direction, PlateColor } from '../../domain/codes.ts';
import type { VisitEffect, VisitQuestion } from '../../domain/ledger/entry.ts';
import type { QueryResult, WriteTx } from '../../storage/contract.ts';
import { type OpenVisit, pairVisit } from './pair-visit.ts';

/** What the visits of a plate are around one moment. */
export interface VisitsAround {
  /** The last one that began at or before the moment. */
  before: QueryResult<'visit.before'>;
  /** The first thing known of the plate after the moment, when that is an exit without an entry. */
  orphan: QueryResult<'visit.orphanAfter'>;
  /** The first one that began after the moment. */
  next: QueryResult<'visit.next'>;
}

/** Looks around `at` (ms); nothing is known of a vehicle without a plate. */
export function visitsAround(tx: WriteTx, plateNumber: string | null, at: number): VisitsAround {
  if (plateNumber === null) return { before: null, orphan: null, next: null };
  return {
    before: tx.query('visit.before', { plateNumber, at }),
    orphan: tx.query('visit.orphanAfter', { plateNumber, at }),
    next: tx.query('visit.next', { plateNumber, at }),
  };
}

/** The visit in which the vehicle was inside at `at`; null when it had gone, or nothing is known. */
export function openAt({ before }: VisitsAround, at: number): OpenVisit | null {
  return before !== null && (before.outAt === null || before.outAt > at) ? before : null;
}

/**
 * What a passage does to the visits of its plate when it comes to light later than passages after it: a camera's stored read, a corrected plate.
 * It takes its place by time; a question that it answers is named, so that it is not asked for ever.
 */
export function pairLate(
  passed: { direction: Direction; plateNumber: string | null; plateColor: PlateColor; at: number },
  around: VisitsAround,
  newVisitId: string,
): VisitEffect {
  const { before, orphan, next } = around;
  if (passed.direction === 'out') {
    // Of a visit that has its exit no second one is taken; the later exit is the orphan.
    const effect = pairVisit(passed, before?.outAt === null ? before : null, newVisitId);
    const answers = effect.effect === 'close' && next !== null && next.secondIn && next.othersInside === 1;
    return answers ? { ...effect, answered: [{ visitId: next.id, question: 'second-in' }] } : effect;
  }
  const effect = pairVisit(passed, openAt(around, passed.at), newVisitId);
  if (orphan === null) return effect;
  const changed = orphan.plateColor !== passed.plateColor && orphan.plateColor !== 'unknown' && passed.plateColor !== 'unknown';
  const questions: VisitQuestion[] = changed ? [...effect.questions, 'colour-changed'] : effect.questions;
  return { effect: 'open', visitId: orphan.id, questions, answered: [{ visitId: orphan.id, question: 'orphan-out' }] };
}
