import { z } from 'zod';
import { classifyPlate } from '../../domain/plates/plate-grammar.ts';
import type { RoadVehicle } from '../../domain/road-vehicle.ts';
import { checkStage } from '../../domain/stage-plausibility.ts';
import { vehicleTypeName } from '../../domain/vehicle-types.ts';
import { checkVin } from '../../domain/vin.ts';

/** What a reviewer should look at; it never fills in or changes a value. */
export const finding = z.object({
  code: z.string().meta({ title: '代码' }),
  level: z.enum(['conflict', 'suspicious', 'info']).meta({ title: '程度' }),
  text: z.string().meta({ title: '说明' }),
});
export type Finding = z.infer<typeof finding>;

const stageLevels = { conflict: 'conflict', suspicious: 'suspicious', evidence: 'suspicious', note: 'info' } as const;
const vinLevels = { error: 'conflict', warning: 'suspicious' } as const;

/** Everything that does not fit together in a record, conflicts first. */
export function findingsOf(vehicle: RoadVehicle): Finding[] {
  const findings = [...stageFindings(vehicle), ...vinFindings(vehicle), ...wordFindings(vehicle)];
  const order = finding.shape.level.options;
  return findings.sort((a, b) => order.indexOf(a.level) - order.indexOf(b.level));
}

function stageFindings(vehicle: RoadVehicle): Finding[] {
  return checkStage(vehicle).map(({ code, severity, text }) => ({ code, level: stageLevels[severity], text }));
}

function vinFindings({ vin, registeredOn }: RoadVehicle): Finding[] {
  return vin ? checkVin(vin, registeredOn).map(({ code, severity, text }) => ({ code, level: vinLevels[severity], text })) : [];
}

function wordFindings({ plateNumber, plateColor, vehicleType }: RoadVehicle): Finding[] {
  const plate = classifyPlate(plateNumber, plateColor);
  const findings: Finding[] = [];
  if (plate.kind === 'unrecognised') findings.push({ code: 'PLATE_UNRECOGNISED', level: 'suspicious', text: '车牌号码不符合任何号牌的编排规则，请核对' });
  if (plate.colorFits === false) findings.push({ code: 'PLATE_COLOR_UNUSUAL', level: 'suspicious', text: '该车牌号码通常不用这种颜色的号牌，请核对' });
  if (vehicleType && vehicleTypeName(vehicleType) === null)
    findings.push({ code: 'VEHICLE_TYPE_UNLISTED', level: 'info', text: `车辆类型 ${vehicleType} 不在 GA/T 16.4 代码表中` });
  return findings;
}
