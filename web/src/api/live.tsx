import { useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useRef, useState } from 'react';
import { keepConnected } from './live-connection.ts';

export type LiveState = 'connecting' | 'open' | 'broken';
type Listener = (data: unknown) => void;

interface Live {
  state: LiveState;
  /** When the connection broke, ms since the epoch; null while it stands. */
  brokenSince: number | null;
  subscribe(event: string, listener: Listener): () => void;
}

export type LiveEvent = 'passage' | 'lane' | 'gap' | 'upload' | 'notice';

const LiveContext = createContext<Live>({ state: 'connecting', brokenSince: null, subscribe: () => () => undefined });

/**
 * Holds the one event stream of the page. After every reconnection and
 * every 10 s while it is broken everything on the screen is fetched again, because events were missed.
 */
export function LiveProvider({ enabled, children }: { enabled: boolean; children: ReactNode }) {
  const [state, setState] = useState<LiveState>('connecting');
  const [brokenSince, setBrokenSince] = useState<number | null>(null);
  const listeners = useRef(new Map<string, Set<Listener>>());
  const cache = useQueryClient();

  useEffect(() => {
    if (!enabled) return undefined;
    let wasOpen = false;
    return keepConnected('/api/v1/live', {
      onOpen() {
        setState('open');
        setBrokenSince(null);
        if (wasOpen) void cache.invalidateQueries();
        wasOpen = true;
      },
      onBroken() {
        setState('broken');
        setBrokenSince((since) => since ?? Date.now());
      },
      onEvent({ event, data }) {
        const heard = listeners.current.get(event);
        const body = heard ? parse(data) : undefined;
        if (body !== undefined) for (const listener of heard ?? []) listener(body);
      },
    });
  }, [enabled, cache]);

  useEffect(() => {
    if (state !== 'broken') return undefined;
    const timer = setInterval(() => void cache.invalidateQueries({ queryKey: ['live'] }), 10_000);
    return () => clearInterval(timer);
  }, [state, cache]);

  const subscribe = useCallback((event: string, listener: Listener) => {
    const set = listeners.current.get(event) ?? new Set();
    listeners.current.set(event, set.add(listener));
    return () => set.delete(listener);
  }, []);

  const value = useMemo<Live>(() => ({ state, brokenSince, subscribe }), [state, brokenSince, subscribe]);
  return <LiveContext.Provider value={value}>{children}</LiveContext.Provider>;
}

/** The state of the event stream, for the notice 连接中断. */
export function useLiveState(): { state: LiveState; brokenSince: number | null } {
  const { state, brokenSince } = useContext(LiveContext);
  return { state, brokenSince };
}

/** Calls `listener` with the data of every such event while the component is shown. */
export function useLive<T>(event: LiveEvent, listener: (data: T) => void): void {
  const { subscribe } = useContext(LiveContext);
  const latest = useRef(listener);
  latest.current = listener;
  useEffect(() => subscribe(event, (data) => latest.current(data as T)), [event, subscribe]);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
