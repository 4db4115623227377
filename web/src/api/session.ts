import { useQuery } from '@tanstack/react-query';
import { ApiError, get } from './client.ts';
import type { Session } from './types.ts';

/** The session, or null when nobody is logged in. Other faults reject. */
export async function readSession(): Promise<Session | null> {
  try {
    return await get<Session>('/session');
  } catch (fault) {
    if (fault instanceof ApiError && fault.status === 401) return null;
    throw fault;
  }
}

export const sessionKey = ['session'] as const;

/** The session of the person before the screen; undefined while it loads, null when nobody is logged in. */
export function useSession(): Session | null | undefined {
  return useQuery({ queryKey: sessionKey, queryFn: readSession, staleTime: 60_000 }).data;
}

/** A question about rights: `may('vehicles.write')`. Says no while the session is unknown. */
export function useMay(): (right: string) => boolean {
  const session = useSession();
  return (right) => session?.rights.includes(right) ?? false;
}
