import type { Role } from './codes.ts';

/** Everything a person or a token may be allowed to do, with the words people read. */
export const rights = {
  'live.read': '查看实时画面',
  'passages.read': '查看通行记录',
  'passages.answer': '核验放行或拒绝',
  'passages.correct': '更正通行记录',
  'lanes.read': '查看出入口与通道',
  'lanes.lift': '人工抬杆',
  'lanes.configure': '设置出入口与通道',
  'devices.read': '查看设备状态',
  'devices.configure': '设置设备',
  'vehicles.read': '查看车辆',
  'vehicles.write': '登记车辆',
  'vehicles.review': '复核车辆',
  'vehicles.remove': '注销车辆',
  'lists.read': '查看名单',
  'lists.write': '维护名单',
  'rules.read': '查看规则',
  'rules.publish': '起草与发布规则',
  'uploads.read': '查看上报',
  'uploads.resend': '重新上报',
  'regulators.read': '查看监管平台',
  'regulators.configure': '设置监管平台',
  'ledger.read': '查看台账条目',
  'ledger.verify': '校验台账',
  'exports.create': '导出台账',
  'accounts.manage': '管理账号与令牌',
  'audit.read': '查看操作记录',
  'system.read': '查看系统状态',
} as const satisfies Readonly<Record<string, string>>;
export type Right = keyof typeof rights;

const guard: Right[] = [
  'live.read',
  'passages.read',
  'passages.answer',
  'passages.correct',
  'lanes.read',
  'lanes.lift',
  'devices.read',
  'vehicles.read',
  'vehicles.write',
  'lists.read',
  'rules.read',
];

const everyRead: Right[] = [
  'live.read',
  'passages.read',
  'lanes.read',
  'devices.read',
  'vehicles.read',
  'lists.read',
  'rules.read',
  'uploads.read',
  'regulators.read',
  'ledger.read',
  'audit.read',
  'system.read',
];

const all = Object.keys(rights) as Right[];

/**
 * Which role may do what. A vehicle written without `vehicles.review` stays pending.
 * A device's settings hold its password, so the environment manager sees its state and cannot change them.
 */
const grants: Readonly<Record<Role, ReadonlySet<Right>>> = {
  guard: new Set(guard),
  'environment-manager': new Set(all.filter((right) => right !== 'accounts.manage' && right !== 'devices.configure')),
  administrator: new Set(all),
  auditor: new Set<Right>([...everyRead, 'ledger.verify', 'exports.create']),
  carrier: new Set<Right>(['vehicles.write']),
  'regulator-viewer': new Set<Right>([
    'passages.read',
    'lanes.read',
    'vehicles.read',
    'lists.read',
    'rules.read',
    'uploads.read',
    'ledger.read',
    'ledger.verify',
  ]),
};

/** Whether a role has a right; a role or right that is not in the table has none. */
export function may(role: Role, right: Right): boolean {
  return Object.hasOwn(grants, role) && grants[role].has(right);
}

/** The rights of a role in the order of the table, for the web's menus. */
export function rightsOf(role: Role): Right[] {
  return all.filter((right) => may(role, right));
}
