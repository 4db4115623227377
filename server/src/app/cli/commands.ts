import { backup, restore } from './backup.ts';
import { demo } from './demo.ts';
import { doctor } from './doctor.ts';
import { ledgerCheckpoint, ledgerExport, ledgerKey, ledgerProof } from './ledger.ts';
import { openapi } from './openapi.ts';
import { simulate } from './simulate.ts';
import { start } from './start.ts';
import { tokenCreate } from './token.ts';
import { userCreate } from './user.ts';
import { ledgerVerify } from './verify.ts';

/** What a command gets and gives: its arguments, its exit code. Errors are thrown as AppError. */
export type Command = (args: readonly string[]) => Promise<number>;

export const commands = {
  start,
  demo,
  simulate,
  'token create': tokenCreate,
  'user create': userCreate,
  'ledger verify': ledgerVerify,
  'ledger checkpoint': ledgerCheckpoint,
  'ledger proof': ledgerProof,
  'ledger key': ledgerKey,
  'ledger export': ledgerExport,
  backup,
  restore,
  doctor,
  openapi,
} satisfies Record<string, Command>;
