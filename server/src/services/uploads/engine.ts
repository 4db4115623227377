import { claimDue } from './claim.ts';
import { createRedactor, deliver, type DeliveryResult } from './deliver.ts';
import { createBucket } from './pace.ts';
import type { ClaimedUpload, EngineParts } from './parts.ts';
import { createPlatform } from './platform.ts';
import { givenBack, needsPerson, type Settlement, settlementOf, writeSettlements } from './settle.ts';

/** Rows younger than this are live. */
const liveMs = 5 * 60_000;
const flushEveryMs = 40;
const idleCheckMs = 60_000;
const claimAtMost = 128;
const interrupted = '发送途中程序停止，平台可能已收到';

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
  const photoBase = () => (typeof regulator.settings.publicBaseUrl === 'string' ? regulator.settings.publicBaseUrl : ears.photoBase().replace(/\/+$/, ''));
  const redact = createRedactor(regulator);
  const bucket = createBucket(limits.ratePerSecond);
  const platform = createPlatform({ regulator, writer, http, clock, ears }, () => {
    woken = true;
    pump();
  });
  const { circuit, session, window } = platform;

  const ready = { live: [] as ClaimedUpload[], backfill: [] as ClaimedUpload[] };
  let settled: Settlement[] = [];
  let inFlight = 0;
  let running = false;
  let claiming = false;
  let flushing = false;
  /** Something new may be in the table. */
  let woken = true;
  let nextDueAt: number | null = null;
  let liveLeft = false;
  let claimedAt = Number.NEGATIVE_INFINITY;
  let horizon = 0;
  let timer: { firesAt: number; cancel: () => void } | null = null;
  let waiters: (() => void)[] = [];

  const start = async (): Promise<void> => {
    await writer.run((tx) =>
      tx.query('upload.recover', {
        regulatorId: regulator.id,
        nextAttemptAt: idempotent ? clock.now() : null,
        message: idempotent ? interrupted : interrupted + needsPerson,
      }),
    );
    running = true;
    pump();
  };

  /** The one place where it is decided what happens next; called after everything that changed. */
  function pump(): void {
    const now = clock.now();
    if (circuit.state === 'open') {
      giveBack();
      if (running && inFlight === 0 && !claiming && !flushing && settled.length === 0 && now >= circuit.probeAt) void probe();
      else if (running && now < circuit.probeAt) wakeAt(circuit.probeAt);
    } else if (running && circuit.state === 'closed') {
      if (now - claimedAt >= idleCheckMs) woken = true;
      const known = woken || ready.live.length + ready.backfill.length > 0 || (nextDueAt !== null && nextDueAt <= now);
      if (now < platform.pausedUntil) wakeAt(platform.pausedUntil);
      else if (known && session.needed && session.token() === null) void platform.logIn().then(pump);
      else {
        dispatch(now);
        if (wantsMore(now)) void claim(now);
        else if (nextDueAt !== null && nextDueAt > now) wakeAt(nextDueAt);
      }
      wakeAt(now + idleCheckMs);
    }
    if (settled.length > 0) void flush();
    if (inFlight > 0 || claiming || flushing || settled.length > 0) return;
    if (circuit.state === 'closed' && nextDueAt === null && !woken) platform.outage.drained();
    for (const done of waiters.splice(0)) done();
  }

  function dispatch(now: number): void {
    for (;;) {
      const room = window.size - inFlight;
      // Where a place becomes free only now and then, the last one is kept for live rows.
      const kept = window.size > 1 && window.placeEveryMs > 100 ? 1 : 0;
      const lane = room > 0 && ready.live.length > 0 ? ready.live : room > kept && ready.backfill.length > 0 ? ready.backfill : null;
      const item = lane?.[0];
      if (!lane || !item) return;
      const wait = bucket.take(now);
      if (wait > 0) {
        wakeAt(now + wait);
        return;
      }
      lane.shift();
      void send(item);
    }
  }

  function wantsMore(now: number): boolean {
    if (claiming || settled.length > 512) return false;
    if (woken || (liveLeft && ready.live.length < claimAtMost / 4)) return true;
    return nextDueAt !== null && nextDueAt <= now && ready.backfill.length < depth() / 2;
  }

  /** How many rows are taken ahead; none when a stop would leave them unclear for a person. */
  function depth(): number {
    return idempotent ? Math.min(claimAtMost, Math.max(16, window.size * 2)) : Math.max(0, window.size - inFlight);
  }

  async function claim(now: number): Promise<void> {
    claiming = true;
    woken = false;
    claimedAt = now;
    const room = Math.max(0, depth() - ready.backfill.length);
    const wish = { now: due(now), liveSince: now - liveMs, live: idempotent ? claimAtMost - ready.live.length : room, backfill: room, whatever: false };
    try {
      const result = await writer.run((tx) => claimDue(tx, wish, regulator, photoBase()));
      // A row whose passage is not there is never taken; it must not be asked for in a circle.
      const stuck = result.taken === 0 && room > 0 && result.nextDueAt !== null && result.nextDueAt <= now;
      nextDueAt = stuck ? now + idleCheckMs : result.nextDueAt;
      liveLeft = wish.live > 0 && result.claimed.filter((item) => item.live).length >= wish.live;
      for (const item of result.claimed) (item.live ? ready.live : ready.backfill).push(item);
    } catch (error) {
      storageFailed(error);
    }
    claiming = false;
    pump();
  }

  /** A clock that is set back delays nothing that was due before. */
  function due(now: number): number {
    horizon = Math.max(horizon, now);
    return horizon;
  }

  /** Asks a platform that was away: a login first, then one record. */
  async function probe(): Promise<void> {
    circuit.halfOpen();
    claiming = true;
    if (session.needed) await platform.logIn();
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
        else await platform.recovered();
      } catch (error) {
        platform.failed('本地存储故障', 1);
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
    if (result.kind === 'answered' && result.receipt.state === 'session') woken = true;
    platform.learn(item, result, { now, latencyMs: now - startedAt, token });
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
      // After a stop they become unclear ones at the next start.
      settled = running ? [...batch, ...settled] : [];
      wait = running ? 1000 : 0;
      ears.onError(error);
    }
    clock.after(wait, () => {
      flushing = false;
      pump();
    });
    if (wait === flushEveryMs) pump();
  }

  function giveBack(): void {
    const now = clock.now();
    for (const item of [...ready.live.splice(0), ...ready.backfill.splice(0)]) settled.push(givenBack(item, null, now));
  }

  function storageFailed(error: unknown): void {
    ears.onError(error);
    platform.pause(clock.now() + 1000);
    woken = true;
  }

  /** The earliest wish stands. Kept by elapsed time: one that is due this very moment must not give way to the next idle look. */
  function wakeAt(at: number): void {
    const delay = Math.max(0, at - clock.now());
    const firesAt = clock.elapsed() + delay;
    if (timer && timer.firesAt <= firesAt) return;
    timer?.cancel();
    const due: { firesAt: number; cancel: () => void } = { firesAt, cancel: () => {} };
    due.cancel = clock.after(delay, () => {
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
        liveLagMs: platform.liveLagMs,
        acceptedSinceStart: platform.accepted,
      };
    },
    /** Takes nothing more, waits for the answers under way, writes them; rows taken ahead go back. */
    async stop(): Promise<void> {
      running = false;
      timer?.cancel();
      giveBack();
      platform.outage.stop();
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
