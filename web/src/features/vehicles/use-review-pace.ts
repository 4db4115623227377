import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { get } from '../../api/client.ts';
import type { Page, RoadVehicle } from '../../api/types.ts';
import { keep, kept } from '../../lib/kept.ts';
import { dateText } from '../../lib/time.ts';

/** Somebody who looks at one vehicle for longer than this has gone away, ms. */
const longest = 600_000;
const place = 'review.pace';
const most = 200;

interface Pace {
  day: string;
  count: number;
  ms: number;
}

/** How many vehicles wait for a review, and how long one has taken on this computer today. `decided` ends the present one. */
export function useReviewPace(vehicleId: string, active: boolean): { text: string | null; decided(): void } {
  const pending = useQuery({
    queryKey: ['vehicles', 'pending'],
    queryFn: () => get<Page<RoadVehicle>>('/road-vehicles', { reviewState: 'pending', limit: most }),
    enabled: active,
  });
  const [pace, setPace] = useState(() => kept<Pace>(place, { day: '', count: 0, ms: 0 }));
  const since = useRef({ vehicleId, at: 0 });
  useEffect(() => {
    since.current = { vehicleId, at: performance.now() };
  }, [vehicleId]);
  const left = pending.data && `还有 ${pending.data.items.length}${pending.data.nextCursor ? '+' : ''} 辆待复核`;
  const today = pace.day === dateText(Date.now()) && pace.count > 0 ? `今天平均 ${Math.round(pace.ms / pace.count / 1000)} 秒一辆` : null;
  return {
    text: [left, today].filter(Boolean).join(' · ') || null,
    decided: () => {
      void pending.refetch();
      const took = performance.now() - since.current.at;
      if (took > longest) return;
      const day = dateText(Date.now());
      const before = pace.day === day ? pace : { day, count: 0, ms: 0 };
      const next = { day, count: before.count + 1, ms: before.ms + took };
      setPace(next);
      keep(place, next);
    },
  };
}
