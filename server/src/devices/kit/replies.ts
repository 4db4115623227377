import type { WireReply } from '../contract.ts';

/** The answer to what was not stored: the device must keep it and send it again. The body holds no word of any protocol. */
export function notTaken(): WireReply {
  return { status: 503, contentType: 'text/plain', body: 'not taken' };
}

/** A compact JSON answer. */
export function jsonReply(value: unknown): WireReply {
  return { status: 200, contentType: 'application/json', body: JSON.stringify(value) };
}
