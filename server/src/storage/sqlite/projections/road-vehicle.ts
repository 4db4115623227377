import type { Projection } from './projection.ts';
import { insertInto, json } from './projection.ts';

const columns = [
  'site_id',
  'id',
  'seq',
  'plate_number',
  'plate_color',
  'vehicle_type',
  'fuel_type',
  'emission_stage',
  'review_state',
  'fleet_name',
  'valid_until',
  'inspection_until',
  'removed',
  'record',
] as const;
/** `seq` stays that of the first entry, so that pages of a list do not move under the reader. */
const changing = columns.slice(3).map((column) => `${column} = excluded.${column}`);

/** The newest state of each registered vehicle; `record` is all of it. */
export const roadVehicleProjection: Projection = {
  tables: [{ name: 'road_vehicle', key: ['id'] }],
  prepare(db, siteId) {
    const upsert = insertInto(db, 'road_vehicle', columns, `on conflict (site_id, id) do update set ${changing.join(', ')}`);
    return {
      'road-vehicle'({ seq, body: { id, change, vehicle } }) {
        upsert.run(
          siteId,
          id,
          seq,
          vehicle.plateNumber,
          vehicle.plateColor,
          vehicle.vehicleType ?? null,
          vehicle.fuelType,
          vehicle.emissionStage,
          vehicle.reviewState,
          vehicle.fleetName ?? null,
          vehicle.validUntil ?? null,
          vehicle.inspectionUntil ?? null,
          Number(change === 'removed'),
          json(vehicle),
        );
      },
    };
  },
};
