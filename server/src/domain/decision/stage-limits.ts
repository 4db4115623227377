import type { FuelType } from '../codes.ts';
import { isStageBarred } from '../emission-stage.ts';
import type { RuleInput } from './rule.ts';
import type { VehicleFacts } from './decision.ts';
import type { StageLimit } from './rule-set.ts';

/** Codes that do not say what the engine burns: a hybrid keeps its engine and the engine's stage. */
const openFuels: ReadonlySet<FuelType> = new Set(['hybrid', 'mixed', 'biofuel', 'other', 'none', 'unknown']);

/** Whether a limit meets a vehicle: yes, no, or null when the record does not say enough. One certain no is enough for no. */
export function limitMeets(limit: StageLimit, vehicle: VehicleFacts): boolean | null {
  const parts = [classMeets(limit, vehicle.vehicleType), fuelMeets(limit, vehicle.fuelType), isStageBarred(vehicle.emissionStage, limit.maxBarredStage)];
  if (parts.includes(false)) return false;
  return parts.includes(null) ? null : true;
}

/** The limits of the rule set for the direction of the read, each with how it meets the registered vehicle. */
export function limitsOf(input: RuleInput): { limit: StageLimit; meets: boolean | null }[] {
  const { vehicle } = input.facts;
  if (vehicle === null) return [];
  return input.rules.stageLimits.filter((limit) => limit.direction === input.read.direction).map((limit) => ({ limit, meets: limitMeets(limit, vehicle) }));
}

function classMeets(limit: StageLimit, vehicleType: string | null): boolean | null {
  if (vehicleType === null || vehicleType === '') return limit.vehicleClasses.length > 0 ? null : false;
  return limit.vehicleClasses.some((prefix) => vehicleType.startsWith(prefix));
}

function fuelMeets(limit: StageLimit, fuel: FuelType): boolean | null {
  if (limit.fuelTypes.includes(fuel)) return true;
  return openFuels.has(fuel) && limit.fuelTypes.length > 0 ? null : false;
}
