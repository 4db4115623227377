import stageDates from '../../standards/emission-stage-dates.json' with { type: 'json' };
import { emissionStages, fuelTypes } from './codes.ts';
import type { EmissionStage, FuelType, PlateColor } from './codes.ts';
import { stageNumber } from './emission-stage.ts';
import { addMonths } from './time.ts';
import { vehicleTypeName } from './vehicle-types.ts';

export interface StageClaim {
  vehicleType?: string | null;
  fuelType: FuelType;
  emissionStage: EmissionStage;
  /** First registration, `YYYY-MM-DD`. */
  registeredOn?: string | null;
  plateColor?: PlateColor;
}

export type StageFindingCode =
  | 'STAGE_TOO_OLD'
  | 'STAGE_OLD_STOCK'
  | 'STAGE_AMBIGUOUS'
  | 'STAGE_EARLY'
  | 'STAGE_TOO_NEW'
  | 'STAGE_NOT_ELECTRIC'
  | 'STAGE_NOT_ENGINE'
  | 'PLATE_GREEN_ON_DIESEL'
  | 'PLATE_BLUE_ON_HEAVY';

export interface StageFinding {
  code: StageFindingCode;
  /** `conflict`: no review without the 随车清单. `suspicious`: evidence wanted. `evidence`: two stages are possible. `note`: worth knowing. */
  severity: 'conflict' | 'suspicious' | 'evidence' | 'note';
  text: string;
}

/** Stock built before a change of stage may be registered for this long after it. */
const stockMonths = 6;

const burning: ReadonlySet<FuelType> = new Set(['diesel', 'petrol', 'natural-gas', 'lpg']);
type DateTable = (typeof stageDates.items)[number];

/**
 * What does not fit together in a claimed stage: date of registration, fuel, plate colour, class. Findings with reasons for the person who reviews; it never gives a value,
 * and an unknown input gives no finding. Dates: standards/emission-stage-dates.json (nationwide sale and registration).
 */
export function checkStage(claim: StageClaim): StageFinding[] {
  return [...checkFuel(claim), ...checkPlate(claim), ...checkDate(claim)];
}

function checkFuel({ fuelType, emissionStage }: StageClaim): StageFinding[] {
  const motorOnly = fuelType === 'electric' || fuelType === 'hydrogen';
  // A plug-in hybrid has an engine stage and a green plate: neither of the two conflicts is its.
  if (motorOnly && emissionStage !== 'electric' && emissionStage !== 'unknown')
    return [
      { code: 'STAGE_NOT_ELECTRIC', severity: 'conflict', text: `燃料类型为${fuelTypes[fuelType]}，排放标准应为电动，现填${emissionStages[emissionStage]}` },
    ];
  if (burning.has(fuelType) && emissionStage === 'electric')
    return [{ code: 'STAGE_NOT_ENGINE', severity: 'conflict', text: `燃料类型为${fuelTypes[fuelType]}，排放标准不应为电动` }];
  return [];
}

function checkPlate({ fuelType, plateColor, vehicleType }: StageClaim): StageFinding[] {
  const findings: StageFinding[] = [];
  if (fuelType === 'diesel' && (plateColor === 'green' || plateColor === 'yellow-green'))
    findings.push({ code: 'PLATE_GREEN_ON_DIESEL', severity: 'conflict', text: '新能源号牌与燃料类型柴油不符' });
  if (plateColor === 'blue' && vehicleType && /^H[12]/.test(vehicleType))
    findings.push({
      code: 'PLATE_BLUE_ON_HEAVY',
      severity: 'conflict',
      text: `蓝牌与车辆类型${vehicleTypeName(vehicleType) ?? vehicleType}不符，重型、中型货车应为黄牌`,
    });
  return findings;
}

function checkDate({ vehicleType, fuelType, emissionStage, registeredOn }: StageClaim): StageFinding[] {
  const table = tableOf(vehicleType, fuelType);
  const declared = stageNumber(emissionStage);
  if (!table || declared === null || !registeredOn || addMonths(registeredOn, 0) === null) return [];
  const name = emissionStages[emissionStage];
  const mandatory = mandatoryStage(table, registeredOn);
  if (table.ambiguous.some((span) => span.from <= registeredOn && registeredOn <= span.until && span.stages.includes(emissionStage)))
    return [{ code: 'STAGE_AMBIGUOUS', severity: 'evidence', text: `${registeredOn} 登记的${table.title}可能是国三也可能是国四，须以随车清单等证据判定` }];
  if (mandatory === null) return [];
  const required = emissionStages[mandatory];
  const gap = declared - (stageNumber(mandatory) as number);
  if (gap < 0) {
    const before = mandatoryStage(table, addMonths(registeredOn, -stockMonths) as string);
    const stock = before !== null && declared >= (stageNumber(before) as number);
    return stock
      ? [{ code: 'STAGE_OLD_STOCK', severity: 'note', text: `${registeredOn} 已实施${required}，填报${name}：可能是切换期库存车，请核对随车清单` }]
      : [
          {
            code: 'STAGE_TOO_OLD',
            severity: 'conflict',
            text: `${registeredOn} 登记的${table.title}应不低于${required}，现填${name}；转籍、进口或重新登记的请填首次登记日期`,
          },
        ];
  }
  if (gap === 1) return [{ code: 'STAGE_EARLY', severity: 'note', text: `${registeredOn} 全国实施${required}，填报${name}：可能是提前实施地区或提前达标` }];
  if (gap >= 2)
    return [{ code: 'STAGE_TOO_NEW', severity: 'suspicious', text: `${registeredOn} 全国仅实施${required}，填报${name}高出 ${gap} 个阶段，请提供证据` }];
  return [];
}

/** Where the dates of a vehicle stand; null when class or fuel leave it open (a hybrid's engine may burn either). */
function tableOf(vehicleType: string | null | undefined, fuelType: FuelType): DateTable | null {
  const heavy = vehicleType && /^(?:H[12]|Q[12]|Z[125]|K[12])/.test(vehicleType);
  const light = vehicleType && /^(?:H[34]|Q3|Z[347]|K[34])/.test(vehicleType);
  const category = categoryOf(heavy ? 'heavy' : light ? 'light' : null, fuelType);
  return stageDates.items.find((item) => item.category === category) ?? null;
}

function categoryOf(weight: 'heavy' | 'light' | null, fuelType: FuelType): string | null {
  if (weight === 'heavy' && (fuelType === 'natural-gas' || fuelType === 'lpg')) return 'heavy-gas';
  if (weight === 'heavy') return fuelType === 'petrol' ? 'heavy-petrol' : fuelType === 'diesel' ? 'heavy-diesel' : null;
  if (weight === 'light') return fuelType === 'petrol' ? 'light-petrol' : fuelType === 'diesel' ? 'light-diesel' : null;
  return null;
}

function mandatoryStage(table: DateTable, date: string): EmissionStage | null {
  return (table.stages.filter((row) => row.mandatoryFrom <= date).at(-1)?.stage as EmissionStage | undefined) ?? null;
}
