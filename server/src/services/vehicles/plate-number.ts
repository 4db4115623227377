import { AppError } from '../../domain/errors.ts';
import { normalizePlate } from '../../domain/plates/normalize-plate.ts';

/** The shortest plate of the grammar (临1234). */
export const shortestPlate = 5;

/**
 * The one spelling of a plate that a person typed. Throws PLATE_INVALID for what names no vehicle: no number, one with unread characters, a fragment.
 * The grammar is not asked: old, foreign and local plates are registered too.
 */
export function typedPlate(text: string): string {
  const { number } = normalizePlate(text);
  if (number === null || [...number].length < shortestPlate || /[^\p{L}\p{N}]/u.test(number) || !/[A-Z0-9]/.test(number)) {
    throw new AppError('PLATE_INVALID', { plate: text.slice(0, 32) });
  }
  return number;
}

/** A plate to look for: its one spelling, or the text as it is when it is none. */
export function soughtPlate(text: string): string {
  return normalizePlate(text).number ?? text.trim();
}
