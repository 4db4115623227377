import type { GapKind } from '../../domain/ledger/entry.ts';
import type { Writer } from '../../storage/contract.ts';
import type { Clock } from '../passages/parts.ts';
import type { RegulatorProtocol, UploadRecord, WireMessage, WireResponse } from '../../regulators/contract.ts';

export type { Clock };

/** How one HTTP exchange ended. `not-sent`: they surely saw nothing of it; `maybe-sent`: they may have it, we have no answer. */
export type SendOutcome =
  | { kind: 'response'; response: WireResponse }
  | { kind: 'not-sent'; message: string }
  | { kind: 'maybe-sent'; message: string; timedOut: boolean };

/** Sends one message and always resolves, at the latest after `timeoutMs`. */
export interface HttpSender {
  send(message: WireMessage, timeoutMs: number): Promise<SendOutcome>;
  close(): void;
}

/** A configured platform; `settings` passed the protocol's schema and carry its secrets. */
export interface Regulator {
  id: string;
  name: string;
  protocol: RegulatorProtocol;
  settings: Record<string, unknown>;
  enabled: boolean;
  createdAt: number;
}

/** The keeper of gap entries, as the engine needs it. One of a kind per subject is open at a time. */
export interface OutageLog {
  open(kind: GapKind, subject: string, details: Record<string, string | number | boolean | null>): void;
  close(kind: GapKind, subject: string, details: Record<string, string | number | boolean | null>): void;
}

/** A row that was taken for sending, with all that its record needs. `attempts` counts this one. */
export interface ClaimedUpload {
  id: string;
  passageId: string;
  visitId: string | null;
  direction: 'in' | 'out';
  /** State and attempts before the claim, for giving it back unsent. */
  before: { state: string; attempts: number };
  attempts: number;
  recordedAt: number;
  live: boolean;
  record: UploadRecord;
  entryRemote: Record<string, string> | null;
}

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
  /** Its rows or state changed; at most twice a second. */
  onChanged: (regulatorId: string) => void;
  onError: (error: unknown) => void;
}
