import { sql } from 'kysely';
import type { EmissionStage, FuelType, PlateColor, ReviewState } from '../../domain/codes.ts';
import type { Entry } from '../../domain/ledger/entry.ts';
import { decodeEntry } from '../../domain/ledger/entry-codec.ts';
import { nearPlates } from '../../domain/plates/plate-likeness.ts';
import type { RoadVehicle } from '../../domain/road-vehicle.ts';
import type { Page } from '../contract.ts';
import { pageOf, seqBefore } from './cursor.ts';
import { defineQuery } from './definition.ts';

/** Every part narrows. `plateNumber` is exact, `plateFragment` a part of it, `search` a part of number, VIN (both by `plate`) or fleet (by `text`), `vehicleType` the beginning of a code. */
export interface RoadVehicleFilter {
  plateNumber?: string | undefined;
  plateFragment?: string | undefined;
  plateColor?: PlateColor | undefined;
  search?: { plate: string; text: string } | undefined;
  reviewState?: ReviewState | undefined;
  emissionStage?: EmissionStage | undefined;
  fuelType?: FuelType | undefined;
  vehicleType?: string | undefined;
  fleetName?: string | undefined;
  /** Whether record or inspection were good only until before this date (`YYYY-MM-DD`). */
  expired?: { is: boolean; today: string } | undefined;
}
export interface NearVehicle {
  plateNumber: string;
  plateColor: PlateColor;
  vehicleId: string;
  /** 0.3 for each look-alike, 1 for each other difference. */
  distance: number;
}

export const roadVehicleQueries = {
  /** Vehicles that are not removed, newest registration first. */
  'road-vehicle.list': defineQuery(
    (db, params: RoadVehicleFilter & { limit: number; cursor?: string | null | undefined }, siteId) => {
      // Added to zero, so that the few rows of one number are found by it and then sorted.
      const seq = params.plateNumber === undefined ? sql<number>`seq` : sql<number>`seq + 0`;
      let query = db
        .selectFrom('road_vehicle')
        .select(['seq', 'record'])
        .where('site_id', '=', siteId)
        .where(sql<boolean>`removed = 0`)
        .where(sql<boolean>`${seq} < ${seqBefore(params.cursor)}`);
      if (params.plateNumber !== undefined) query = query.where('plate_number', '=', params.plateNumber);
      if (params.plateFragment !== undefined) query = query.where(sql<boolean>`plate_number like ${containing(params.plateFragment)} escape '!'`);
      if (params.plateColor !== undefined) query = query.where('plate_color', '=', params.plateColor);
      if (params.reviewState !== undefined) query = query.where('review_state', '=', params.reviewState);
      if (params.emissionStage !== undefined) query = query.where('emission_stage', '=', params.emissionStage);
      if (params.fuelType !== undefined) query = query.where('fuel_type', '=', params.fuelType);
      if (params.vehicleType !== undefined) query = query.where(sql<boolean>`vehicle_type like ${`${escaped(params.vehicleType)}%`} escape '!'`);
      if (params.fleetName !== undefined) query = query.where(sql<boolean>`fleet_name like ${containing(params.fleetName)} escape '!'`);
      if (params.search !== undefined) {
        const { plate, text } = params.search;
        // The record is JSON; the VIN is looked for with its key, so that no other member matches.
        const vin = `%"vin":"${escaped(plate)}%`;
        query = query.where(
          sql<boolean>`(plate_number like ${containing(plate)} escape '!' or fleet_name like ${containing(text)} escape '!' or record like ${vin} escape '!')`,
        );
      }
      if (params.expired !== undefined) {
        const { is, today } = params.expired;
        const expired = sql<boolean>`(coalesce(valid_until, '9999') < ${today} or coalesce(inspection_until, '9999') < ${today})`;
        query = query.where(is ? expired : sql<boolean>`not ${expired}`);
      }
      return query.orderBy(seq, 'desc').limit(params.limit + 1);
    },
    (rows, params): Page<RoadVehicle> => {
      const page = pageOf([...rows], params.limit);
      return { items: page.items.map((row) => vehicleOf(row)), nextCursor: page.nextCursor };
    },
  ),
  /** A vehicle that is not removed. */
  'road-vehicle.get': defineQuery(
    (db, params: { id: string }, siteId) =>
      db.selectFrom('road_vehicle').select('record').where('site_id', '=', siteId).where('id', '=', params.id).where('removed', '=', 0),
    (rows): RoadVehicle | null => (rows[0] ? vehicleOf(rows[0]) : null),
  ),
  'road-vehicle.byPlate': defineQuery(
    (db, params: { plateNumber: string; plateColor: PlateColor }, siteId) =>
      db
        .selectFrom('road_vehicle')
        .select('record')
        .where('site_id', '=', siteId)
        .where('plate_number', '=', params.plateNumber)
        .where('plate_color', '=', params.plateColor)
        .where(sql<boolean>`removed = 0`),
    (rows): RoadVehicle | null => (rows[0] ? vehicleOf(rows[0]) : null),
  ),
  /** The entries about a vehicle, also a removed one, newest first. */
  'road-vehicle.history': defineQuery(
    (db, params: { id: string; limit: number; cursor?: string | null | undefined }, siteId) =>
      db
        .selectFrom('ledger_entry')
        .select(['seq', 'bytes'])
        .where('site_id', '=', siteId)
        .where('subject', '=', `road-vehicle:${params.id}`)
        .where('seq', '<', seqBefore(params.cursor))
        .orderBy('seq', 'desc')
        .limit(params.limit + 1),
    (rows, params): Page<Entry<'road-vehicle'>> => {
      const page = pageOf([...rows], params.limit);
      return {
        items: page.items.map((row) => decodeEntry(row.bytes)).filter((entry): entry is Entry<'road-vehicle'> => entry.kind === 'road-vehicle'),
        nextCursor: page.nextCursor,
      };
    },
  ),
  /** Registered vehicles whose number is easily taken for this one, nearest first. Reads every number: for reader workers. */
  'road-vehicle.near': defineQuery(
    (db, _params: { plateNumber: string; limit: number }, siteId) =>
      db.selectFrom('road_vehicle').select(['id', 'plate_number', 'plate_color']).where('site_id', '=', siteId).where(sql<boolean>`removed = 0`),
    (rows, { plateNumber, limit }): NearVehicle[] => {
      const near = nearPlates(
        plateNumber,
        rows.map((row) => row.plate_number),
        limit,
      );
      return near
        .flatMap(({ plateNumber: number, distance }) =>
          rows
            .filter((row) => row.plate_number === number)
            .map((row) => ({ plateNumber: number, plateColor: row.plate_color as PlateColor, vehicleId: row.id, distance })),
        )
        .slice(0, limit);
    },
  ),
};

function vehicleOf(row: { record: string }): RoadVehicle {
  return JSON.parse(row.record) as RoadVehicle;
}

function escaped(text: string): string {
  return text.replace(/[%_!]/g, (character) => `!${character}`);
}

function containing(text: string): string {
  return `%${escaped(text)}%`;
}
