import { z } from 'zod';
import { AppError } from '../errors.ts';
import { canonicalJson } from './canonical-json.ts';
import type { AnyEntry, Entry, EntryDraft, EntryKind } from './entry.ts';

const kinds = {
  passage: true,
  'passage-evidence': true,
  'passage-answer': true,
  'manual-lift': true,
  'barrier-states': true,
  correction: true,
  'road-vehicle': true,
  'list-entry': true,
  'rule-set': true,
  gap: true,
  act: true,
} as const satisfies Record<EntryKind, true>;

/** The kinds of entries, in the order of `EntryBodies`. */
export const entryKinds = Object.keys(kinds) as [EntryKind, ...EntryKind[]];

/** The envelope; bodies were checked where they came in and are typed by their kind. */
const envelope = z.strictObject({
  v: z.literal(1),
  site: z.string(),
  seq: z.int().min(0),
  kind: z.enum(entryKinds),
  subject: z.string(),
  at: z.iso.datetime(),
  by: z.discriminatedUnion('type', [
    z.strictObject({ type: z.literal('device'), id: z.string() }),
    z.strictObject({ type: z.literal('account'), id: z.string(), name: z.string(), role: z.string() }),
    z.strictObject({ type: z.literal('token'), id: z.string(), name: z.string(), role: z.string() }),
    z.strictObject({ type: z.literal('system'), name: z.string() }),
  ]),
  body: z.record(z.string(), z.unknown()),
});

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** A draft with its place in the ledger. A draft without a subject is its own: `<kind>:<seq>`. */
export function entryOfDraft<K extends EntryKind>(draft: EntryDraft<K>, place: { site: string; seq: number }): Entry<K> {
  const { kind, subject, at, by, body } = draft;
  return { v: 1, site: place.site, seq: place.seq, kind, subject: subject ?? `${kind}:${place.seq}`, at, by, body };
}

/** The bytes of an entry: RFC 8785 canonical JSON in UTF-8, made once and hashed as they are. Throws `LEDGER_VALUE_UNENCODABLE`. */
export function encodeEntry(entry: Entry): Uint8Array {
  return Buffer.from(canonicalJson(entry), 'utf8');
}

/** Reads stored bytes back. Throws `LEDGER_ENTRY_UNREADABLE` when they are not UTF-8, not JSON or not an entry's envelope. */
export function decodeEntry(bytes: Uint8Array): AnyEntry {
  let value: unknown;
  try {
    value = JSON.parse(utf8.decode(bytes));
  } catch (cause) {
    throw new AppError('LEDGER_ENTRY_UNREADABLE', { problem: 'json' }, { cause });
  }
  const checked = envelope.safeParse(value);
  if (!checked.success)
    throw new AppError('LEDGER_ENTRY_UNREADABLE', { problem: checked.error.issues[0]?.path.join('.') ?? 'envelope' }, { cause: checked.error });
  return value as AnyEntry;
}

/** Whether the bytes are an entry in canonical form, so that the same content cannot stand under two hashes. For verification. */
export function isCanonicalEntry(bytes: Uint8Array): boolean {
  try {
    return Buffer.compare(encodeEntry(decodeEntry(bytes)), bytes) === 0;
  } catch (error) {
    if (error instanceof AppError) return false;
    throw error;
  }
}
