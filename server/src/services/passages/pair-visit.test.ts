import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pairVisit } from './pair-visit.ts';

const truck = { plateNumber: '冀B00001', plateColor: 'yellow' as const, at: 1_000_000 };

describe('pairing an in with its out', () => {
  it('begins a visit at an entry', () => {
    expect(pairVisit({ direction: 'in', ...truck }, null, '7')).toEqual({ effect: 'open', visitId: '7', questions: [] });
  });

  it('begins another visit at a second entry and asks about it', () => {
    expect(pairVisit({ direction: 'in', ...truck }, { id: '3', plateColor: 'yellow', inAt: 900_000 }, '7')).toEqual({
      effect: 'open',
      visitId: '7',
      questions: ['second-in'],
    });
  });

  it('closes the open visit at an exit', () => {
    expect(pairVisit({ direction: 'out', ...truck }, { id: '3', plateColor: 'yellow', inAt: 900_000 }, '7')).toEqual({
      effect: 'close',
      visitId: '3',
      questions: [],
    });
  });

  it('keeps an exit without an entry as an orphan', () => {
    expect(pairVisit({ direction: 'out', ...truck }, null, '7')).toEqual({ effect: 'orphan-out', visitId: '7', questions: ['orphan-out'] });
  });

  it('does not close a visit that began after the exit', () => {
    expect(pairVisit({ direction: 'out', ...truck }, { id: '3', plateColor: 'yellow', inAt: 1_000_001 }, '7').effect).toBe('orphan-out');
  });

  it('asks about a plate colour that changed inside', () => {
    expect(pairVisit({ direction: 'out', ...truck }, { id: '3', plateColor: 'green', inAt: 900_000 }, '7')).toEqual({
      effect: 'close',
      visitId: '3',
      questions: ['colour-changed'],
    });
  });

  it('takes an unread colour for no change', () => {
    expect(pairVisit({ direction: 'out', ...truck, plateColor: 'unknown' }, { id: '3', plateColor: 'green', inAt: 900_000 }, '7').questions).toEqual([]);
  });

  it('never pairs vehicles without a plate', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('in' as const, 'out' as const),
        fc.option(fc.record({ id: fc.string(), plateColor: fc.constant('blue' as const), inAt: fc.integer() })),
        (direction, open) => {
          const effect = pairVisit({ direction, plateNumber: null, plateColor: 'unknown', at: 5 }, open, 'new');
          expect(effect.visitId).toBe('new');
          expect(effect.effect).toBe(direction === 'in' ? 'open' : 'orphan-out');
        },
      ),
    );
  });
});
