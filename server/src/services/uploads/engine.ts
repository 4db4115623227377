import type { Writer } from '../../storage/contract.ts';
import { createCircuit } from './circuit.ts';
import { claimDue, type ClaimResult } from './claim.ts';
import { createRedactor, deliver, type DeliveryResult } from './deliver.ts';
import { createOutage } from './outage.ts';
import { createBucket, createWindow } from './pace.ts';
import type { ClaimedUpload, Clock, HttpSender, OutageLog, Regulator } from './parts.ts';
import { createSession } from './session.ts';
import { givenBack, settlementOf, type Settlement, writeSettlements } from './settle.ts';

/** Rows younger than this are live. */
const liveMs = 5 * 60_000;
const flushEveryMs = 40;
const idleCheckMs = 60_000;
const claimAtMost = 128;
const interrupted = '发送途中程序停止，平台可能已收到';

export interface EngineParts {
  regulator: Regulator;
  writer: Writer;
  http: HttpSender;
  clock: Clock;
  ears: EngineEars;
}

export interface EngineEars {
  random: () => number;
  outages: OutageLog;
  /** The root of picture addresses when the platform's settings name none. */
  photoBase: () => string;
  onChanged: (regulatorId: string) => void;
  onError: (error: unknown) => void;
}

export interface EngineStatus {
  circuit: 'closed' | 'open' | 'half-open';
  /** Since when the circuit is in trouble or well again; null: well since the start. */
  since: number | null;
  message: string | null;
  inFlight: number;
  window: number;
  /** Ms from record to acceptance of the newest live one; null before the first. */
  liveLagMs: number | null;
  acceptedSinceStart: number;
}

/**
 * Sends the outbox rows of one platform. A row is marked `sending` before its first byte leaves and is settled after the answer,
 * many in one commit. Live rows go first and back-fill leaves them a place; an exit goes after its entry was accepted.
 */
