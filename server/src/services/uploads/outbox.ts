import type { WriteTx } from '../../storage/contract.ts';
import type { PassedPassage } from '../passages/parts.ts';

/** What a platform has accepted without a picture gets none later: a record waits so long for pictures that are on their way, ms. */
const pictureWaitMs = 6_000;

/** Puts one passage into the outbox of each platform, in the transaction of its entry. The same passage again changes nothing. */
export function addToOutbox(tx: WriteTx, passed: PassedPassage, regulatorIds: readonly string[], now: number): void {
  if (regulatorIds.length === 0) return;
  const { passageId, visitId, direction, plateNumber, picturesComing } = passed;
  const rows = regulatorIds.map((regulatorId) => ({
    id: uploadId(passageId, regulatorId),
    regulatorId,
    passageId,
    visitId,
    direction,
    plateNumber,
    recordedAt: now,
    dueAt: picturesComing ? now + pictureWaitMs : now,
  }));
  tx.query('upload.insert', { rows });
}

/** Sorts by passage: ids of one site are in the order of the ledger. */
export function uploadId(passageId: string, regulatorId: string): string {
  return `${passageId.padStart(12, '0')}-${regulatorId}`;
}
