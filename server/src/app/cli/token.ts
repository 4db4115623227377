import { codesOf, type Role, roles } from '../../domain/codes.ts';
import { AppError } from '../../domain/errors.ts';
import { createTokens } from '../../services/accounts/tokens.ts';
import { dataOptions, readConfig, readOnlyOptions } from '../config.ts';
import { print } from './output.ts';
import { withStorage } from './with-storage.ts';

/** The person at the keyboard of the machine. */
export const operator = { type: 'system', name: 'command-line' } as const;

/** `--role R` as a role. Throws SITE_OPTION_INVALID. */
export function roleOption(text: string | undefined): Role {
  const role = codesOf(roles).find((each) => each === text);
  if (!role) throw new AppError('SITE_OPTION_INVALID', { option: '--role', problem: `应为 ${codesOf(roles).join('、')} 之一` });
  return role;
}

/** `token create --role R [--name N]`: prints the token alone. It works at once, in a running server too. */
export async function tokenCreate(args: readonly string[]): Promise<number> {
  const values = readOnlyOptions(args, { ...dataOptions, role: 'string', name: 'string' });
  const role = roleOption(values.role);
  const { data } = readConfig(values);
  const { token } = await withStorage(
    data,
    ({ writer, readers }) =>
      createTokens({ writer, readers, now: Date.now, onError: () => undefined }).createToken({ name: values.name ?? `${roles[role]}令牌`, role, by: operator }),
    { create: true },
  );
  print(token);
  return 0;
}
