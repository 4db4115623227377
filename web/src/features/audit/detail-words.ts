import { directions, emissionStages, fuelTypes, laneModes, lanePaths, listKinds, outcomes, plateColors, reviewStates, roles } from '../../lib/codes.ts';

const names: Record<string, string> = {
  name: '名称',
  displayName: '姓名',
  role: '角色',
  reason: '原因',
  source: '来源',
  way: '方式',
  minutes: '有效分钟',
  serialNumber: '序列号',
  plateNumber: '车牌',
  plateColor: '号牌颜色',
  list: '名单',
  version: '版本',
  title: '名称',
  before: '之前',
  after: '之后',
  code: '编号',
  adapter: '接入协议',
  protocol: '上报协议',
  enabled: '启用',
  settings: '设置',
  allowedSources: '允许的来源',
  twoPersonReview: '两人复核',
  publicBaseUrl: '对外访问地址',
  siteName: '厂区名称',
  stageLine: '排放阶段限制',
  mode: '模式',
  outcome: '判定',
  direction: '方向',
  cargoName: '货物',
  cargoTonnes: '运输量（吨）',
  emissionStage: '排放标准',
  fuelType: '燃料类型',
  passageId: '通行',
  count: '条数',
  kind: '种类',
  format: '格式',
  rows: '行数',
  filter: '筛选',
  disabled: '停用',
  entranceId: '出入口',
  laneId: '通道',
  minConfidence: '最低置信度',
  secretChanged: '密码有改动',
};

const words: Record<string, Readonly<Record<string, string>>> = {
  role: roles,
  plateColor: plateColors,
  list: listKinds,
  mode: laneModes,
  outcome: outcomes,
  direction: directions,
  emissionStage: emissionStages,
  fuelType: fuelTypes,
  reviewState: reviewStates,
  unregistered: lanePaths,
  way: { password: '密码', link: '一次性链接', setup: '首次设置' },
};

function valueText(name: string, value: unknown): string {
  if (typeof value === 'boolean') return value ? '是' : '否';
  if (value === null || value === '') return '无';
  if (Array.isArray(value)) return value.length === 0 ? '无' : value.map((item) => valueText(name, item)).join('、');
  if (typeof value === 'object') return `（${detailsText(value as Details)}）`;
  return words[name]?.[String(value)] ?? String(value);
}

type Details = Record<string, unknown>;

/** What an act changed, in words, one line; names that are not known stay as the ledger has them. */
export function detailsText(details: Details): string {
  const { before, after, ...rest } = details;
  const changed = isDetails(before) && isDetails(after) ? changesText(before, after) : null;
  const others = changed === null ? details : rest;
  return [changed, ...Object.entries(others).map(([name, value]) => detailText(name, value))].filter((text) => text).join('，');
}

function detailText(name: string, value: unknown): string | null {
  if (value === undefined) return null;
  if (name === 'reason') return value === null ? null : valueText(name, value);
  return `${names[name] ?? name} ${valueText(name, value)}`;
}

/** `货物 无 → 水渣`: of every value that the act touched, what it was and what it is. */
function changesText(before: Details, after: Details): string {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .map((name) => `${names[name] ?? name} ${valueText(name, before[name] ?? null)} → ${valueText(name, after[name] ?? null)}`)
    .join('，');
}

function isDetails(value: unknown): value is Details {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
