import { randomUUID } from 'node:crypto';
import type { Role } from '../../domain/codes.ts';
import { AppError } from '../../domain/errors.ts';
import type { Actor } from '../../domain/ledger/entry.ts';
import type { WriteTx } from '../../storage/contract.ts';
import { readSiteSettings } from '../sites/site-settings.ts';
import type { LockOut } from './lock-out.ts';
import { type Account, type AccountParts, accountName, accountOf, type Identity, recordAct } from './parts.ts';
import { checkPassword } from './password-policy.ts';
import { hashPassword, passwordFits } from './secrets.ts';

export interface NewAccount {
  name: string;
  displayName: string;
  role: Role;
  /** Null: no log-in by password, only by a one-time link. */
  password: string | null;
}
export interface AccountChange {
  displayName?: string;
  role?: Role;
  disabled?: boolean;
  password?: string;
}

/** The accounts themselves. A changed role or password, and disabling, end the account's sessions in the same transaction. */
export function createAccountRegister({ writer, readers, now }: AccountParts, lockOut: LockOut) {
  const hashed = async (password: string, name: string): Promise<string> => {
    checkPassword(password, name, readSiteSettings(writer).passwordPolicy);
    return hashPassword(password);
  };

  /** Inside a transaction. Throws ACCOUNT_EXISTS. */
  const insert = (tx: WriteTx, account: Omit<NewAccount, 'password'> & { passwordHash: string | null }, by: Actor | null): Account => {
    const name = accountName(account.name);
    if (tx.query('account.byName', { name })) throw new AppError('ACCOUNT_EXISTS', { name });
    const [id, at] = [randomUUID(), now()];
    tx.query('account.insert', { id, name, displayName: account.displayName, role: account.role, passwordHash: account.passwordHash, at });
    const author = by ?? { type: 'account', id, name, role: account.role };
    recordAct(tx, {
      at,
      by: author,
      action: 'account.create',
      target: `account:${id}`,
      details: { name, displayName: account.displayName, role: account.role },
    });
    return accountOf({
      id,
      name,
      display_name: account.displayName,
      role: account.role,
      disabled: 0,
      created_at: at,
      password_changed_at: account.passwordHash === null ? null : at,
    });
  };

  const keepAnAdministrator = (tx: WriteTx, leaving: string): void => {
    const others = tx.query('account.list', {}).filter((one) => one.role === 'administrator' && one.disabled === 0 && one.id !== leaving);
    if (others.length === 0) throw new AppError('ACCOUNT_LAST_ADMINISTRATOR');
  };

  return {
    insert,
    hashed,

    async list(): Promise<Account[]> {
      return (await readers.query('account.list', {})).map(accountOf);
    },

    /** The account as it is now, or null. Immediate. */
    find(id: string): Account | null {
      const row = writer.query('account.byId', { id });
      return row ? accountOf(row) : null;
    },

    /** Throws ACCOUNT_EXISTS and ACCOUNT_PASSWORD_WEAK. */
    async create(account: NewAccount, by: Actor): Promise<Account> {
      const passwordHash = account.password === null ? null : await hashed(account.password, accountName(account.name));
      return writer.run((tx) => insert(tx, { ...account, passwordHash }, by));
    },

    /** Throws ACCOUNT_NOT_FOUND, ACCOUNT_LAST_ADMINISTRATOR, ACCOUNT_PASSWORD_WEAK. */
    async update(id: string, change: AccountChange, by: Actor): Promise<Account> {
      const known = writer.query('account.byId', { id });
      if (!known) throw new AppError('ACCOUNT_NOT_FOUND', { id });
      const passwordHash = change.password === undefined ? null : await hashed(change.password, known.name);
      return writer.run((tx) => {
        const row = tx.query('account.byId', { id });
        if (!row) throw new AppError('ACCOUNT_NOT_FOUND', { id });
        const before = accountOf(row);
        const after = { displayName: change.displayName ?? before.displayName, role: change.role ?? before.role, disabled: change.disabled ?? before.disabled };
        const wasAdministrator = before.role === 'administrator' && !before.disabled;
        if (wasAdministrator && (after.role !== 'administrator' || after.disabled)) keepAnAdministrator(tx, id);
        tx.query('account.update', { id, ...after });
        if (passwordHash !== null) {
          tx.query('account.setPassword', { id, passwordHash, at: now() });
          lockOut.release(row.name);
        }
        if (passwordHash !== null || after.role !== before.role || (after.disabled && !before.disabled)) {
          tx.query('session.deleteOfAccount', { accountId: id, except: null });
        }
        const { displayName, role, disabled } = before;
        const details = { before: { displayName, role, disabled }, after, passwordChanged: passwordHash !== null };
        recordAct(tx, { at: now(), by, action: 'account.update', target: `account:${id}`, details });
        return accountOf({ ...row, display_name: after.displayName, role: after.role, disabled: Number(after.disabled) });
      });
    },

    /** A person's own password; every other session of the account ends. Failures count towards the lock-out. */
    async changePassword(identity: Identity, { current, next, source }: { current: string; next: string; source: string }): Promise<void> {
      if (identity.actor.type !== 'account') throw new AppError('AUTH_FORBIDDEN');
      const { id } = identity.actor;
      const row = writer.query('account.byId', { id });
      if (!row) throw new AppError('AUTH_REQUIRED');
      const minutes = lockOut.minutesLeft(row.name, source);
      if (minutes > 0) throw new AppError('AUTH_LOCKED', { minutes });
      lockOut.failed(row.name, source);
      // Whoever came by a one-time link and never had a password may set a first one.
      if (row.password_hash !== null && !(await passwordFits(row.password_hash, current))) throw new AppError('ACCOUNT_PASSWORD_WRONG');
      lockOut.succeeded(row.name, source);
      const passwordHash = await hashed(next, row.name);
      await writer.run((tx) => {
        if (tx.query('account.byId', { id })?.password_hash !== row.password_hash) throw new AppError('ACCOUNT_PASSWORD_WRONG');
        tx.query('account.setPassword', { id, passwordHash, at: now() });
        tx.query('session.deleteOfAccount', { accountId: id, except: identity.session });
        recordAct(tx, { at: now(), by: identity.actor, action: 'account.password', target: `account:${id}` });
      });
    },
  };
}
export type AccountRegister = ReturnType<typeof createAccountRegister>;
