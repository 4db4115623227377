import { useQuery } from '@tanstack/react-query';
import { get } from './client.ts';
import type { Device, Entrance, Gap, Lane, LaneStatus, Page } from './types.ts';

const all = { limit: 200 };

export const entrancesKey = ['entrances'] as const;
export const lanesKey = ['lanes'] as const;
export const laneStatusKey = ['live', 'lanes'] as const;
export const gapsKey = ['live', 'gaps'] as const;

export function useEntrances(enabled = true) {
  return useQuery({ queryKey: entrancesKey, queryFn: () => get<Page<Entrance>>('/entrances', all), staleTime: 60_000, enabled });
}

export function useLanes(enabled = true) {
  return useQuery({ queryKey: lanesKey, queryFn: () => get<Page<Lane>>('/lanes', all), staleTime: 60_000, enabled });
}

export function useDevices(enabled = true) {
  return useQuery({ queryKey: ['devices'], queryFn: () => get<Page<Device>>('/devices', all), staleTime: 15_000, enabled });
}

/** What every lane is and shows now. Kept fresh by the event stream, fetched again each minute besides. */
export function useLaneStatus(enabled = true) {
  return useQuery({ queryKey: laneStatusKey, queryFn: () => get<Page<LaneStatus>>('/lanes/status'), refetchInterval: 60_000, enabled });
}

/** The interruptions that are open now. */
export function useOpenGaps(enabled = true) {
  return useQuery({ queryKey: gapsKey, queryFn: () => get<Page<Gap>>('/gaps', { open: true }), refetchInterval: 60_000, enabled });
}
