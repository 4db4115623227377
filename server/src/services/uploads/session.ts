import type { LoginResult } from '../../regulators/contract.ts';
import type { Clock, HttpSender, Regulator } from './parts.ts';

/** The login of one platform: one at a time, whoever asks; renewed ten seconds before it ends. */
export function createSession({ regulator, http, clock }: { regulator: Regulator; http: HttpSender; clock: Clock }) {
  const { protocol } = regulator;
  let token: string | null = null;
  let endsAt = Number.POSITIVE_INFINITY;
  let running: Promise<LoginResult> | null = null;

  const login = async (): Promise<LoginResult> => {
    const result = await logIn(regulator, http);
    token = result.ok ? result.token : null;
    const seconds = result.ok ? result.expiresInSeconds : null;
    endsAt = seconds === null ? Number.POSITIVE_INFINITY : clock.now() + Math.max(1, seconds - 10) * 1000;
    return result;
  };

  return {
    needed: protocol.login !== null,
    /** The token to send with now; null when there is none (any more). */
    token(): string | null {
      return clock.now() < endsAt ? token : null;
    },
    renew(): Promise<LoginResult> {
      running ??= login().finally(() => {
        running = null;
      });
      return running;
    },
    /** They no longer take this token. A newer one stays. */
    ended(which: string | null): void {
      if (which === token) token = null;
    },
  };
}
export type Session = ReturnType<typeof createSession>;

/** One login, also for the test button. Protocols without a session always succeed. */
export async function logIn({ protocol, settings }: Pick<Regulator, 'protocol' | 'settings'>, http: HttpSender): Promise<LoginResult> {
  if (protocol.login === null) return { ok: true, token: '', expiresInSeconds: null };
  const outcome = await http.send(protocol.login(settings), protocol.limits(settings).timeoutMs);
  if (outcome.kind !== 'response') return { ok: false, retry: true, message: outcome.message };
  return protocol.interpretLogin(outcome.response);
}
