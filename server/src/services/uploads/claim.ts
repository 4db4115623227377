import type { EmissionStage, FuelType, PlateColor } from '../../domain/codes.ts';
import type { SnapshotRef } from '../../domain/ledger/entry.ts';
import { utcInstant } from '../../domain/time.ts';
import type { UploadRecord } from '../../regulators/contract.ts';
import type { QueryResult, WriteTx } from '../../storage/contract.ts';
import type { ClaimedUpload, Regulator } from './parts.ts';
import { photoTokens } from './photo-links.ts';

type DueRow = QueryResult<'upload.due'>[number];

export interface ClaimWish {
  now: number;
  /** Rows recorded after this are live: newest first, before everything else. */
  liveSince: number;
  live: number;
  /** How many older ones, oldest first. */
  backfill: number;
  /** A probe takes a row that is put off, too. */
  whatever: boolean;
}

export interface ClaimResult {
  claimed: ClaimedUpload[];
  /** Claimed and parked. */
  taken: number;
  /** When the next row is due; null when nothing is. May be in the past: there is more. */
  nextDueAt: number | null;
}

/** Takes due rows for sending, in one transaction: marks them `sending`, parks exits whose entry is not accepted yet, builds the records. */
export function claimDue(tx: WriteTx, wish: ClaimWish, regulator: Regulator, photoBase: string): ClaimResult {
  const regulatorId = regulator.id;
  const until = wish.whatever ? Number.MAX_SAFE_INTEGER : wish.now;
  let taken = 0;
  const take = (since: number, order: 'asc' | 'desc', limit: number, live: boolean) => {
    if (limit <= 0) return [];
    const rows = tx.query('upload.due', { regulatorId, since, until, order, limit });
    taken += rows.length;
    const early = regulator.protocol.capabilities.perVisitOrder ? rows.filter((row) => row.entry_state !== null && row.entry_state !== 'accepted') : [];
    const due = early.length === 0 ? rows : rows.filter((row) => !early.includes(row));
    if (early.length > 0) tx.query('upload.park', { ids: early.map((row) => row.id) });
    if (due.length > 0) tx.query('upload.mark-sending', { ids: due.map((row) => row.id), at: wish.now });
    return due.map((row) => ({ row, live }));
  };
  const rows = take(wish.liveSince, 'desc', wish.live, true);
  rows.push(...take(0, 'asc', wish.backfill, false));
  return { claimed: withRecords(tx, rows, photoBase), taken, nextDueAt: tx.query('upload.next-due', { regulatorId }) };
}

function withRecords(tx: WriteTx, rows: { row: DueRow; live: boolean }[], photoBase: string): ClaimedUpload[] {
  const pictures = new Map<string, string | null>();
  const facts = rows.map(({ row, live }) => {
    const snapshots = parse<SnapshotRef[]>(row.snapshots) ?? [];
    const vehicle = parse<VehicleJson>(row.vehicle_record) ?? parse<VehicleJson>(row.vehicle);
    const head = snapshots.find((each) => each.kind === 'full')?.sha256 ?? null;
    const body = snapshots.find((each) => each.kind === 'body')?.sha256 ?? null;
    for (const sha256 of [head, body]) if (sha256) pictures.set(sha256, row.passage_id);
    for (const sha256 of [vehicle?.emissionInfoSheetSha256, vehicle?.vehicleLicenseSha256]) if (sha256) pictures.set(sha256, null);
    return { row, live, vehicle, head, body };
  });
  const tokens = photoTokens(tx, pictures);
  const url = (sha256: string | null | undefined) => {
    const token = sha256 ? tokens.get(sha256) : undefined;
    return token === undefined ? null : `${photoBase}/photos/${token}`;
  };
  return facts.map(({ row, live, vehicle, head, body }) => ({
    id: row.id,
    passageId: row.passage_id,
    visitId: row.visit_id,
    direction: row.direction as 'in' | 'out',
    before: { state: row.state, attempts: row.attempts },
    attempts: row.attempts + 1,
    recordedAt: row.recorded_at,
    live,
    entryRemote: parse<Record<string, string>>(row.entry_remote),
    record: {
      passageId: row.passage_id,
      visitId: row.visit_id,
      direction: row.direction as 'in' | 'out',
      at: utcInstant(row.passed_at),
      entranceCode: row.entrance_code,
      laneCode: row.lane_code,
      plateNumber: row.plate_number,
      // An unread colour is the registered one when the register knows the vehicle.
      plateColor: (row.plate_color === 'unknown' ? (vehicle?.plateColor ?? 'unknown') : row.plate_color) as PlateColor,
      vehicle: vehicle ? vehicleOf(vehicle, url) : null,
      cargoName: row.cargo_name,
      cargoTonnes: row.cargo_tonnes,
      headPhotoUrl: url(head),
      bodyPhotoUrl: url(body),
    },
  }));
}

/** A vehicle of the register as it is now, or the facts that the passage kept of it. */
interface VehicleJson {
  plateColor?: PlateColor;
  vehicleType?: string | null;
  vin?: string | null;
  registeredOn?: string | null;
  brandModel?: string | null;
  engineNumber?: string | null;
  fuelType?: FuelType;
  emissionStage?: EmissionStage;
  networked?: boolean | null;
  useNature?: string | null;
  fleetName?: string | null;
  emissionInfoSheetSha256?: string | null;
  vehicleLicenseSha256?: string | null;
}

function vehicleOf(vehicle: VehicleJson, url: (sha256: string | null | undefined) => string | null): NonNullable<UploadRecord['vehicle']> {
  return {
    vehicleType: vehicle.vehicleType ?? null,
    vin: vehicle.vin ?? null,
    registeredOn: vehicle.registeredOn ?? null,
    brandModel: vehicle.brandModel ?? null,
    engineNumber: vehicle.engineNumber ?? null,
    fuelType: vehicle.fuelType ?? 'unknown',
    emissionStage: vehicle.emissionStage ?? 'unknown',
    networked: vehicle.networked ?? null,
    useNature: vehicle.useNature ?? null,
    fleetName: vehicle.fleetName ?? null,
    emissionInfoSheetUrl: url(vehicle.emissionInfoSheetSha256),
    vehicleLicenseUrl: url(vehicle.vehicleLicenseSha256),
  };
}

function parse<T>(json: string | null): T | null {
  return json === null ? null : (JSON.parse(json) as T | null);
}
