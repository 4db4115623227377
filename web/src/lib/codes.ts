/** Words for the closed code lists of the outside. The keys are the values on the wire. */

export const plateColors = {
  blue: '蓝',
  yellow: '黄',
  white: '白',
  black: '黑',
  green: '渐变绿',
  'yellow-green': '黄绿双拼',
  other: '其他',
  unknown: '未识别',
} as const;
export type PlateColor = keyof typeof plateColors;

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
} as const;

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
} as const;
export type EmissionStage = keyof typeof emissionStages;

export const directions = { in: '进', out: '出' } as const;

export const outcomes = { admit: '放行', deny: '拒绝', ask: '待核验' } as const;
export type Outcome = keyof typeof outcomes;

export const barrierStates = {
  none: '未动作',
  requested: '已请求',
  accepted: '设备已接收',
  confirmed: '已确认开到位',
  unconfirmed: '未确认开到位',
  expired: '超时未发',
  local: '设备自行开闸',
} as const;
export type BarrierState = keyof typeof barrierStates;

export const uploadStates = {
  waiting: '待上报',
  sending: '上报中',
  accepted: '已接收',
  rejected: '被拒',
  retry: '待重试',
  unknown: '结果不明',
} as const;
export type UploadState = keyof typeof uploadStates;

export const listKinds = {
  black: '黑名单',
  white: '白名单',
  temporary: '临时放行',
  exceeding: '排放超标名单',
  exempt: '豁免名单',
} as const;

export const reviewStates = { pending: '待复核', approved: '已复核', rejected: '已退回' } as const;
export type ReviewState = keyof typeof reviewStates;

export const roles = {
  guard: '门卫',
  'environment-manager': '环保负责人',
  administrator: '系统管理员',
  auditor: '审计员',
  carrier: '承运单位',
  'regulator-viewer': '监管查看',
} as const;

export const laneModes = { automatic: '自动', manual: '人工' } as const;

export const lanePaths = { ask: '请门卫核验', deny: '拒绝', admit: '放行并记录' } as const;

export const visitStates = { inside: '在厂', closed: '已出厂', orphan: '无进厂记录', void: '已更正并入他行' } as const;

/** GA/T 16.3. */
export const useNatures = {
  A: '非营运',
  B: '公路客运',
  C: '公交客运',
  D: '出租客运',
  E: '旅游客运',
  F: '货运',
  G: '租赁',
  H: '警用',
  I: '消防',
  J: '救护',
  K: '工程救险',
  L: '营转非',
  M: '出租转非',
  N: '教练',
  O: '幼儿校车',
  P: '小学生校车',
  Q: '初中生校车',
  R: '危化品运输',
  S: '其他校车',
} as const;

/** GA/T 16.4, the classes that come through a factory gate; other codes can be typed. */
export const vehicleTypes = {
  H11: '重型普通货车',
  H12: '重型厢式货车',
  H13: '重型封闭货车',
  H14: '重型罐式货车',
  H15: '重型平板货车',
  H16: '重型集装箱车',
  H17: '重型自卸货车',
  H18: '重型特殊结构货车',
  H19: '重型仓栅式货车',
  H21: '中型普通货车',
  H22: '中型厢式货车',
  H31: '轻型普通货车',
  H32: '轻型厢式货车',
  H41: '微型普通货车',
  Q11: '重型半挂牵引车',
  Q21: '中型半挂牵引车',
  Z11: '大型专项作业车',
  Z21: '中型专项作业车',
  Z31: '小型专项作业车',
  K11: '大型普通客车',
  K21: '中型普通客车',
  K31: '小型普通客车',
  K33: '小型轿车',
  M11: '普通正三轮摩托车',
  X99: '其他',
} as const;

/** The word of a code; a code that is not in the list is shown as it came, nothing as 未知. */
export function wordOf(list: Readonly<Record<string, string>>, code: string | null | undefined): string {
  if (code === null || code === undefined || code === '') return '—';
  return Object.hasOwn(list, code) ? (list[code] as string) : code;
}

/** A code with its word, `H11 重型普通货车`. */
export function codeAndWord(list: Readonly<Record<string, string>>, code: string | null | undefined): string {
  if (!code) return '—';
  return Object.hasOwn(list, code) ? `${code} ${list[code]}` : code;
}

/** Options of a select box in the written order of the list. */
export function optionsOf(list: Readonly<Record<string, string>>, withCode = false): { value: string; label: string }[] {
  return Object.entries(list).map(([value, word]) => ({ value, label: withCode ? `${value} ${word}` : word }));
}
