import type { ErrorRow } from '../errors.ts';

export const accountErrors = {
  AUTH_REQUIRED: { zh: '需要登录', next: '请登录后再试；程序请带上 Authorization: Bearer 令牌', retry: 'no', status: 401 },
  AUTH_FORBIDDEN: { zh: '您的角色没有这项权限', next: '请联系系统管理员开通，或换有权限的账号', retry: 'no', status: 403 },
  AUTH_OTHER_ORIGIN: { zh: '请求来自别的网页，已拒绝', next: '请在本系统的页面内操作', retry: 'no', status: 403 },
  AUTH_FAILED: { zh: '账号或密码不正确', next: '请核对后重试；连续输错会暂时锁定', retry: 'no', status: 401 },
  AUTH_LOCKED: { zh: '连续登录失败次数过多，已暂时锁定', next: '请 {minutes} 分钟后再试，或请系统管理员重设密码', retry: 'later', status: 429 },
  AUTH_LINK_INVALID: { zh: '一次性链接无效、已用过或已过期', next: '请重新启动程序或请管理员生成新的链接', retry: 'no', status: 401 },
  ACCOUNT_SETUP_DONE: { zh: '本站已完成初始化', next: '请直接登录', retry: 'no', status: 409 },
  ACCOUNT_NOT_FOUND: { zh: '没有编号为 {id} 的账号', next: '请刷新列表后重试', retry: 'no', status: 404 },
  ACCOUNT_EXISTS: { zh: '账号 {name} 已存在', next: '请换一个账号名', retry: 'no', status: 409 },
  ACCOUNT_LAST_ADMINISTRATOR: { zh: '至少要保留一个可用的系统管理员', next: '请先设置另一个系统管理员，再停用或更改此账号', retry: 'no', status: 409 },
  ACCOUNT_PASSWORD_WEAK: { zh: '密码不符合要求：{problem}', next: '请换一个密码', retry: 'no', status: 400 },
  ACCOUNT_PASSWORD_WRONG: { zh: '当前密码不正确', next: '请核对当前密码', retry: 'no', status: 400 },
  TOKEN_NOT_FOUND: { zh: '没有编号为 {id} 的令牌', next: '请刷新列表后重试', retry: 'no', status: 404 },
} as const satisfies Record<string, ErrorRow>;
