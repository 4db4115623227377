import { randomUUID } from 'node:crypto';
import type { GapKind } from '../../domain/ledger/entry.ts';
import type { Writer } from '../../storage/contract.ts';
import type { Clock } from '../passages/parts.ts';
import type { GapDetails } from './gaps.ts';

const aliveSetting = 'run.lastAliveAt';
const beatMs = 10_000;
/** A restart that takes less is no interruption worth a row, ms. */
const shortestStopMs = 30_000;
/** Steps of a time service stay below this, ms. */
const largestStepMs = 2_000;

/**
 * Watches the program itself: how long it stood still before this start, and whether the wall clock jumps. Both become
 * gaps that are over when they are seen, so an inspector finds them in the ledger.
 */
export function createRunWatch(parts: { writer: Writer; clock: Clock; onError: (error: unknown) => void }) {
  const { writer, clock } = parts;
  let offset = clock.now() - clock.elapsed();
  let cancel = () => {};

  const record = (kind: GapKind, frame: { since: number; until: number }, details: GapDetails) =>
    writer.run((tx) => {
      const body = { id: randomUUID(), kind, subject: 'site', since: new Date(frame.since).toISOString(), details };
      const by = { type: 'system', name: 'health' } as const;
      tx.append({ kind: 'gap', subject: `gap:${body.id}`, at: body.since, by, body: { ...body, change: 'opened', until: null } });
      const until = new Date(frame.until).toISOString();
      tx.append({ kind: 'gap', subject: `gap:${body.id}`, at: until, by, body: { ...body, change: 'closed', until } });
    });

  const markAlive = () => writer.run((tx) => tx.query('setting.put', { name: aliveSetting, value: clock.now() }));

  const beat = () => {
    const now = clock.now();
    const step = now - clock.elapsed() - offset;
    if (Math.abs(step) > largestStepMs) {
      offset += step;
      void record('clock-jump', { since: now - step, until: now }, { stepSeconds: Math.round(step / 1000) }).catch(parts.onError);
    }
    void markAlive().catch(parts.onError);
    cancel = clock.after(beatMs, beat);
  };

  return {
    /** Looks back at the former run, then begins to watch. */
    async start(): Promise<void> {
      const last = writer.query('setting.get', { name: aliveSetting });
      const now = clock.now();
      if (typeof last === 'number' && now - last > shortestStopMs) {
        await record('server-stopped', { since: last, until: now }, { minutes: Math.round((now - last) / 60_000) });
      }
      await markAlive();
      cancel = clock.after(beatMs, beat);
    },
    async stop(): Promise<void> {
      cancel();
      await markAlive().catch(parts.onError);
    },
  };
}
