import type { FuelType } from '../../codes.ts';
import { vehicleGroup } from '../../vehicle-types.ts';
import { verdict } from '../rule.ts';
import type { Rule } from '../rule.ts';
import { limitsOf } from '../stage-limits.ts';

const burning: ReadonlySet<FuelType> = new Set(['petrol', 'diesel', 'natural-gas', 'lpg', 'methanol', 'ethanol', 'biofuel', 'mixed', 'hybrid']);
const motorOnly: ReadonlySet<FuelType> = new Set(['electric', 'hydrogen']);

/** A record that does not say enough, or contradicts itself, is neither barred nor free. Passenger vehicles have no stage to show. */
export const stageInDoubt: Rule = {
  name: 'stage-in-doubt',
  judge: (input) => {
    const { read, facts } = input;
    if (read.direction !== 'in' || facts.vehicle === null || vehicleGroup(facts.vehicle.vehicleType) === 'passenger') return null;
    const { emissionStage, fuelType, vehicleType } = facts.vehicle;
    if (emissionStage === 'unknown') return verdict('ask', 'STAGE_UNKNOWN', '车辆排放阶段未知，请门卫核验');
    if (emissionStage === 'none') return verdict('ask', 'STAGE_NONE', '车辆登记为无排放阶段，请门卫核验');
    if ((emissionStage === 'electric' && burning.has(fuelType)) || (emissionStage !== 'electric' && motorOnly.has(fuelType)))
      return verdict('ask', 'STAGE_CONTRADICTS_FUEL', '车辆登记的燃料类型与排放阶段矛盾，请门卫核验');
    if (!limitsOf(input).some(({ meets }) => meets === null)) return null;
    const missing = vehicleType === null ? '车辆类型' : '燃料类型';
    return verdict('ask', vehicleType === null ? 'VEHICLE_TYPE_UNKNOWN' : 'FUEL_UNCERTAIN', `${missing}不明，无法判断是否受排放阶段限制，请门卫核验`);
  },
};
