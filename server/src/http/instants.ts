import type { FastifyInstance } from 'fastify';
import { formatInstant, parseInstant } from '../domain/time.ts';

/** How this server writes an instant, be it from the ledger (`Z`) or for a person (`+08:00`). */
const written = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{3})?(?:Z|\+08:00)$/;

/** Members whose value is what a device or a person wrote: shown as they wrote it, also when it reads like an instant. */
const verbatim = new Set(['plateText', 'capturedAtText', 'read', 'text', 'reason', 'evidence']);

/** The same JSON with every instant in `offset`, but for the words of others. Nothing of what is given is changed. */
export function inOffset(value: unknown, offset: string): unknown {
  if (typeof value === 'string') return inOffsetText(value, offset);
  if (Array.isArray(value)) return value.map((item) => inOffset(item, offset));
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, verbatim.has(name) ? member : inOffset(member, offset)]));
}

function inOffsetText(text: string, offset: string): string {
  const instant = written.test(text) ? parseInstant(text) : null;
  return instant === null ? text : formatInstant(instant, offset);
}

/** Every JSON answer gives its instants in the offset of the site. What is sent as bytes, the entries of the ledger first of all, stays as it is. */
export function answerInOffset(app: FastifyInstance, offset: () => string): void {
  app.addHook('preSerialization', async (_request, _reply, payload) => inOffset(payload, offset()));
}
