import type { LoginResult } from '../../regulators/contract.ts';
import { createCircuit } from './circuit.ts';
import { createRedactor, type DeliveryResult } from './deliver.ts';
import { createOutage } from './outage.ts';
import { createWindow } from './pace.ts';
import type { ClaimedUpload, EngineParts } from './parts.ts';
import { createSession } from './session.ts';

/** What is known of one platform from its answers: whether it is there, how fast it takes records, whether we are logged in. */
export function createPlatform({ regulator, writer, http, clock, ears }: EngineParts, onRecovered: () => void) {
  const limits = regulator.protocol.limits(regulator.settings);
  const redact = createRedactor(regulator);
  const window = createWindow(limits.maxInFlight);
  const circuit = createCircuit(ears.random);
  const session = createSession({ regulator, http, clock });
  const outage = createOutage({ regulator, writer, clock, circuit, ears });
  let pausedUntil = 0;
  let throttled = 0;
  let deniedTokens = 0;
  let liveLagMs: number | null = null;
  let accepted = 0;

  /** A failed exchange; `limit` in a row stop the sending. */
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
    ears.onChanged(regulator.id);
    try {
      await outage.recovered();
    } catch (error) {
      ears.onError(error);
    }
    onRecovered();
  }

  function worked(now: number): void {
    if (circuit.worked(now)) void recovered();
  }

  return {
    window,
    circuit,
    session,
    outage,
    failed,
    recovered,
    get pausedUntil(): number {
      return pausedUntil;
    },
    /** Ms from record to acceptance of the newest live one. */
    get liveLagMs(): number | null {
      return liveLagMs;
    },
    get accepted(): number {
      return accepted;
    },
    pause(until: number): void {
      pausedUntil = Math.max(pausedUntil, until);
    },
    async logIn(): Promise<void> {
      const result = await session.renew().catch((error): LoginResult => {
        ears.onError(error);
        return { ok: false, retry: true, message: '登录答复无法理解' };
      });
      if (!result.ok) failed(result.message, 1, result.retry ? 'unreachable' : 'refused');
    },
    /** What the end of one sending says about the platform as a whole. */
    learn(item: ClaimedUpload, result: DeliveryResult, { now, latencyMs, token }: { now: number; latencyMs: number; token: string | null }): void {
      if (result.kind === 'incomplete') {
        if (circuit.state === 'half-open') circuit.failed(now, 1, circuit.message, circuit.cause);
        return;
      }
      const { receipt } = result;
      if (receipt.state === 'accepted' || receipt.state === 'rejected') {
        deniedTokens = 0;
        throttled = 0;
        window.answered(latencyMs, now);
        if (receipt.state === 'accepted') accepted++;
        if (receipt.state === 'accepted' && item.live) liveLagMs = now - item.recordedAt;
        outage.receipt(receipt.state, receipt.message);
        worked(now);
      } else if (receipt.state === 'session') {
        session.ended(token);
        deniedTokens++;
        // A fresh token that is refused again and again is a refusal of us, not the end of a session.
        if (deniedTokens > limits.maxInFlight + 2 || circuit.state === 'half-open') failed(receipt.message, 1, deniedTokens > 2 ? 'refused' : 'unreachable');
      } else if (result.kind === 'answered' && receipt.state === 'retry' && (result.status === 429 || result.status < 300)) {
        window.throttled(now);
        pausedUntil = Math.max(pausedUntil, now + (receipt.afterMs ?? Math.min(5000, 50 * 2 ** throttled)));
        throttled = Math.min(throttled + 1, 20);
        worked(now);
      } else {
        if (result.timedOut) window.timedOut(now);
        failed(receipt.message, Math.max(5, Math.ceil(window.size / 2)));
      }
    },
  };
}
export type Platform = ReturnType<typeof createPlatform>;
