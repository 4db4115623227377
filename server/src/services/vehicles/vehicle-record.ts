import { z } from 'zod';
import { type RoadVehicle, type RoadVehicleInput, roadVehicle, roadVehicleInput } from '../../domain/road-vehicle.ts';
import { formatInstant } from '../../domain/time.ts';
import { normalizeVin } from '../../domain/vin.ts';
import { finding, findingsOf } from './findings.ts';
import { typedPlate } from './plate-number.ts';

const { fuelType, emissionStage } = roadVehicleInput.shape;
/** A change of a vehicle: members that are not sent stay as they are, so nothing has a default here. */
export const roadVehicleChange = roadVehicleInput
  .extend({ fuelType: fuelType.unwrap().meta({ title: '燃料类型' }), emissionStage: emissionStage.unwrap().meta({ title: '排放标准' }) })
  .partial();
export type RoadVehicleChange = z.output<typeof roadVehicleChange>;

/** A vehicle as the outside sees it. */
export const roadVehicleView = roadVehicle.extend({ findings: z.array(finding).meta({ title: '疑点' }) });
export type RoadVehicleView = z.output<typeof roadVehicleView>;

type Name = keyof RoadVehicleInput;
const names = Object.keys(roadVehicleInput.shape) as Name[];
/** Members that neither decide at the gate nor were looked at in a review. */
const unreviewed: ReadonlySet<Name> = new Set(['fleetName', 'ownerName', 'networked', 'remark']);

/** The members that people enter, every one present; what is empty is unknown, and plate and VIN have one spelling. Throws PLATE_INVALID. */
export function enteredFields(input: RoadVehicleInput): RoadVehicleInput {
  const fields = Object.fromEntries(names.map((name) => [name, input[name] === '' ? null : (input[name] ?? null)])) as unknown as RoadVehicleInput;
  return { ...fields, plateNumber: typedPlate(input.plateNumber), vin: fields.vin ? normalizeVin(fields.vin) || null : null };
}

/** The entered members in which two records differ. */
export function changedNames(before: RoadVehicleInput, after: RoadVehicleInput): Name[] {
  return names.filter((name) => (before[name] ?? null) !== (after[name] ?? null));
}

/** Whether a change touches what a review vouches for. */
export function needsReview(before: RoadVehicleInput, after: RoadVehicleInput): boolean {
  return changedNames(before, after).some((name) => !unreviewed.has(name));
}

/** A record with its instants in Beijing time. */
export function recordOut(vehicle: RoadVehicle): RoadVehicle {
  return { ...vehicle, createdAt: formatInstant(vehicle.createdAt), updatedAt: formatInstant(vehicle.updatedAt) };
}

/** The same with its findings. */
export function vehicleOut(vehicle: RoadVehicle): RoadVehicleView {
  return { ...recordOut(vehicle), findings: findingsOf(vehicle) };
}
