import {
  directions,
  emissionStages,
  fuelTypes,
  laneModes,
  lanePaths,
  listKinds,
  outcomes,
  plateColors,
  reviewStates,
  roles,
  uploadStates,
  visitStates,
} from '../../lib/codes.ts';
import { type NameOf, shortId } from '../../lib/subjects.ts';

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
  mergeWindowSeconds: '同车合并秒数',
  confirmSeconds: '确认开到位秒数',
  noPlate: '无牌车',
  unread: '未识别',
  unregistered: '未登记车辆',
  emergencyVehicle: '应急车辆',
  siteCode: '企业编码',
  address: '地址',
  timeZone: '时区',
  idleMinutes: '无操作退出分钟',
  guardIdleMinutes: '岗亭无操作退出分钟',
  password: '密码要求',
  minLength: '最小长度',
  minClasses: '字符种类',
  via: '经由设备',
  problem: '问题',
  kept: '保留条数',
  recoveredAt: '恢复时间',
  drainedAt: '补传完毕时间',
  snapshots: '照片',
  from: '起始时间',
  to: '截止时间',
  state: '状态',
  question: '有疑问',
  passed: '已通过',
  entranceCode: '出入口编号',
  laneCode: '道闸编号',
  ok: '通过',
  entries: '条目',
  pictures: '照片',
  projections: '台账表行',
  first: '第一处不符',
  problems: '问题',
};

/** The line of the base rules: this stage and everything below it stay outside. */
const stageLines = Object.fromEntries(Object.entries(emissionStages).map(([stage, word]) => [stage, `${word}及以下禁止进厂`]));

const words: Record<string, Readonly<Record<string, string>>> = {
  role: roles,
  plateColor: plateColors,
  list: listKinds,
  mode: laneModes,
  outcome: outcomes,
  direction: directions,
  emissionStage: emissionStages,
  stageLine: stageLines,
  fuelType: fuelTypes,
  reviewState: reviewStates,
  unregistered: lanePaths,
  noPlate: lanePaths,
  unread: lanePaths,
  emergencyVehicle: lanePaths,
  state: { ...visitStates, ...uploadStates },
  kind: { visits: '进出厂台账', passages: '通行记录' },
  way: { password: '密码', link: '一次性链接', setup: '首次设置' },
};

/** Members that name another thing by its id. */
const pointers: Record<string, string> = { laneId: 'lane', entranceId: 'entrance', via: 'device', passageId: 'passage', deviceId: 'device' };

function valueText(name: string, value: unknown, nameOf: NameOf): string {
  if (typeof value === 'boolean') return value ? '是' : '否';
  if (value === null || value === '') return '无';
  if (Array.isArray(value)) return value.length === 0 ? '无' : value.map((item) => valueText(name, item, nameOf)).join('、');
  if (typeof value === 'object') return `（${detailsText(value as Details, nameOf)}）`;
  const noun = pointers[name];
  if (noun) return nameOf(noun, String(value)) ?? shortId(String(value));
  return words[name]?.[String(value)] ?? String(value);
}

type Details = Record<string, unknown>;

/** What an act changed, in words, one line; names that are not known stay as the ledger has them. */
export function detailsText(details: Details, nameOf: NameOf): string {
  const { before, after, ...rest } = details;
  const changed = isDetails(before) && isDetails(after) ? changesText({ before, after }, nameOf) : null;
  const others = changed === null ? details : rest;
  return [changed, ...Object.entries(others).map(([name, value]) => detailText(name, value, nameOf))].filter((text) => text).join('，');
}

function detailText(name: string, value: unknown, nameOf: NameOf): string | null {
  // A switch says what it was by its action already.
  if (value === undefined || (name === 'before' && typeof value === 'boolean')) return null;
  if (name === 'reason') return value === null ? null : valueText(name, value, nameOf);
  return `${names[name] ?? name} ${valueText(name, value, nameOf)}`;
}

/** `货物 无 → 水渣`: of every value that the act touched, what it was and what it is. */
function changesText({ before, after }: { before: Details; after: Details }, nameOf: NameOf): string {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .map((name) => `${names[name] ?? name} ${valueText(name, before[name] ?? null, nameOf)} → ${valueText(name, after[name] ?? null, nameOf)}`)
    .join('，');
}

function isDetails(value: unknown): value is Details {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
