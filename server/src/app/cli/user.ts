import { AppError } from '../../domain/errors.ts';
import { createAccounts } from '../../services/accounts/accounts.ts';
import { dataOptions, readConfig, readOnlyOptions } from '../config.ts';
import { print } from './output.ts';
import { operator, roleOption } from './token.ts';
import { withStorage } from './with-storage.ts';

const linkMinutes = 24 * 60;

/** `user create --name N --role R [--display-name D]`: no password is set; the printed one-time path lets the person in to set one. */
export async function userCreate(args: readonly string[]): Promise<number> {
  const values = readOnlyOptions(args, { ...dataOptions, role: 'string', name: 'string', 'display-name': 'string' });
  const role = roleOption(values.role);
  const name = values.name;
  if (!name) throw new AppError('SITE_OPTION_INVALID', { option: '--name', problem: '请写明账号名' });
  const { data } = readConfig(values);
  const secret = await withStorage(
    data,
    async ({ writer, readers }) => {
      const accounts = createAccounts({ writer, readers, now: Date.now, onError: () => undefined }, () => undefined);
      const account = await accounts.register.create({ name, displayName: values['display-name'] ?? name, role, password: null }, operator);
      return accounts.createLoginLink({ accountId: account.id, minutes: linkMinutes, by: operator });
    },
    { create: true },
  );
  print(`账号 ${name} 已建立，没有初始密码`);
  print(`请本人在一天内打开（前面加上本站网址），登录后设置密码：/login#token=${secret}`);
  return 0;
}
