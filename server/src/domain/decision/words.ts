import { emissionStages, fuelTypes, plateColors } from '../codes.ts';
import type { PlateColor } from '../codes.ts';
import { beijingDate, beijingText } from '../time.ts';
import { vehicleWord } from '../vehicle-types.ts';
import type { VehicleFacts } from './decision.ts';

/** How guard and driver call a registered vehicle: `国四柴油货车`, `纯电动牵引车`; what is unknown is left out. */
export function describeVehicle(vehicle: Pick<VehicleFacts, 'vehicleType' | 'fuelType' | 'emissionStage'>): string {
  const word = vehicleWord(vehicle.vehicleType);
  if (vehicle.fuelType === 'electric') return `纯电动${word}`;
  if (vehicle.fuelType === 'hydrogen') return `氢能${word}`;
  const numbered = vehicle.emissionStage.startsWith('china-');
  const stage = numbered ? emissionStages[vehicle.emissionStage] : '';
  const fuel = vehicle.fuelType === 'unknown' || vehicle.fuelType === 'none' || vehicle.fuelType === 'other' ? '' : fuelTypes[vehicle.fuelType];
  return stage + fuel + word;
}

/** A plate colour in a sentence: `黄牌`, `黄绿双拼牌`, or `颜色未识别`. */
export function describeColor(color: PlateColor): string {
  return color === 'unknown' ? '颜色未识别' : `${plateColors[color]}牌`;
}

/** The end of a list entry in Beijing time, as a half sentence; a midnight end is shown as the last whole day. */
export function describeEnd(endAt: string | null): string {
  if (endAt === null) return '';
  const text = beijingText(endAt);
  return text.endsWith('00:00:00') ? `，有效至 ${beijingDate(Date.parse(endAt) - 1)}` : `，有效至 ${text.slice(0, 16)}`;
}
