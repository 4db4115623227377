import type { AnyEntry } from '../../../domain/ledger/entry.ts';

const sha256 = /^[0-9a-f]{64}$/;

/** SHA-256 names of every picture and document that an entry points to. */
export function namedFiles(entry: AnyEntry): string[] {
  switch (entry.kind) {
    case 'passage':
    case 'passage-evidence':
    case 'manual-lift':
      return entry.body.snapshots.map((snapshot) => snapshot.sha256);
    case 'correction':
      return named([entry.body.evidence]);
    case 'road-vehicle':
      return named([entry.body.vehicle.emissionInfoSheetSha256, entry.body.vehicle.vehicleLicenseSha256]);
    default:
      return [];
  }
}

function named(candidates: readonly (string | null | undefined)[]): string[] {
  return candidates.filter((each): each is string => typeof each === 'string' && sha256.test(each));
}
