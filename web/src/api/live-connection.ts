import { createEventParser, type StreamEvent } from '../lib/event-stream.ts';

/** The server pings every 15 s: two and a half missed ones mean that the line is dead, ms. */
const silenceMs = 40_000;
const shortestWaitMs = 1_000;
const longestWaitMs = 30_000;

/** Holds an event stream open until stopped: reconnects with a growing wait (1 s to 30 s), also when the line goes silent. Returns the stop. */
export function keepConnected(url: string, ears: { onOpen(): void; onBroken(): void; onEvent(event: StreamEvent): void }): () => void {
  const ending = new AbortController();
  let wait = shortestWaitMs;

  const once = async (): Promise<void> => {
    const attempt = new AbortController();
    const stop = () => attempt.abort();
    ending.signal.addEventListener('abort', stop);
    let watchdog = setTimeout(stop, silenceMs);
    try {
      const response = await fetch(url, { credentials: 'same-origin', headers: { accept: 'text/event-stream' }, signal: attempt.signal });
      if (!response.ok || !response.body) return;
      wait = shortestWaitMs;
      ears.onOpen();
      const feed = createEventParser(ears.onEvent);
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return;
        clearTimeout(watchdog);
        watchdog = setTimeout(stop, silenceMs);
        feed(value);
      }
    } catch {
      return;
    } finally {
      clearTimeout(watchdog);
      ending.signal.removeEventListener('abort', stop);
    }
  };

  const run = async (): Promise<void> => {
    while (!ending.signal.aborted) {
      await once();
      if (ending.signal.aborted) return;
      ears.onBroken();
      await new Promise((resolve) => setTimeout(resolve, wait));
      wait = Math.min(wait * 2, longestWaitMs);
    }
  };
  void run();
  return () => ending.abort();
}
