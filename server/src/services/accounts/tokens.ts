import { randomUUID } from 'node:crypto';
import type { Role } from '../../domain/codes.ts';
import { AppError } from '../../domain/errors.ts';
import type { Actor } from '../../domain/ledger/entry.ts';
import { type AccountParts, type Identity, recordAct } from './parts.ts';
import { hashSecret, newSecret } from './secrets.ts';

/** Instants in ms. */
export interface ApiToken {
  id: string;
  name: string;
  role: Role;
  createdAt: number;
  createdBy: string;
  revokedAt: number | null;
}

/** Bearer tokens of programs: stored as a hash, shown once. One made by another process is in force at once. */
export function createTokens({ writer, readers, now }: AccountParts) {
  return {
    /** Who a bearer token stands for, or null. */
    byToken(token: string): Identity | null {
      const row = writer.query('token.byHash', { hash: hashSecret(token) });
      if (!row) return null;
      return { actor: { type: 'token', id: row.id, name: row.name, role: row.role }, role: row.role as Role, session: null };
    },

    async listTokens(): Promise<ApiToken[]> {
      const rows = await readers.query('token.list', {});
      return rows.map((row) => ({
        id: row.id,
        name: row.name,
        role: row.role as Role,
        createdAt: row.created_at,
        createdBy: row.created_by,
        revokedAt: row.revoked_at,
      }));
    },

    /** `token` is returned this once. */
    createToken({ name, role, by }: { name: string; role: Role; by: Actor }): Promise<{ id: string; token: string }> {
      const [id, token] = [randomUUID(), newSecret('ggt_')];
      return writer.run((tx) => {
        const createdBy = 'name' in by ? by.name : by.id;
        tx.query('token.insert', { id, name, role, hash: hashSecret(token), at: now(), by: createdBy });
        recordAct(tx, { at: now(), by, action: 'token.create', target: `token:${id}`, details: { name, role } });
        return { id, token };
      });
    },

    /** Throws TOKEN_NOT_FOUND. */
    revokeToken(id: string, by: Actor): Promise<void> {
      return writer.run((tx) => {
        const known = tx.query('token.list', {}).find((one) => one.id === id);
        if (!known) throw new AppError('TOKEN_NOT_FOUND', { id });
        if (known.revoked_at !== null) return;
        tx.query('token.revoke', { id, at: now() });
        recordAct(tx, { at: now(), by, action: 'token.revoke', target: `token:${id}`, details: { name: known.name, role: known.role } });
      });
    },
  };
}
export type Tokens = ReturnType<typeof createTokens>;
