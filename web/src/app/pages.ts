import type { ComponentType } from 'react';

export interface PageInfo {
  path: string;
  title: string;
  group: string;
  /** The right without which the page is not shown in the menu and not drawn. */
  right: string;
  load(): Promise<{ default: ComponentType }>;
}

/** Every page behind the login, in the order of the menu. */
export const pages: PageInfo[] = [
  { path: '/today', title: '今日', group: '值守', right: 'uploads.read', load: () => import('../features/today/today-page.tsx') },
  { path: '/live', title: '实时通行', group: '值守', right: 'live.read', load: () => import('../features/live/live-page.tsx') },
  { path: '/passages', title: '通行记录', group: '台账', right: 'passages.read', load: () => import('../features/passages/passages-page.tsx') },
  { path: '/visits', title: '进出厂台账', group: '台账', right: 'passages.read', load: () => import('../features/visits/visits-page.tsx') },
  { path: '/inside', title: '在厂车辆', group: '台账', right: 'passages.read', load: () => import('../features/visits/inside-page.tsx') },
  { path: '/vehicles', title: '运输车辆', group: '管控', right: 'vehicles.read', load: () => import('../features/vehicles/vehicles-page.tsx') },
  { path: '/lists', title: '名单', group: '管控', right: 'lists.read', load: () => import('../features/lists/lists-page.tsx') },
  { path: '/rules', title: '管控规则', group: '管控', right: 'rules.read', load: () => import('../features/rules/rules-page.tsx') },
  { path: '/uploads', title: '上报', group: '上报与存证', right: 'uploads.read', load: () => import('../features/uploads/uploads-page.tsx') },
  { path: '/ledger', title: '台账校验', group: '上报与存证', right: 'ledger.read', load: () => import('../features/ledger/ledger-page.tsx') },
  { path: '/sites', title: '出入口与设备', group: '设置', right: 'lanes.read', load: () => import('../features/sites/sites-page.tsx') },
  { path: '/accounts', title: '账号', group: '设置', right: 'accounts.manage', load: () => import('../features/accounts/accounts-page.tsx') },
  { path: '/audit', title: '操作记录', group: '设置', right: 'audit.read', load: () => import('../features/audit/audit-page.tsx') },
  { path: '/system', title: '系统状态', group: '设置', right: 'system.read', load: () => import('../features/system/system-page.tsx') },
];
