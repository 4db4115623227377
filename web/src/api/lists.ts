import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { get, type Params } from './client.ts';
import type { Page } from './types.ts';

export interface PagedList<T> {
  rows: T[];
  loading: boolean;
  fetching: boolean;
  error: unknown;
  hasMore: boolean;
  loadingMore: boolean;
  loadMore(): void;
  reload(): void;
}

/** A list read page by page with its keyset cursor. `path` is below /api/v1, `params` are the filters. */
export function usePagedList<T>(path: string, params: Params = {}, options: { limit?: number; refetchMs?: number } = {}): PagedList<T> {
  const limit = options.limit ?? 50;
  const query = useInfiniteQuery({
    queryKey: ['list', path, params, limit],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) => get<Page<T>>(path, { ...params, limit, cursor: pageParam }, signal),
    getNextPageParam: (page) => page.nextCursor,
    refetchInterval: options.refetchMs ?? false,
    placeholderData: (previous) => previous,
  });
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data]);
  return {
    rows,
    loading: query.isPending,
    fetching: query.isFetching,
    error: query.error,
    hasMore: query.hasNextPage,
    loadingMore: query.isFetchingNextPage,
    loadMore: () => {
      if (query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage();
    },
    reload: () => void query.refetch(),
  };
}
