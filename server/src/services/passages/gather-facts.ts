import type { ListKind, PlateColor } from '../../domain/codes.ts';
import type { DecisionFacts, VehicleFacts } from '../../domain/decision/decision.ts';
import type { RoadVehicle } from '../../domain/road-vehicle.ts';
import type { GateLookups } from '../../storage/contract.ts';
import type { LaneConfig } from './parts.ts';

/** Lists that close: an unread colour falls under them. One that opens must be known to mean this vehicle. */
const closes: ReadonlySet<ListKind> = new Set(['black', 'exceeding']);

/** Collects what the rules need to know about a plate at `nowMs`, from the register, the lists and the open visits. */
export function gatherFacts(gate: GateLookups, lane: LaneConfig, plate: { number: string | null; color: PlateColor }, nowMs: number): DecisionFacts {
  const laneFacts = {
    mode: lane.mode,
    minConfidence: lane.minConfidence,
    noPlate: lane.noPlate,
    unread: lane.unread,
    unregistered: lane.unregistered,
    emergencyVehicle: lane.emergencyVehicle,
  };
  if (plate.number === null) return { lane: laneFacts, vehicle: null, vehiclesWithPlate: 0, lists: [], openVisit: null };
  const vehicles = gate.vehiclesOf(plate.number);
  const meant = vehicleMeant(vehicles, plate.color);
  const open = gate.openVisitOf(plate.number);
  return {
    lane: laneFacts,
    vehicle: meant ? vehicleFacts(meant) : null,
    vehiclesWithPlate: vehicles.length,
    lists: gate
      .listsOf(plate.number)
      .filter(
        (entry) =>
          entry.plateColor === null ||
          entry.plateColor === plate.color ||
          (plate.color === 'unknown' && (closes.has(entry.list) || meant?.plateColor === entry.plateColor)),
      )
      .filter((entry) => (entry.startAt === null || entry.startAt <= nowMs) && (entry.endAt === null || nowMs < entry.endAt))
      .map((entry) => ({ id: entry.id, list: entry.list, reason: entry.reason, endAt: entry.endAt === null ? null : new Date(entry.endAt).toISOString() })),
    openVisit: open ? { visitId: open.id, enteredAt: new Date(open.inAt ?? nowMs).toISOString() } : null,
  };
}

/** An unread colour is no objection when the plate is registered once; a different colour leaves open who it is. */
function vehicleMeant(vehicles: readonly RoadVehicle[], color: PlateColor): RoadVehicle | null {
  const exact = vehicles.find((vehicle) => vehicle.plateColor === color);
  if (exact) return exact;
  return color === 'unknown' && vehicles.length === 1 ? (vehicles[0] ?? null) : null;
}

function vehicleFacts(vehicle: RoadVehicle): VehicleFacts {
  return {
    id: vehicle.id,
    version: vehicle.version,
    plateNumber: vehicle.plateNumber,
    plateColor: vehicle.plateColor,
    vehicleType: vehicle.vehicleType ?? null,
    fuelType: vehicle.fuelType,
    emissionStage: vehicle.emissionStage,
    emissionSubstage: vehicle.emissionSubstage ?? null,
    reviewState: vehicle.reviewState,
    validUntil: vehicle.validUntil ?? null,
    inspectionUntil: vehicle.inspectionUntil ?? null,
    vin: vehicle.vin ?? null,
    fleetName: vehicle.fleetName ?? null,
    details: {
      registeredOn: vehicle.registeredOn ?? null,
      brandModel: vehicle.brandModel ?? null,
      engineNumber: vehicle.engineNumber ?? null,
      networked: vehicle.networked ?? null,
      useNature: vehicle.useNature ?? null,
      emissionInfoSheetSha256: vehicle.emissionInfoSheetSha256 ?? null,
      vehicleLicenseSha256: vehicle.vehicleLicenseSha256 ?? null,
    },
  };
}

/** The record that a plate means now; null when nobody is registered under it, or when the colour leaves it open. */
export function vehicleOf(gate: GateLookups, plate: { number: string | null; color: PlateColor }): VehicleFacts | null {
  const meant = plate.number === null ? null : vehicleMeant(gate.vehiclesOf(plate.number), plate.color);
  return meant && vehicleFacts(meant);
}
