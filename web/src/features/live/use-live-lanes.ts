import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query';
import { get } from '../../api/client.ts';
import { useLive } from '../../api/live.tsx';
import { laneStatusKey } from '../../api/sites.ts';
import type { LaneStatus, Page, Passage } from '../../api/types.ts';

const questionsKey = ['live', 'questions'] as const;
const recentKey = (laneId: string) => ['live', 'recent', laneId] as const;
const recentCount = 10;

/** The open questions, oldest first. */
export function useQuestions() {
  return useQuery({
    queryKey: questionsKey,
    queryFn: async () => {
      const page = await get<Page<Passage>>('/questions', { limit: 100 });
      return [...page.items].sort((a, b) => a.seq - b.seq);
    },
    refetchInterval: 30_000,
  });
}

/** The last ten passages of a lane, newest first. */
export function useRecent(laneId: string) {
  return useQuery({
    queryKey: recentKey(laneId),
    queryFn: async () => (await get<Page<Passage>>('/passages', { laneId, limit: recentCount })).items,
    refetchInterval: 60_000,
  });
}

/** Puts what the event stream says into the cache, so that a truck is on the screen without another question to the server. */
export function useLiveLanes(): void {
  const cache = useQueryClient();
  useLive<Passage>('passage', (passage) => {
    const lane = cache.getQueryData<Page<LaneStatus>>(laneStatusKey)?.items.find((item) => isOf(passage, item));
    if (lane) {
      upsertRecent(cache, lane.laneId, passage);
      if (!lane.lastPassage || passage.seq >= lane.lastPassage.seq) putLane(cache, { ...lane, lastPassage: passage });
    }
    void cache.invalidateQueries({ queryKey: questionsKey });
  });
  useLive<LaneStatus>('lane', (lane) => putLane(cache, lane));
}

function isOf(passage: Passage, lane: LaneStatus): boolean {
  return passage.laneId ? passage.laneId === lane.laneId : passage.laneCode === lane.code && passage.entranceCode === lane.entranceCode;
}

function putLane(cache: QueryClient, lane: LaneStatus): void {
  cache.setQueryData<Page<LaneStatus>>(laneStatusKey, (page) =>
    page ? { ...page, items: page.items.map((item) => (item.laneId === lane.laneId ? { ...item, ...lane } : item)) } : page,
  );
}

function upsertRecent(cache: QueryClient, laneId: string, passage: Passage): void {
  cache.setQueryData<Passage[]>(recentKey(laneId), (items) =>
    items ? [passage, ...items.filter((item) => item.id !== passage.id)].sort((a, b) => b.seq - a.seq).slice(0, recentCount) : items,
  );
}
