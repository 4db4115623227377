import type { Readers, Writer, WriteTx } from '../../storage/contract.ts';
import { createUploadEngine, type EngineStatus, type UploadEngine } from './engine.ts';
import type { PassedPassage } from '../passages/parts.ts';
import { addToOutbox } from './outbox.ts';
import type { Clock, EngineEars, HttpSender, Regulator } from './parts.ts';

const tellEveryMs = 500;

export interface UploadsParts {
  writer: Writer;
  readers: Readers;
  clock: Clock;
  /** One pool of connections for one platform. */
  openHttp: (options: { maxSockets: number; keepAlive: boolean }) => HttpSender;
  ears: EngineEars;
}

/**
 * The outbox and its engines, one per enabled platform. `enqueue` belongs into the transaction of the entry that let the vehicle pass;
 * `use` is told of every change of the platforms, and starts, restarts or stops what it must.
 */
export function createUploads({ writer, readers, clock, openHttp, ears }: UploadsParts) {
  const engines = new Map<string, { regulator: Regulator; engine: UploadEngine; acceptedBefore: Promise<AcceptedToday> }>();
  let enabledIds: string[] = [];
  let waking = false;
  let changing: Promise<void> = Promise.resolve();
  const changed = new Set<string>();

  /** Many changes a second are told as one. */
  const onChanged = (regulatorId: string) => {
    if (changed.size === 0) {
      clock.after(tellEveryMs, () => {
        const ids = [...changed];
        changed.clear();
        for (const id of ids) ears.onChanged(id);
      });
    }
    changed.add(regulatorId);
  };

  const wakeSoon = () => {
    if (waking) return;
    waking = true;
    clock.after(0, () => {
      waking = false;
      for (const { engine } of engines.values()) engine.wake();
    });
  };

  const acceptedToday = async (regulatorId: string): Promise<AcceptedToday> => {
    const now = clock.now();
    const since = midnightBefore(now);
    const uploads = await readers.query('upload.accepted-since', { regulatorId, since, recordedSince: now - 40 * 86_400_000 });
    return { since, uploads };
  };

  const startEngine = async (regulator: Regulator) => {
    const limits = regulator.protocol.limits(regulator.settings);
    const http = openHttp({ maxSockets: limits.maxInFlight + 1, keepAlive: regulator.protocol.idempotent(regulator.settings) });
    const engine = createUploadEngine({ regulator, writer, http, clock, ears: { ...ears, onChanged } });
    const acceptedBefore = acceptedToday(regulator.id).catch((error) => {
      ears.onError(error);
      return { since: midnightBefore(clock.now()), uploads: 0 };
    });
    engines.set(regulator.id, { regulator, engine, acceptedBefore });
    await acceptedBefore;
    await engine.start();
  };

  const stopEngine = async (id: string) => {
    const running = engines.get(id);
    engines.delete(id);
    await running?.engine.stop();
  };

  return {
    enqueue(tx: WriteTx, passed: PassedPassage): void {
      addToOutbox(tx, passed, enabledIds, clock.now());
      wakeSoon();
    },
    /** A passage was corrected (inside the same transaction): what waited for a person or was refused goes again. */
    corrected(tx: WriteTx, passageId: string): void {
      tx.query('upload.after-correction', { passageId, at: clock.now() });
      wakeSoon();
    },
    /** The platforms in force from now on. Engines of unchanged ones go on undisturbed. */
    use(regulators: readonly Regulator[]): Promise<void> {
      const wanted = new Map(regulators.filter((each) => each.enabled).map((each) => [each.id, each]));
      enabledIds = [...wanted.keys()];
      changing = changing
        .catch(() => undefined)
        .then(async () => {
          for (const [id, { regulator }] of [...engines]) if (wanted.get(id) !== regulator) await stopEngine(id);
          for (const [id, regulator] of wanted) if (!engines.has(id)) await startEngine(regulator);
        });
      changing.catch(ears.onError);
      return changing;
    },
    wake: wakeSoon,
    probeNow(regulatorId: string): void {
      engines.get(regulatorId)?.engine.probeNow();
    },
    /** Live figures of the engines; platforms without one are switched off. */
    async status(regulatorId: string): Promise<(EngineStatus & { acceptedToday: number }) | null> {
      const running = engines.get(regulatorId);
      if (!running) return null;
      const status = running.engine.status();
      const before = await running.acceptedBefore;
      const midnight = midnightBefore(clock.now());
      if (midnight === before.since) return { ...status, acceptedToday: before.uploads + status.acceptedSinceStart };
      const today = await acceptedToday(regulatorId);
      running.acceptedBefore = Promise.resolve({ since: today.since, uploads: today.uploads - status.acceptedSinceStart });
      return { ...status, acceptedToday: today.uploads };
    },
    async stop(): Promise<void> {
      await changing.catch(() => undefined);
      await Promise.all([...engines.keys()].map(stopEngine));
    },
  };
}
export type Uploads = ReturnType<typeof createUploads>;

interface AcceptedToday {
  since: number;
  uploads: number;
}

function midnightBefore(now: number): number {
  return Math.floor((now + 8 * 3_600_000) / 86_400_000) * 86_400_000 - 8 * 3_600_000;
}
