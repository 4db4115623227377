import { AppError } from '../../domain/errors.ts';
import { sameActor } from '../../domain/ledger/actor.ts';
import type { Actor } from '../../domain/ledger/entry.ts';
import type { Role } from '../../domain/codes.ts';
import { may } from '../../domain/rights.ts';
import type { WriteTx } from '../../storage/contract.ts';
import { readSiteSettings } from '../sites/site-settings.ts';
import { needsReview } from './vehicle-record.ts';

/** More entries than one vehicle ever has. */
const wholeHistory = 100_000;

/** Whether what this author writes counts as reviewed: a reviewer's word does, unless the site asks for a second person. */
export function reviewsOwnWriting(tx: WriteTx, by: Actor): boolean {
  return (by.type === 'account' || by.type === 'token') && may(by.role as Role, 'vehicles.review') && !readSiteSettings(tx).twoPersonReview;
}

/** Under the two-person rule whoever wrote any of what has not been approved since cannot review it. Throws VEHICLE_REVIEW_SAME_PERSON. */
export function refuseOwnReview(tx: WriteTx, id: string, by: Actor): void {
  if (!readSiteSettings(tx).twoPersonReview) return;
  let written = false;
  for (const { body, by: author } of tx.query('road-vehicle.history', { id, limit: wholeHistory }).items) {
    // What was approved before the newest writing was vouched for then.
    if (written && body.vehicle.reviewState === 'approved') return;
    if (body.before !== null && !needsReview(body.before, body.vehicle)) continue;
    if (sameActor(author, by)) throw new AppError('VEHICLE_REVIEW_SAME_PERSON');
    written = true;
  }
}
