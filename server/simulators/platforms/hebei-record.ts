/** What the platform wants of a record: names, which must be there, and the code lists it knows. */

export type Leg = 'entry' | 'exit';
export type Checked = { leg: Leg; key: string; fields: Record<string, string>; problem: string | null };

const colorCodes = ['0', '1', '2', '3', '4', '5', '6'];
const stageCodes = ['0', '1', '2', '3', '4', '5', '6', 'D', 'X'];
const fuelCodes = [...'ABCDEFLMNOPQYZX'];
const useCodes = [...'ABCDEFGHIJKLMNOPQRS'];

const named: Record<string, { zh: string; fits: (value: string) => boolean }> = {
  carPalteColor: { zh: '车牌颜色', fits: (value) => colorCodes.includes(value) },
  dischargeStage: { zh: '排放阶段', fits: (value) => stageCodes.includes(value) },
  carFuel: { zh: '燃料类型', fits: (value) => fuelCodes.includes(value) },
  carUseNature: { zh: '使用性质', fits: (value) => useCodes.includes(value) },
  networkingStatus: { zh: '联网状态', fits: (value) => value === '0' || value === '1' },
  carType: { zh: '车辆类型', fits: (value) => /^[A-Z]\d{2}$/.test(value) },
  carIdCode: { zh: '车辆识别代号', fits: (value) => /^[A-HJ-NPR-Z0-9]{17}$/.test(value) },
  registrationDate: { zh: '注册登记日期', fits: (value) => /^\d{4}-\d{2}-\d{2}( 00:00:00)?$/.test(value) },
  carPlate: { zh: '车牌号码', fits: (value) => value.length >= 5 && value.length <= 32 },
  carInTime: { zh: '进厂时间', fits: isTime },
  carOutTime: { zh: '出厂时间', fits: isTime },
};

const legNames: Record<Leg, { gate: string; number: string; time: string; pictures: string[]; other: string[] }> = {
  entry: {
    gate: 'entranceNumber',
    number: 'entranceGateNumber',
    time: 'carInTime',
    pictures: ['entryHeadPic', 'entryBodyPic'],
    other: ['entryTransportedName', 'entryTransportedValue'],
  },
  exit: {
    gate: 'exportNumber',
    number: 'exportGateNumber',
    time: 'carOutTime',
    pictures: ['factoryHeadPic', 'factoryBodyPic'],
    other: ['factoryTransportedName', 'factoryTransportedValue', 'throughId'],
  },
};

const staticFields = [
  'throughId',
  'carPlate',
  'carPalteColor',
  'dischargeStage',
  'carType',
  'carIdCode',
  'registrationDate',
  'brand',
  'carFuel',
  'networkingStatus',
  'carUseNature',
  'accompanyPicture',
  'drivingPicture',
  'motorcadeName',
];
const alwaysRequired = ['carPlate', 'carPalteColor', 'dischargeStage'];

export const pictureFields = ['accompanyPicture', 'drivingPicture', ...legNames.entry.pictures, ...legNames.exit.pictures];

/** Every field name of both legs. */
export const knownFields = [
  ...new Set([...staticFields, ...Object.values(legNames).flatMap(({ gate, number, time, pictures, other }) => [gate, number, time, ...pictures, ...other])]),
];

/** Checks one posted record. `problem` is the Chinese sentence the platform rejects it with, or null. */
export function checkRecord(body: unknown, required: readonly string[] = []): Checked {
  const fields = textFields(body);
  const leg: Leg = fields.carOutTime || fields.exportNumber ? 'exit' : 'entry';
  const names = legNames[leg];
  const key = [leg, fields.carPlate, fields.carPalteColor, fields[names.gate], fields[names.number], fields[names.time]].join('|');
  const must = [...alwaysRequired, names.gate, names.number, names.time, ...(leg === 'exit' ? ['throughId'] : []), ...required];
  const missing = must.find((name) => !fields[name]);
  const unknown = Object.keys(fields).find((name) => !knownFields.includes(name));
  const wrong = Object.entries(named).find(([name, rule]) => fields[name] && !rule.fits(fields[name] ?? ''));
  const problem = missing ? `缺少必填项 ${missing}` : unknown ? `未知字段 ${unknown}` : wrong ? `${wrong[1].zh}不合规 ${wrong[0]}` : null;
  return { leg, key, fields, problem };
}

function textFields(body: unknown): Record<string, string> {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return {};
  return Object.fromEntries(Object.entries(body).map(([name, value]) => [name, value === null || value === undefined ? '' : String(value)]));
}

/** Beijing wall time `yyyy-MM-dd HH:mm:ss`. */
function isTime(value: string): boolean {
  return /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/.test(value) && !Number.isNaN(Date.parse(`${value.replace(' ', 'T')}+08:00`));
}
