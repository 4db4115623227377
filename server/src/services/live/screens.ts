/** What the screens are told while it happens. `data` is JSON of the same shape as the route of that noun. */
export interface ScreenEvent {
  event: 'passage' | 'lane' | 'gap' | 'upload' | 'notice';
  data: unknown;
}

/**
 * Fans events out to the open screens. `passage` events carry only an id until somebody listens: the view is built by
 * `viewOf` off the gate's path, and a burst on one passage is shown once.
 */
export function createScreens(parts: { viewOf: (passageId: string) => Promise<unknown | null>; onError: (error: unknown) => void }) {
  const listeners = new Set<(event: ScreenEvent) => void>();
  let pending = new Set<string>();
  let draining = false;

  const send = (event: ScreenEvent) => {
    for (const listener of listeners) listener(event);
  };

  const drain = async () => {
    draining = true;
    while (pending.size > 0) {
      const ids = pending;
      pending = new Set();
      for (const id of ids) {
        try {
          const data = await parts.viewOf(id);
          if (data !== null) send({ event: 'passage', data });
        } catch (error) {
          parts.onError(error);
        }
      }
    }
    draining = false;
  };

  return {
    subscribe(listener: (event: ScreenEvent) => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    send,
    /** A passage is new or has changed. */
    passage(id: string): void {
      if (listeners.size === 0) return;
      pending.add(id);
      if (!draining) void drain();
    },
    get watched(): boolean {
      return listeners.size > 0;
    },
  };
}
export type Screens = ReturnType<typeof createScreens>;
