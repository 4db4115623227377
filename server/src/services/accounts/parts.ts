import type { Role } from '../../domain/codes.ts';
import type { Actor } from '../../domain/ledger/entry.ts';
import type { Readers, WriteTx, Writer } from '../../storage/contract.ts';

/** What all of accounts needs. `now` in ms since the epoch; `onError` hears of writes that nobody waits for. */
export interface AccountParts {
  writer: Writer;
  readers: Readers;
  now(): number;
  onError(error: unknown): void;
}

/** Who a token or a session stands for. `session` is the hash of the session, null for tokens. */
export interface Identity {
  actor: Extract<Actor, { type: 'account' | 'token' }>;
  role: Role;
  session: string | null;
}

/** Instants in ms. The password's hash never leaves the storage queries. */
export interface Account {
  id: string;
  name: string;
  displayName: string;
  role: Role;
  disabled: boolean;
  createdAt: number;
  passwordChangedAt: number | null;
}

export interface AccountRow {
  id: string;
  name: string;
  display_name: string;
  role: string;
  disabled: number;
  created_at: number;
  password_changed_at: number | null;
}

/** An account without its secrets. */
export function accountOf(row: AccountRow): Account {
  return {
    id: row.id,
    name: row.name,
    displayName: row.display_name,
    role: row.role as Role,
    disabled: row.disabled === 1,
    createdAt: row.created_at,
    passwordChangedAt: row.password_changed_at,
  };
}

/** Names are compared without regard to case and width. */
export function accountName(text: string): string {
  return text.normalize('NFKC').trim().toLowerCase();
}

/** Writes that somebody did something into the ledger. `details` never carry a secret. */
export function recordAct(tx: WriteTx, act: { at: number; by: Actor; action: string; target: string; details?: Record<string, unknown> }): void {
  tx.append({
    kind: 'act',
    subject: act.target,
    at: new Date(act.at).toISOString(),
    by: act.by,
    body: { action: act.action, target: act.target, details: act.details ?? {} },
  });
}
