import type { Database } from 'better-sqlite3';
import type { AnyEntry, EntryKind } from '../../../domain/ledger/entry.ts';
import { correctionProjection } from './correction.ts';
import { dailyPassageProjection } from './daily-passage.ts';
import { deviceReadProjection } from './device-read.ts';
import { gapProjection } from './gap.ts';
import { listEntryProjection } from './list-entry.ts';
import { passageProjection } from './passage.ts';
import type { Projection } from './projection.ts';
import { roadVehicleProjection } from './road-vehicle.ts';
import { ruleSetProjection } from './rule-set.ts';
import { timeBlockProjection } from './time-block.ts';
import { visitProjection } from './visit.ts';

/** In the order in which an entry is applied: the daily count needs the passage before the change, visits and blocks need it after. */
export const projections: readonly Projection[] = [
  dailyPassageProjection,
  passageProjection,
  visitProjection,
  timeBlockProjection,
  deviceReadProjection,
  correctionProjection,
  roadVehicleProjection,
  listEntryProjection,
  ruleSetProjection,
  gapProjection,
];

/** Prepares every projection on a connection; the result applies one stored entry to all of them. */
export function prepareProjections(db: Database, siteId: string): (entry: AnyEntry) => void {
  const byKind = new Map<EntryKind, ((entry: AnyEntry) => void)[]>();
  for (const projection of projections) {
    for (const [kind, apply] of Object.entries(projection.prepare(db, siteId))) {
      const list = byKind.get(kind as EntryKind) ?? [];
      list.push(apply as (entry: AnyEntry) => void);
      byKind.set(kind as EntryKind, list);
    }
  }
  return (entry) => {
    for (const apply of byKind.get(entry.kind) ?? []) apply(entry);
  };
}
