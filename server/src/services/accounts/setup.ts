import { AppError } from '../../domain/errors.ts';
import type { Actor } from '../../domain/ledger/entry.ts';
import type { WriteTx } from '../../storage/contract.ts';
import { readSiteSettings, writeSiteSettings } from '../sites/site-settings.ts';
import { type AccountParts, accountName, recordAct } from './parts.ts';
import type { AccountRegister } from './register.ts';
import { hashSecret, newSecret } from './secrets.ts';
import { actorOf, type LogIn, type Sessions, takeLink } from './sessions.ts';

const linkMs = 24 * 3_600_000;

/** The newest stage that is barred from the start. */
export type StageLine = 'china-3' | 'china-4' | 'china-5';

export interface SetupChoice {
  siteName: string;
  stageLine: StageLine;
  account: { name: string; displayName: string; password: string };
}

/** Puts the chosen stage line in force, in the transaction of the set-up. */
export type ApplyStageLine = (tx: WriteTx, stageLine: StageLine, by: Actor) => void;

/** The first run: until there is an account, whoever holds the printed one-time link makes the first administrator. There are no default accounts. */
export function createSetup({ writer, now }: AccountParts, register: AccountRegister, sessions: Sessions, applyStageLine: ApplyStageLine) {
  const needed = (query: Pick<WriteTx, 'query'>) => query.query('account.list', {}).length === 0;
  return {
    setupNeeded: (): boolean => needed(writer),

    /** A fresh link secret, valid for a day; earlier ones end. Null once there is an account. */
    createSetupLink(): Promise<string | null> {
      return writer.run((tx) => {
        if (!needed(tx)) return null;
        const secret = newSecret();
        tx.query('link.deleteOfPurpose', { purpose: 'setup' });
        tx.query('link.insert', { hash: hashSecret(secret), purpose: 'setup', accountId: null, expiresAt: now() + linkMs });
        return secret;
      });
    },

    /** Makes the administrator, names the site, sets the stage line and logs in, all or nothing. Throws AUTH_LINK_INVALID, ACCOUNT_SETUP_DONE, ACCOUNT_PASSWORD_WEAK. */
    async completeSetup({ token, choice, source }: { token: string; choice: SetupChoice; source: string }): Promise<LogIn> {
      if (!needed(writer)) throw new AppError('ACCOUNT_SETUP_DONE');
      const passwordHash = await register.hashed(choice.account.password, accountName(choice.account.name));
      return writer.run((tx) => {
        if (!needed(tx)) throw new AppError('ACCOUNT_SETUP_DONE');
        takeLink(tx, token, 'setup', now());
        const account = register.insert(tx, { ...choice.account, role: 'administrator', passwordHash }, null);
        const by = actorOf(account);
        writeSiteSettings(tx, { ...readSiteSettings(tx), name: choice.siteName });
        recordAct(tx, {
          at: now(),
          by,
          action: 'setup.complete',
          target: `account:${account.id}`,
          details: { siteName: choice.siteName, stageLine: choice.stageLine },
        });
        applyStageLine(tx, choice.stageLine, by);
        const row = tx.query('account.byId', { id: account.id });
        if (!row) throw new AppError('ACCOUNT_NOT_FOUND', { id: account.id });
        return sessions.begin(tx, row, source, 'setup');
      });
    },
  };
}
