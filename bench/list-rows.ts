// Millions of passages and their visits as rows alone, generated inside the database: same tables, same indexes, no ledger entries.
import { statSync } from 'node:fs';
import Database from 'better-sqlite3';
import { seqsPerBlock } from '../server/src/storage/queries/time-block.ts';
import { databaseFile } from '../server/src/storage/sqlite/connection.ts';

const months24 = 730 * 86_400_000;
/** Far above the seqs of the site's own entries, so that the two never meet. */
const firstSeq = 1_000_192;

/** Pairs of an in and an out, half an hour apart, evenly over 24 months; one in twenty is refused. */
export function fillWithPassages(
  data: string,
  { rows, vehicles, laneIds }: { rows: number; vehicles: number; laneIds: readonly string[] },
): { seconds: number; bytes: number } {
  const began = performance.now();
  const file = databaseFile(data);
  const db = new Database(file);
  db.pragma('journal_mode = off');
  db.pragma('synchronous = off');
  db.pragma('cache_size = -400000');
  const indexes = db
    .prepare<[], string>(`select sql from sqlite_master where type = 'index' and tbl_name in ('passage', 'visit') and sql is not null`)
    .pluck()
    .all();
  for (const sql of indexes) db.exec(`drop index ${/index (\w+)/i.exec(sql)?.[1]}`);
  const siteId = db.prepare<[], string>(`select site_id from site_setting where name = 'site.id'`).pluck().get() as string;
  db.function('facts', { deterministic: true }, (record) => factsOf(String(record)));
  db.exec('create temp table fleet (n integer primary key, id text, plate text, color text, fuel text, stage text, facts text)');
  db.exec(
    'insert into fleet select row_number() over (order by seq) - 1, id, plate_number, plate_color, fuel_type, emission_stage, facts(record) from road_vehicle',
  );
  db.exec('create temp table way (n integer primary key, id text, code text, entrance_id text, entrance_code text)');
  const way = db.prepare(
    'insert into way select ?, l.id, l.code, e.id, e.code from lane l join entrance e on e.site_id = l.site_id and e.id = l.entrance_id where l.id = ?',
  );
  for (const [index, id] of laneIds.entries()) way.run(index, id);
  const from = Date.now() - months24;
  const stepMs = months24 / rows;
  const series = { siteId, first: firstSeq, rows, vehicles, lanes: laneIds.length, from, stepMs };

  db.prepare(passages).run(series);
  db.prepare(visits).run(series);
  for (const noun of ['passage', 'visit'] as const) {
    const times = noun === 'passage' ? ['passed_at', 'passed_at'] : ['in_at', 'coalesce(out_at, in_at)'];
    db.exec(`insert into time_block select site_id, '${noun}', seq / ${seqsPerBlock}, min(${times[0]}), max(${times[1]}) from ${noun} group by 1, 3`);
  }
  db.exec(`insert into daily_passage select site_id, date(passed_at / 1000 + 28800, 'unixepoch'), lane_id, direction, outcome, passed, emission_stage, count(*)
    from passage group by 1, 2, 3, 4, 5, 6, 7`);
  for (const sql of indexes) db.exec(sql);
  db.pragma('journal_mode = wal');
  db.close();
  return { seconds: (performance.now() - began) / 1000, bytes: statSync(file).size };
}

/** Row n belongs to visit n / 2; even rows go in, odd ones out. */
const numbered = `with recursive counted (n) as (select 0 union all select n + 1 from counted where n + 1 < :rows)`;
const refused = '(c.n / 2) % 20 = 7';

const passages = `${numbered}
  insert into passage (site_id, id, seq, entrance_id, entrance_code, lane_id, lane_code, device_id, direction, live, captured_at, received_at, passed_at,
    plate_text, plate_number, no_plate_reason, plate_color, confidence, suspected_fake, outcome, reasons, rule_set_id, rule_set_version, barrier, passed,
    answer, vehicle_id, vehicle, emission_stage, fuel_type, cargo_name, cargo_tonnes, snapshots, evidence_count, correction_count, visit_id, questions, event_key)
  select :siteId, cast(:first + c.n as text), :first + c.n, w.entrance_id, w.entrance_code, w.id, w.code, 'camera', iif(c.n % 2 = 0, 'in', 'out'), 1,
    cast(:from + c.n * :stepMs as integer), cast(:from + c.n * :stepMs as integer) + 300, cast(:from + c.n * :stepMs as integer),
    f.plate, f.plate, null, f.color, 96, 0, iif(${refused}, 'deny', 'admit'),
    '[{"code":"REGISTERED","rule":"registered","text":"已登记车辆，符合要求"}]', 'base', 1, iif(${refused}, 'none', 'confirmed'), iif(${refused}, 0, 1),
    null, f.id, f.facts, f.stage, f.fuel, null, null,
    '[{"bytes":180000,"kind":"full","sha256":"' || hex(zeroblob(28)) || printf('%08x', c.n) || '"}]', 0, 0,
    iif(${refused}, null, cast(:first + c.n - c.n % 2 as text)), '[]', 'bench-' || c.n
  from counted c join fleet f on f.n = (c.n / 2 * 7919) % :vehicles join way w on w.n = (c.n / 2 * 31 + c.n % 2) % :lanes`;

const visits = `insert into visit (site_id, id, seq, plate_number, plate_color, vehicle_id, in_passage_id, in_at, in_entrance_code, in_lane_code,
    out_passage_id, out_at, out_entrance_code, out_lane_code, in_cargo_name, in_cargo_tonnes, out_cargo_name, out_cargo_tonnes, vehicle, questions, state)
  select i.site_id, i.id, i.seq, i.plate_number, i.plate_color, i.vehicle_id, i.id, i.passed_at, i.entrance_code, i.lane_code,
    o.id, o.passed_at, o.entrance_code, o.lane_code, null, null, null, null, i.vehicle, '[]', 'closed'
  from passage i join passage o on o.rowid = i.rowid + 1 where i.seq >= :first and i.direction = 'in' and i.passed = 1
    and :rows + :vehicles + :lanes + :from + :stepMs <> 0 and i.site_id = :siteId`;

/** What a passage keeps of a vehicle, as the gate writes it. */
function factsOf(record: string): string {
  const vehicle = JSON.parse(record) as Record<string, unknown>;
  const { id, version, plateNumber, plateColor, vehicleType, fuelType, emissionStage, reviewState, vin, fleetName, registeredOn, brandModel, useNature } =
    vehicle;
  const details = {
    brandModel,
    emissionInfoSheetSha256: null,
    engineNumber: null,
    networked: null,
    registeredOn,
    useNature,
    vehicleLicenseSha256: null,
  };
  const dated = { emissionSubstage: null, inspectionUntil: null, validUntil: null };
  return JSON.stringify({ details, emissionStage, fleetName, fuelType, id, plateColor, plateNumber, reviewState, vehicleType, version, vin, ...dated });
}
