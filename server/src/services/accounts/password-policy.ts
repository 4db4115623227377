import { AppError } from '../../domain/errors.ts';

/** GB/T 22239 (等保): length and classes of characters. Switchable per site; both 1 is the weakest. */
export interface PasswordPolicy {
  minLength: number;
  minClasses: number;
}

const classes = [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z\d]/];

/** Throws ACCOUNT_PASSWORD_WEAK with the reason in Chinese when a password breaks the policy or contains the account's name. */
export function checkPassword(password: string, name: string, policy: PasswordPolicy): void {
  const problem = problemOf(password, name, policy);
  if (problem !== null) throw new AppError('ACCOUNT_PASSWORD_WEAK', { problem });
}

function problemOf(password: string, name: string, policy: PasswordPolicy): string | null {
  if ([...password].length < policy.minLength) return `至少 ${policy.minLength} 个字符`;
  if ([...password].length > 200) return '最多 200 个字符';
  if (classes.filter((one) => one.test(password)).length < policy.minClasses) {
    return `小写字母、大写字母、数字、符号中至少要有 ${policy.minClasses} 类`;
  }
  return password.toLowerCase().includes(name.toLowerCase()) ? '不能包含账号名' : null;
}