export function createUploadEngine({ regulator, writer, http, clock, ears }: EngineParts) {
  const limits = regulator.protocol.limits(regulator.settings);
  const idempotent = regulator.protocol.idempotent(regulator.settings);
  const photoBase = () => (typeof regulator.settings.publicBaseUrl === 'string' ? regulator.settings.publicBaseUrl : ears.photoBase());
  const window = createWindow(limits.maxInFlight);
  const bucket = createBucket(limits.ratePerSecond);
  const circuit = createCircuit(ears.random);
  const session = createSession({ regulator, http, clock });
  const redact = createRedactor(regulator);
  const outage = createOutage({ regulator, writer, clock, circuit, outages: ears.outages, onError: ears.onError });

  const ready = { live: [] as ClaimedUpload[], backfill: [] as ClaimedUpload[] };
  let settled: Settlement[] = [];
  let inFlight = 0;
  let running = false;
  let claiming = false;
  let flushing = false;
  let loggingIn = false;
  /** Something new may be in the table. */
  let woken = true;
  let nextDueAt: number | null = null;
  let pausedUntil = 0;
  let deniedTokens = 0;
  let timer: { at: number; cancel: () => void } | null = null;
  let waiters: (() => void)[] = [];
  let liveLagMs: number | null = null;
  let accepted = 0;

  const start = async (): Promise<void> => {
    await writer.run((tx) => tx.query('upload.recover', { regulatorId: regulator.id, nextAttemptAt: idempotent ? clock.now() : null, message: interrupted }));
    running = true;
    pump();
  };

  /** The one place where it is decided what happens next; called after everything that changed. */
  function pump(): void {
    const now = clock.now();
    if (circuit.state === 'open') {
      giveBack();
      if (running && inFlight === 0 && !claiming && !loggingIn && !flushing && settled.length === 0 && now >= circuit.probeAt) void probe();
      else if (running) wakeAt(circuit.probeAt);
    } else if (running && circuit.state === 'closed') {
      const known = woken || ready.live.length + ready.backfill.length > 0 || (nextDueAt !== null && nextDueAt <= now);
      if (now < pausedUntil) wakeAt(pausedUntil);
      else if (known && session.needed && session.token() === null) void logIn();
      else {
        dispatch(now);
        if (wantsMore(now)) void claim(now);
        else if (nextDueAt !== null && nextDueAt > now) wakeAt(nextDueAt);
      }
      wakeAt(now + idleCheckMs);
    }
    if (settled.length > 0) void flush();
    if (inFlight === 0 && !claiming && !flushing && settled.length === 0) for (const done of waiters.splice(0)) done();
  }

  function dispatch(now: number): void {
    for (;;) {
      const room = window.size - inFlight;
      // The last place is kept for live rows.
      const kept = window.size >= 4 ? 1 : 0;
      const lane = room > 0 && ready.live.length > 0 ? ready.live : room > kept && ready.backfill.length > 0 ? ready.backfill : null;
      const item = lane?.[0];
      if (!lane || !item) return;
      const wait = bucket.take(now);
      if (wait > 0) return wakeAt(now + wait);
      lane.shift();
      void send(item);
    }
  }

  function wantsMore(now: number): boolean {
    if (claiming || settled.length > 512) return false;
    if (woken) return true;
    return nextDueAt !== null && nextDueAt <= now && ready.backfill.length < depth() / 2;
  }

  /** How many rows are taken ahead; none when a stop would leave them unclear for a person. */
  function depth(): number {
    return idempotent ? Math.min(claimAtMost, Math.max(16, window.size * 2)) : Math.max(0, window.size - inFlight);
  }

  async function claim(now: number): Promise<void> {
    claiming = true;
    woken = false;
    const room = Math.max(0, Math.ceil(depth() - ready.backfill.length));
    try {
      take(
        await writer.run((tx) =>
          claimDue(tx, { now, liveSince: now - liveMs, live: idempotent ? claimAtMost : room, backfill: room, whatever: false }, regulator, photoBase()),
        ),
      );
    } catch (error) {
      storageFailed(error);
    }
    claiming = false;
    pump();
  }

  function take(result: ClaimResult): void {
    nextDueAt = result.nextDueAt;
    for (const item of result.claimed) (item.live ? ready.live : ready.backfill).push(item);
    if (nextDueAt === null && result.claimed.length === 0) outage.drained();
  }

  async function logIn(): Promise<void> {
    if (loggingIn) return;
    loggingIn = true;
    const result = await session.renew();
    loggingIn = false;
    if (!result.ok) failed(result.message, 1, result.retry ? 'unreachable' : 'refused');
    pump();
  }

  /** Asks a platform that was away: a login first, then one record. */
  async function probe(): Promise<void> {
    circuit.halfOpen();
    claiming = true;
    if (session.needed) {
      const result = await session.renew();
      if (!result.ok) failed(result.message, 1, result.retry ? 'unreachable' : 'refused');
    }
    if (circuit.state === 'half-open' && running) {
      try {
        const now = clock.now();
        const one = await writer.run((tx) => {
          const live = claimDue(tx, { now, liveSince: now - liveMs, live: 1, backfill: 0, whatever: true }, regulator, photoBase());
          return live.claimed.length > 0 ? live : claimDue(tx, { now, liveSince: now, live: 0, backfill: 1, whatever: true }, regulator, photoBase());
        });
        nextDueAt = one.nextDueAt;
        const item = one.claimed[0];
        if (item) void send(item);
        // Nothing to ask with: a login that works, or that is not needed, is all there is to know.
        else await recovered();
      } catch (error) {
        failed('本地存储故障', 1);
        storageFailed(error);
      }
    }
    claiming = false;
    pump();
  }

  async function send(item: ClaimedUpload): Promise<void> {
    inFlight++;
    const startedAt = clock.now();
    const token = session.token();
    let result: DeliveryResult;
    try {
      result = await deliver(item, { regulator, http, token });
    } catch (error) {
      ears.onError(error);
      result = { kind: 'incomplete', message: '记录无法按协议编码，请联系技术支持' };
    }
    inFlight--;
    const now = clock.now();
    settled.push(settlementOf(item, result, { startedAt, now, idempotent, random: ears.random, redact: (text) => redact(text, token) }));
    learn(item, result, now, now - startedAt, token);
    pump();
  }

  /** What one answer says about the platform as a whole. */
  function learn(item: ClaimedUpload, result: DeliveryResult, now: number, latencyMs: number, token: string | null): void {
    if (result.kind === 'incomplete') {
      if (circuit.state === 'half-open') circuit.failed(now, 1, circuit.message, circuit.cause);
      return;
    }
    const { receipt } = result;
    if (receipt.state === 'accepted' || receipt.state === 'rejected') {
      deniedTokens = 0;
      window.answered(latencyMs, now);
      if (receipt.state === 'accepted') {
        accepted++;
        if (item.live) liveLagMs = now - item.recordedAt;
      }
      outage.receipt(receipt.state, receipt.message);
      if (circuit.worked(now)) void recovered();
      return;
    }
    if (receipt.state === 'session') {
      session.ended(token);
      woken = true;
      deniedTokens++;
      // A fresh token that is refused again and again is a refusal of us, not the end of a session.
      if (deniedTokens > limits.maxInFlight + 2 || circuit.state === 'half-open') failed(receipt.message, 1, deniedTokens > 2 ? 'refused' : 'unreachable');
      return;
    }
    if (result.kind === 'answered' && receipt.state === 'retry' && result.status === 429) {
      window.trouble(now);
      pausedUntil = Math.max(pausedUntil, now + (receipt.afterMs ?? 1000));
      if (circuit.worked(now)) void recovered();
      return;
    }
    if (result.timedOut) window.trouble(now);
    failed(receipt.message, Math.max(5, Math.ceil(window.size / 2)));
  }

  function failed(message: string, limit: number, cause: 'unreachable' | 'refused' = 'unreachable'): void {
    if (circuit.failed(clock.now(), limit, redact(message, session.token()), cause)) {
      window.restart();
      ears.onChanged(regulator.id);
    }
    outage.failing();
  }

  async function recovered(): Promise<void> {
    circuit.worked(clock.now());
    pausedUntil = 0;
    woken = true;
    ears.onChanged(regulator.id);
    try {
      await outage.recovered();
    } catch (error) {
      storageFailed(error);
    }
    woken = true;
    pump();
  }

  async function flush(): Promise<void> {
    if (flushing) return;
    flushing = true;
    let wait = flushEveryMs;
    const batch = settled;
    settled = [];
    try {
      await writer.run((tx) => writeSettlements(tx, regulator, batch, clock.now()));
      if (batch.some((each) => each.released !== null)) woken = true;
      for (const { row } of batch) if (row.nextAttemptAt !== null && (nextDueAt === null || row.nextAttemptAt < nextDueAt)) nextDueAt = row.nextAttemptAt;
      ears.onChanged(regulator.id);
    } catch (error) {
      // The outcomes are kept and written again; the rows stand as `sending` until then.
      settled = [...batch, ...settled];
      wait = 1000;
      ears.onError(error);
    }
    clock.after(wait, () => {
      flushing = false;
      pump();
    });
    if (batch.length > 0 && wait === flushEveryMs) pump();
  }

  function giveBack(): void {
    const now = clock.now();
    for (const item of [...ready.live.splice(0), ...ready.backfill.splice(0)]) settled.push(givenBack(item, null, now));
  }

  function storageFailed(error: unknown): void {
    ears.onError(error);
    pausedUntil = Math.max(pausedUntil, clock.now() + 1000);
    woken = true;
  }

  function wakeAt(at: number): void {
    if (timer && timer.at <= at && timer.at > clock.now()) return;
    timer?.cancel();
    const due: { at: number; cancel: () => void } = { at, cancel: () => {} };
    due.cancel = clock.after(Math.max(0, at - clock.now()), () => {
      if (timer === due) timer = null;
      pump();
    });
    timer = due;
  }

  return {
    start,
    /** New rows were committed, or old ones were given another turn. */
    wake(): void {
      woken = true;
      if (circuit.state !== 'open') pump();
    },
    /** Asks a platform that was away at once. */
    probeNow(): void {
      circuit.probeNow(clock.now());
      pump();
    },
    status(): EngineStatus {
      return {
        circuit: circuit.state,
        since: circuit.changedAt,
        message: circuit.message || null,
        inFlight,
        window: window.size,
        liveLagMs,
        acceptedSinceStart: accepted,
      };
    },
    /** Takes nothing more, waits for the answers under way, writes them; rows taken ahead go back. */
    async stop(): Promise<void> {
      running = false;
      timer?.cancel();
      giveBack();
      outage.stop();
      await new Promise<void>((resolve) => {
        waiters.push(resolve);
        pump();
      });
      waiters = [];
      http.close();
    },
  };
}
export type UploadEngine = ReturnType<typeof createUploadEngine>;
