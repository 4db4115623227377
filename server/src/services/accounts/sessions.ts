import { AppError } from '../../domain/errors.ts';
import type { Actor } from '../../domain/ledger/entry.ts';
import type { WriteTx } from '../../storage/contract.ts';
import { readSiteSettings } from '../sites/site-settings.ts';
import type { LockOut } from './lock-out.ts';
import { type Account, type AccountParts, type AccountRow, accountName, accountOf, type Identity, recordAct } from './parts.ts';
import { hashSecret, newSecret, passwordFits } from './secrets.ts';

const absoluteMs = 12 * 3_600_000;
/** How often the last sign of life of a session is written; in between it is kept in memory. */
const touchMs = 60_000;
const loginActor: Actor = { type: 'system', name: 'login' };

export interface LogIn {
  /** The cookie's value; stored as a hash alone. */
  secret: string;
  expiresAt: number;
  account: Account;
}

/** Log-in by password or one-time link, and the sessions that follow from it. */
export function createSessions({ writer, readers, now, onError }: AccountParts, lockOut: LockOut) {
  const lastSeen = new Map<string, number>();

  const idleMs = (role: string): number => {
    const { idleMinutes, guardIdleMinutes } = readSiteSettings(writer);
    return (role === 'guard' ? guardIdleMinutes : idleMinutes) * 60_000;
  };

  const forget = (hash: string) => lastSeen.delete(hash);

  /** Inside a transaction: a new session for an account, with its entry. */
  const begin = (tx: WriteTx, row: AccountRow, source: string, way: 'password' | 'link' | 'setup'): LogIn => {
    const secret = newSecret();
    const [at, account] = [now(), accountOf(row)];
    const idle = Math.max(idleMs('guard'), idleMs('administrator'));
    tx.query('session.deleteExpired', { expiredBefore: at, unseenSince: at - idle });
    tx.query('session.insert', { hash: hashSecret(secret), accountId: row.id, at, expiresAt: at + absoluteMs, source });
    recordAct(tx, { at, by: actorOf(account), action: 'session.start', target: `account:${row.id}`, details: { source, way } });
    return { secret, expiresAt: at + absoluteMs, account };
  };

  const refused = ({ first, locked }: { first: boolean; locked: boolean }, source: string, row: AccountRow | null): void => {
    // A name that does not exist may be a password typed into the wrong field: it is not written, and one entry a window is enough.
    if (!row && !first && !locked) return;
    const target = row ? `account:${row.id}` : 'account:unknown';
    const action = locked ? 'session.locked' : 'session.refused';
    // Nobody waits for it: the time of the answer must not tell whether the account exists.
    writer.run((tx) => recordAct(tx, { at: now(), by: loginActor, action, target, details: { source } })).catch(onError);
  };

  return {
    begin,

    /** Who a session stands for, or null. `passive` looks without counting as a sign of life. */
    bySession(secret: string, passive = false): Identity | null {
      const hash = hashSecret(secret);
      const row = writer.query('session.byHash', { hash });
      if (!row || row.disabled === 1) return null;
      const at = now();
      const seenAt = Math.max(row.last_seen_at, lastSeen.get(hash) ?? 0);
      if (row.expires_at <= at || seenAt + idleMs(row.role) <= at) {
        forget(hash);
        return null;
      }
      if (!passive) {
        lastSeen.set(hash, at);
        if (at - row.last_seen_at >= touchMs) writer.run((tx) => tx.query('session.touch', { hash, at })).catch(onError);
      }
      return { actor: { type: 'account', id: row.id, name: row.name, role: row.role }, role: row.role as Identity['role'], session: hash };
    },

    /** Throws AUTH_FAILED for whatever is wrong, AUTH_LOCKED while locked; neither tells whether the account exists. */
    async logIn({ name, password, source }: { name: string; password: string; source: string }): Promise<LogIn> {
      const key = accountName(name);
      const minutes = lockOut.minutesLeft(key, source);
      if (minutes > 0) throw new AppError('AUTH_LOCKED', { minutes });
      // Counted before the slow part, so that many tries at once are no more than five; a success takes it back.
      const failure = lockOut.failed(key, source);
      const row = writer.query('account.byName', { name: key });
      const fits = await passwordFits(row?.password_hash ?? null, password);
      if (!row || !fits || row.disabled === 1) {
        refused(failure, source, row);
        throw new AppError('AUTH_FAILED');
      }
      const login = await writer.run((tx) => {
        // Argon2 took a while: the password may have been changed or the account disabled meanwhile.
        const still = tx.query('account.byId', { id: row.id });
        if (!still || still.disabled === 1 || still.password_hash !== row.password_hash) throw new AppError('AUTH_FAILED');
        return begin(tx, still, source, 'password');
      });
      lockOut.succeeded(key, source);
      return login;
    },

    /** Uses a one-time login link up. Throws AUTH_LINK_INVALID. */
    logInByLink({ token, source }: { token: string; source: string }): Promise<LogIn> {
      return writer.run((tx) => {
        const link = takeLink(tx, token, 'login', now());
        const row = link.account_id === null ? null : tx.query('account.byId', { id: link.account_id });
        if (!row || row.disabled === 1) throw new AppError('AUTH_LINK_INVALID');
        return begin(tx, row, source, 'link');
      });
    },

    /** Makes a one-time login link of an account; the secret is returned once. */
    createLoginLink({ accountId, minutes, by }: { accountId: string; minutes: number; by: Actor }): Promise<string> {
      const secret = newSecret();
      return writer.run((tx) => {
        if (!tx.query('account.byId', { id: accountId })) throw new AppError('ACCOUNT_NOT_FOUND', { id: accountId });
        tx.query('link.insert', { hash: hashSecret(secret), purpose: 'login', accountId, expiresAt: now() + minutes * 60_000 });
        recordAct(tx, { at: now(), by, action: 'session.link', target: `account:${accountId}`, details: { minutes } });
        return secret;
      });
    },

    logOut(identity: Identity): Promise<void> {
      const hash = identity.session;
      if (hash === null) return Promise.resolve();
      return writer.run((tx) => {
        tx.query('session.delete', { hash });
        recordAct(tx, { at: now(), by: identity.actor, action: 'session.end', target: `account:${identity.actor.id}` });
        forget(hash);
      });
    },

    /** The running sessions of an account, newest first; instants in ms. The hash does not leave. */
    async sessionsOf(accountId: string): Promise<{ startedAt: number; lastSeenAt: number; expiresAt: number; source: string }[]> {
      const rows = await readers.query('session.ofAccount', { accountId });
      const account = await readers.query('account.byId', { id: accountId });
      if (!account) throw new AppError('ACCOUNT_NOT_FOUND', { id: accountId });
      return rows
        .map((row) => ({
          startedAt: row.created_at,
          lastSeenAt: Math.max(row.last_seen_at, lastSeen.get(row.token_hash) ?? 0),
          expiresAt: row.expires_at,
          source: row.source,
        }))
        .filter((session) => session.expiresAt > now() && session.lastSeenAt + idleMs(account.role) > now());
    },

    /** Ends every session of an account. */
    endSessions(accountId: string, by: Actor): Promise<void> {
      return writer.run((tx) => {
        if (!tx.query('account.byId', { id: accountId })) throw new AppError('ACCOUNT_NOT_FOUND', { id: accountId });
        tx.query('session.deleteOfAccount', { accountId, except: null });
        recordAct(tx, { at: now(), by, action: 'session.end-all', target: `account:${accountId}` });
      });
    },
  };
}
export type Sessions = ReturnType<typeof createSessions>;

/** The author that an account is in entries. */
export function actorOf(account: Account): Extract<Actor, { type: 'account' }> {
  return { type: 'account', id: account.id, name: account.name, role: account.role };
}

/** Uses a one-time link up, inside a transaction. Throws AUTH_LINK_INVALID when it is unknown, used, expired or meant for something else. */
export function takeLink(tx: WriteTx, token: string, purpose: 'login' | 'setup', at: number): { account_id: string | null } {
  const hash = hashSecret(token);
  const link = tx.query('link.byHash', { hash });
  if (!link || link.purpose !== purpose || link.used_at !== null || link.expires_at <= at) throw new AppError('AUTH_LINK_INVALID');
  tx.query('link.use', { hash, at });
  return link;
}
