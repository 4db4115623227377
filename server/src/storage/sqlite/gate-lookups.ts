import type { Database } from 'better-sqlite3';
import type { RoadVehicle } from '../../domain/road-vehicle.ts';
import type { GateLookups } from '../contract.ts';

type ListRow = ReturnType<GateLookups['listsOf']>[number];
type VisitRow = NonNullable<ReturnType<GateLookups['openVisitOf']>>;

/** A value that SQLite does not look at when it plans: with `order by` it would plan anew for every value, which takes seven times as long as the answer. */
const given = 'cast(? as text)';

/** Lookups of the decision path, prepared once; each answers in microseconds from its own index. */
export function prepareGateLookups(db: Database, siteId: string): GateLookups {
  const read = db.prepare<[string, string, string], { passageId: string }>(
    'select passage_id as passageId from device_read where site_id = ? and device_id = ? and event_key = ?',
  );
  // Newest first along the plate and stopped by hand at the first that is too old: a plate passes a few times in a merge window, a busy lane thousands.
  const newest = db.prepare<[string, string], { id: string; seq: number; receivedAt: number; laneId: string; live: number }>(
    `select id, seq, received_at as receivedAt, lane_id as laneId, live from passage indexed by passage_plate
     where site_id = ${given} and plate_number = ${given} order by seq desc`,
  );
  const newestTime = db
    .prepare<[string, string], number>(
      `select received_at from passage indexed by passage_plate where site_id = ${given} and plate_number = ${given} order by seq desc limit 1`,
    )
    .pluck();
  const between = db.prepare<[string, number, number, string, string], { id: string; seq: number }>(
    `select id, seq from passage indexed by passage_time
     where site_id = ${given} and passed_at between ? and ? and lane_id = ${given} and plate_number = ${given} order by seq desc limit 1`,
  );
  // Told which index: to save itself the sort the planner would walk the whole register by seq.
  const vehicles = db
    .prepare<[string, string], string>(
      `select record from road_vehicle indexed by road_vehicle_plate where site_id = ${given} and plate_number = ${given} and removed = 0 order by seq`,
    )
    .pluck();
  const lists = db.prepare<[string, string], ListRow>(
    `select id, list, plate_color as plateColor, reason, start_at as startAt, end_at as endAt from list_entry indexed by list_entry_plate
     where site_id = ${given} and plate_number = ${given} and ended_at is null order by seq`,
  );
  const visit = db.prepare<[string, string], VisitRow>(
    `select id, plate_color as plateColor, in_at as inAt from visit indexed by visit_inside
     where site_id = ${given} and plate_number = ${given} and state = 'inside' order by in_at desc, seq desc limit 1`,
  );
  return {
    readOf: (deviceId, eventKey) => read.get(siteId, deviceId, eventKey) ?? null,
    recentPassage(laneId, plateNumber, since) {
      // Nearly always the plate has not been here lately, and one row tells it for half the price of an iterator.
      const time = newestTime.get(siteId, plateNumber);
      if (time === undefined || time < since) return null;
      for (const found of newest.iterate(siteId, plateNumber)) {
        if (found.receivedAt < since) return null;
        if (found.laneId === laneId && found.live === 1) return { id: found.id, seq: found.seq, receivedAt: found.receivedAt };
      }
      return null;
    },
    passageBetween: (laneId, plateNumber, from, to) => between.get(siteId, from, to, laneId, plateNumber) ?? null,
    vehiclesOf: (plateNumber) => vehicles.all(siteId, plateNumber).map((record) => JSON.parse(record) as RoadVehicle),
    listsOf: (plateNumber) => lists.all(siteId, plateNumber),
    openVisitOf: (plateNumber) => visit.get(siteId, plateNumber) ?? null,
  };
}
