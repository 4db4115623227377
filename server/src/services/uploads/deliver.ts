import type { Receipt, WireMessage, WireResponse } from '../../regulators/contract.ts';
import { isSecret } from '../sites/device-settings.ts';
import type { ClaimedUpload, HttpSender, Regulator } from './parts.ts';

/** How one sending of one record ended. `incomplete` never left the house. */
export type DeliveryResult =
  | { kind: 'incomplete'; message: string }
  | { kind: 'answered'; receipt: Receipt; status: number; sent: WireMessage; reply: string; timedOut: false }
  | { kind: 'unanswered'; receipt: Receipt; status: null; sent: WireMessage; reply: null; timedOut: boolean };

/**
 * Sends one record, message by message, and says what became of it. Once a first message was taken, a later one that was not
 * leaves the record `unknown`: it is half there.
 */
export async function deliver(
  item: ClaimedUpload,
  { regulator, http, token }: { regulator: Regulator; http: HttpSender; token: string | null },
): Promise<DeliveryResult> {
  const { protocol, settings } = regulator;
  const encoded = protocol.encode(item.record, { settings, token, entryRemote: item.entryRemote });
  if (!encoded.ok) return { kind: 'incomplete', message: encoded.missing };
  const { timeoutMs } = protocol.limits(settings);
  let remote: Record<string, string> = {};
  let result: DeliveryResult = { kind: 'incomplete', message: '协议没有给出任何报文' };
  for (const [index, sent] of encoded.messages.entries()) {
    const outcome = await http.send(sent, timeoutMs);
    if (outcome.kind === 'response') {
      const receipt = understand(protocol, outcome.response);
      if (receipt.state === 'accepted') remote = { ...remote, ...receipt.remote };
      result = {
        kind: 'answered',
        receipt: after(index, receipt, remote),
        status: outcome.response.status,
        sent,
        reply: outcome.response.body,
        timedOut: false,
      };
    } else {
      const receipt: Receipt =
        outcome.kind === 'not-sent' ? { state: 'retry', message: outcome.message, afterMs: null } : { state: 'unknown', message: outcome.message };
      result = {
        kind: 'unanswered',
        receipt: after(index, receipt, remote),
        status: null,
        sent,
        reply: null,
        timedOut: outcome.kind === 'maybe-sent' && outcome.timedOut,
      };
    }
    if (result.receipt.state !== 'accepted') return result;
  }
  return result;
}

/** They answered, so they may have the record, even when what they say is beyond the protocol. */
function understand(protocol: Regulator['protocol'], response: WireResponse): Receipt {
  try {
    return protocol.interpretReply(response);
  } catch {
    return { state: 'unknown', message: '平台的答复无法理解' };
  }
}

function after(index: number, receipt: Receipt, remote: Record<string, string>): Receipt {
  if (receipt.state === 'accepted') return { ...receipt, remote };
  return index > 0 && receipt.state === 'retry' ? { state: 'unknown', message: `部分报文已被接收；${receipt.message}` } : receipt;
}

/** Removes what must not be kept (token, secret settings) from texts that are. */
export function createRedactor({ protocol, settings }: Regulator): (text: string, token: string | null) => string {
  const secrets = Object.entries(protocol.settings.shape)
    .filter(([, field]) => isSecret(field))
    .map(([name]) => settings[name])
    .filter((value): value is string => typeof value === 'string' && value.length >= 4);
  return (text, token) => {
    let clean = text;
    for (const secret of token === null ? secrets : [...secrets, token])
      if (secret.length >= 4 && clean.includes(secret)) clean = clean.replaceAll(secret, '***');
    return clean;
  };
}
