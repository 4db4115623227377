import { AppError } from '../../domain/errors.ts';
import type { Page } from '../contract.ts';

/** Reads the cursor of a list ordered by seq, newest first. Throws `HTTP_INVALID` for a text that is none. */
export function seqBefore(cursor: string | null | undefined): number {
  if (cursor === null || cursor === undefined) return Number.MAX_SAFE_INTEGER;
  if (!/^\d{1,15}$/.test(cursor)) throw new AppError('HTTP_INVALID', { problem: 'cursor' });
  return Number(cursor);
}

/** A page from one row more than was asked for. */
export function pageOf<T extends { seq: number }>(items: T[], limit: number): Page<T> {
  const page = items.slice(0, limit);
  return { items: page, nextCursor: items.length > limit ? String(page.at(-1)?.seq) : null };
}
