import type { QueryParams, WriteTx } from '../../storage/contract.ts';
import type { DeliveryResult } from './deliver.ts';
import { backOffMs } from './pace.ts';
import type { ClaimedUpload, Regulator } from './parts.ts';

type SettledRow = QueryParams<'upload.settle'>['rows'][number];
type AttemptRow = QueryParams<'upload.add-attempts'>['rows'][number];

/** What is written about one record after its sending: its new state, and the attempt when there was one. */
export interface Settlement {
  row: SettledRow;
  attempt: AttemptRow | null;
  /** The visit whose exit may go now. */
  released: string | null;
}

interface Circumstances {
  startedAt: number;
  now: number;
  idempotent: boolean;
  random: () => number;
  redact: (text: string) => string;
}

const keptRequest = 8192;
const keptReply = 4096;
/** Ends the message of a row that is not sent again by itself. */
export const needsPerson = '，平台可能已收到，请核实后决定是否重新上报';

/** From the outcome of a sending to the row's next state. Nothing is given up: every state but `accepted` has a time or a person ahead. */
export function settlementOf(item: ClaimedUpload, result: DeliveryResult, at: Circumstances): Settlement {
  const base = { id: item.id, attempts: item.attempts, nextAttemptAt: null, message: null, remote: null, acceptedAt: null };
  if (result.kind === 'incomplete') {
    return { row: { ...base, state: 'waiting', attempts: item.before.attempts, message: result.message }, attempt: null, released: null };
  }
  const { receipt } = result;
  const message = at.redact(receipt.message);
  const attempt: AttemptRow = {
    uploadId: item.id,
    number: item.attempts,
    startedAt: at.startedAt,
    finishedAt: at.now,
    state: receipt.state,
    status: result.status,
    request: cut(at.redact(`${result.sent.method} ${result.sent.url}\n\n${result.sent.body}`), keptRequest),
    reply: result.reply === null ? null : cut(at.redact(result.reply), keptReply),
    message,
  };
  const later = at.now + backOffMs(item.attempts, at.random);
  switch (receipt.state) {
    case 'accepted': {
      const remote = JSON.stringify(receipt.remote);
      return { row: { ...base, state: 'accepted', message, remote, acceptedAt: at.now }, attempt, released: item.direction === 'in' ? item.visitId : null };
    }
    case 'rejected':
      return { row: { ...base, state: 'rejected', message }, attempt, released: null };
    case 'retry':
      return {
        row: { ...base, state: 'retry', message, nextAttemptAt: receipt.afterMs === null ? later : at.now + Math.round(receipt.afterMs) },
        attempt,
        released: null,
      };
    case 'session':
      return { row: { ...base, state: 'retry', message, nextAttemptAt: at.now }, attempt, released: null };
    case 'unknown':
      return {
        row: { ...base, state: 'unknown', message: at.idempotent ? message : message + needsPerson, nextAttemptAt: at.idempotent ? later : null },
        attempt,
        released: null,
      };
  }
}

/** A claimed record that was not sent after all goes back as it was, due at once. */
export function givenBack(item: ClaimedUpload, message: string | null, now: number): Settlement {
  return { row: { id: item.id, ...item.before, nextAttemptAt: now, message, remote: null, acceptedAt: null }, attempt: null, released: null };
}

/** Writes settlements in one transaction and gives the exits of accepted entries their turn. */
export function writeSettlements(tx: WriteTx, regulator: Regulator, settlements: readonly Settlement[], now: number): void {
  tx.query('upload.settle', { rows: settlements.map((each) => each.row) });
  tx.query('upload.add-attempts', { rows: settlements.flatMap((each) => each.attempt ?? []) });
  const visitIds = settlements.flatMap((each) => each.released ?? []);
  if (regulator.protocol.capabilities.perVisitOrder && visitIds.length > 0) tx.query('upload.release-exits', { regulatorId: regulator.id, visitIds, at: now });
}

function cut(text: string, limit: number): string {
  return text.length > limit ? `${text.slice(0, limit)}…` : text;
}
