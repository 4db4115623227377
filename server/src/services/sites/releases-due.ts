import type { WriteTx } from '../../storage/contract.ts';

const setting = 'lane.releasesDue';

/** Lanes whose arm was released while no device has taken the release: it is sent again when the camera comes. */
export function releasesDue(source: Pick<WriteTx, 'query'>): ReadonlySet<string> {
  const kept = source.query('setting.get', { name: setting });
  return new Set(Array.isArray(kept) ? kept.filter((id): id is string => typeof id === 'string') : []);
}

/** Inside a transaction. */
export function putReleaseDue(tx: WriteTx, laneId: string, due: boolean): void {
  const before = releasesDue(tx);
  if (before.has(laneId) === due) return;
  const others = [...before].filter((id) => id !== laneId);
  tx.query('setting.put', { name: setting, value: due ? [...others, laneId] : others });
}
