/** Closed word lists of the outside (contract) with the words people read. The wire codes of regulators and devices are mapped in their own files. */

export type CodeList<K extends string> = Readonly<Record<K, string>>;

export const plateColors = {
  blue: '蓝',
  yellow: '黄',
  white: '白',
  black: '黑',
  green: '渐变绿',
  'yellow-green': '黄绿双拼',
  other: '其他',
  unknown: '未识别',
} as const satisfies CodeList<string>;
export type PlateColor = keyof typeof plateColors;

/** GA/T 16.9. `unknown` means that nobody has said it yet; `none` means that there is no engine or motor. */
export const fuelTypes = {
  petrol: '汽油',
  diesel: '柴油',
  electric: '电',
  'natural-gas': '天然气',
  lpg: '液化石油气',
  methanol: '甲醇',
  ethanol: '乙醇',
  hybrid: '混合动力',
  hydrogen: '氢',
  biofuel: '生物燃料',
  mixed: '混合油',
  solar: '太阳能',
  none: '无',
  other: '其他',
  unknown: '未知',
} as const satisfies CodeList<string>;
export type FuelType = keyof typeof fuelTypes;

export const emissionStages = {
  'china-0': '国零',
  'china-1': '国一',
  'china-2': '国二',
  'china-3': '国三',
  'china-4': '国四',
  'china-5': '国五',
  'china-6': '国六',
  electric: '电动',
  none: '无',
  unknown: '未知',
} as const satisfies CodeList<string>;
export type EmissionStage = keyof typeof emissionStages;

export const directions = { in: '进', out: '出' } as const satisfies CodeList<string>;
export type Direction = keyof typeof directions;

export const outcomes = { admit: '放行', deny: '拒绝', ask: '待核验' } as const satisfies CodeList<string>;
export type Outcome = keyof typeof outcomes;

/** An accepted command is not an opened arm; `local` was moved by the device itself, without us. */
export const barrierStates = {
  none: '未动作',
  requested: '已请求',
  accepted: '设备已接收',
  confirmed: '已确认开到位',
  unconfirmed: '未确认开到位',
  expired: '超时未发',
  local: '设备自行开闸',
} as const satisfies CodeList<string>;
export type BarrierState = keyof typeof barrierStates;

export const uploadStates = {
  waiting: '待上报',
  sending: '上报中',
  accepted: '已接收',
  rejected: '被拒',
  retry: '待重试',
  unknown: '结果不明',
} as const satisfies CodeList<string>;
export type UploadState = keyof typeof uploadStates;

export const listKinds = {
  black: '黑名单',
  white: '白名单',
  temporary: '临时放行',
  exceeding: '排放超标名单',
  exempt: '豁免名单',
} as const satisfies CodeList<string>;
export type ListKind = keyof typeof listKinds;

export const reviewStates = { pending: '待复核', approved: '已复核', rejected: '已退回' } as const satisfies CodeList<string>;
export type ReviewState = keyof typeof reviewStates;

export const snapshotKinds = { full: '全景', plate: '车牌', body: '车身' } as const satisfies CodeList<string>;
export type SnapshotKind = keyof typeof snapshotKinds;

export const roles = {
  guard: '门卫',
  'environment-manager': '环保负责人',
  administrator: '系统管理员',
  auditor: '审计员',
  carrier: '承运单位',
  'regulator-viewer': '监管查看',
} as const satisfies CodeList<string>;
export type Role = keyof typeof roles;

export const laneModes = { automatic: '自动', manual: '人工' } as const satisfies CodeList<string>;
export type LaneMode = keyof typeof laneModes;

/** What a lane does with a vehicle that has no plate, was not read, or is not registered. */
export const lanePaths = { ask: '请门卫核验', deny: '拒绝', admit: '放行并记录' } as const satisfies CodeList<string>;
export type LanePath = keyof typeof lanePaths;

/** The keys of a code list, typed, in their written order (for zod enums and select boxes). */
export function codesOf<K extends string>(list: Readonly<Record<K, string>>): [K, ...K[]] {
  return Object.keys(list) as [K, ...K[]];
}
