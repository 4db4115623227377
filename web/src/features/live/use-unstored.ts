import { useState } from 'react';
import { useLive } from '../../api/live.tsx';
import type { Notice, Passage } from '../../api/types.ts';
import type { Outcome } from '../../lib/codes.ts';

/** A vehicle that stands at a lane and could not be written to the ledger: nothing opened, and the guard does by hand what the rules say. */
export interface Unstored {
  plateNumber: string | null;
  receivedAt: string;
  decision: { outcome: Outcome; reasons: { text: string }[] };
}

type UnstoredNotice = Notice & Partial<Unstored> & { laneId?: string };

/** Per lane the vehicle that could not be stored, until the next one of that lane is, or the ledger takes writes again. */
export function useUnstored(): Readonly<Record<string, Unstored>> {
  const [byLane, setByLane] = useState<Readonly<Record<string, Unstored>>>({});
  useLive<UnstoredNotice>('notice', ({ code, laneId, plateNumber, receivedAt, decision }) => {
    if (code === 'STORAGE_RECOVERED') setByLane({});
    else if (laneId && receivedAt && decision) setByLane((known) => ({ ...known, [laneId]: { plateNumber: plateNumber ?? null, receivedAt, decision } }));
  });
  useLive<Passage>('passage', ({ laneId }) => {
    if (laneId) setByLane(({ [laneId]: _stored, ...others }) => others);
  });
  return byLane;
}
