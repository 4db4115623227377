import { createAudit } from './audit.ts';
import { createLockOut } from './lock-out.ts';
import type { AccountParts } from './parts.ts';
import { createAccountRegister } from './register.ts';
import { createSessions } from './sessions.ts';
import { type ApplyStageLine, createSetup } from './setup.ts';
import { createTokens } from './tokens.ts';

/** Everything about who may come in: accounts, sessions, tokens, the first set-up, and what people did. */
export function createAccounts(parts: AccountParts, applyStageLine: ApplyStageLine) {
  const lockOut = createLockOut(() => parts.now());
  const register = createAccountRegister(parts, lockOut);
  const sessions = createSessions(parts, lockOut);
  return { ...sessions, ...createTokens(parts), ...createSetup(parts, register, sessions, applyStageLine), ...createAudit(parts), register };
}
export type Accounts = ReturnType<typeof createAccounts>;
