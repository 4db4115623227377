import { QueryClient } from '@tanstack/react-query';
import { ApiError } from './client.ts';

/** One cache for all pages. A refusal is final, a fault of the network or server is tried twice more. */
export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 5_000,
        refetchOnWindowFocus: false,
        retry: (failures, fault) => failures < 2 && !(fault instanceof ApiError && fault.status >= 400 && fault.status < 500),
      },
      mutations: { retry: false },
    },
  });
}
