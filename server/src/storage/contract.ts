import type { ListKind, PlateColor } from '../domain/codes.ts';
import type { EntryDraft, EntryKind } from '../domain/ledger/entry.ts';
import type { RoadVehicle } from '../domain/road-vehicle.ts';
import type { queries } from './queries/index.ts';
import type { QueryDefinition } from './queries/definition.ts';

type Queries = typeof queries;
/** Names such as `passage.list`; each is one definition in `queries/<noun>.ts` and one line in `queries/index.ts`. */
export type QueryName = keyof Queries;
export type QueryParams<N extends QueryName> = Queries[N] extends QueryDefinition<infer P, unknown> ? P : never;
export type QueryResult<N extends QueryName> = Queries[N] extends QueryDefinition<never, infer R> ? R : never;

/** One page of a list, newest first. `nextCursor` is opaque and null on the last page. */
export interface Page<T> {
  items: T[];
  nextCursor: string | null;
}

/** Hand-written statements of the decision path; everything a gate needs to know about a plate, in microseconds. */
export interface GateLookups {
  /** The passage a device's read already belongs to; null when the read is new. */
  readOf(deviceId: string, eventKey: string): { passageId: string } | null;
  /** The newest live passage of this plate on this lane received at or after `since` (ms), for merging: a stored read that came in just now is no truck at the gate. */
  recentPassage(laneId: string, plateNumber: string, since: number): { id: string; seq: number; receivedAt: number } | null;
  /** The newest passage of this plate on this lane whose `passed_at` lies in the closed interval (ms): stored reads merge by capture time. */
  passageBetween(laneId: string, plateNumber: string, from: number, to: number): { id: string; seq: number } | null;
  vehiclesOf(plateNumber: string): RoadVehicle[];
  listsOf(plateNumber: string): { id: string; list: ListKind; plateColor: PlateColor | null; reason: string; startAt: number | null; endAt: number | null }[];
  /** The open visit of a plate, newest first; times in ms. */
  openVisitOf(plateNumber: string): { id: string; plateColor: PlateColor; inAt: number | null } | null;
}

/** Inside one write transaction. Everything here is synchronous; nothing may await. */
export interface WriteTx {
  readonly siteId: string;
  /** The seq that the next `append` will get; a passage's id is the seq of its entry. */
  readonly nextSeq: number;
  /** Makes the entry's bytes once, hashes them, stores them and applies the projections. A null subject becomes `passage:<seq>` style: `<kind>:<seq>`. */
  append<K extends EntryKind>(draft: EntryDraft<K>): { seq: number; subject: string };
  query<N extends QueryName>(name: N, params: QueryParams<N>): QueryResult<N>;
  readonly gate: GateLookups;
}

/**
 * The single writer. Jobs of one event-loop turn run in order in one transaction, each in its own savepoint, and all share
 * one fsync; the promise resolves after it. A job that throws undoes itself alone. When the commit fails every job of the
 * group rejects with `STORAGE_WRITE_FAILED` and nothing of it is stored.
 */
export interface Writer {
  run<T>(job: (tx: WriteTx) => T): Promise<T>;
  /** Lookups outside a transaction, for decisions while nothing can be written. */
  readonly gate: GateLookups;
  /** Synchronous read on the writer's connection, for start-up and small settings only. */
  query<N extends QueryName>(name: N, params: QueryParams<N>): QueryResult<N>;
}

/** Read-only connections in worker threads. Rejects with an AppError; a lost worker rejects with retry `later` and is replaced. */
export interface Readers {
  query<N extends QueryName>(name: N, params: QueryParams<N>): Promise<QueryResult<N>>;
}

/**
 * Pictures and documents, content-addressed: `put` resolves after fsync of the file and its folder. Bytes that the caller `gives` away are not
 * copied and are gone from its hands.
 */
export interface SnapshotStore {
  put(bytes: Uint8Array, how?: { gives: true }): Promise<{ sha256: string; bytes: number }>;
  /** Absolute path of a stored file; it may be missing. `sha256` must be 64 lower-case hex digits, or this throws. */
  pathOf(sha256: string): string;
  get(sha256: string): Promise<Uint8Array | null>;
}

/** Proofs and checkpoints over the committed entries. Hashes are 32 bytes. */
export interface LedgerReader {
  readonly size: number;
  entryBytes(seq: number): Uint8Array | null;
  inclusionProof(seq: number, treeSize?: number): { leafIndex: number; treeSize: number; hashes: Uint8Array[] };
  consistencyProof(from: number, to: number): Uint8Array[];
  /** A signed note over every committed entry; stored, so that later rewriting is found. */
  checkpoint(): string;
  verifierKey(): string;
}
