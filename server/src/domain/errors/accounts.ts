import type { ErrorRow } from '../errors.ts';

export const accountErrors = {
  AUTH_REQUIRED: { zh: '需要登录', next: '请登录后再试；程序请带上 Authorization: Bearer 令牌', retry: 'no', status: 401 },
  AUTH_FORBIDDEN: { zh: '您的角色没有这项权限', next: '请联系系统管理员开通，或换有权限的账号', retry: 'no', status: 403 },
} as const satisfies Record<string, ErrorRow>;
