import { randomUUID } from 'node:crypto';
import type { Role } from '../../domain/codes.ts';
import { AppError } from '../../domain/errors.ts';
import { actorName, sameActor } from '../../domain/ledger/actor.ts';
import type { Actor, EntryBodies } from '../../domain/ledger/entry.ts';
import { may } from '../../domain/rights.ts';
import type { RoadVehicle, RoadVehicleInput } from '../../domain/road-vehicle.ts';
import { beijingDate } from '../../domain/time.ts';
import type { Page, QueryParams, QueryResult, Readers, SnapshotStore, WriteTx, Writer } from '../../storage/contract.ts';
import type { Clock } from '../passages/parts.ts';
import { shortestPlate, soughtPlate } from './plate-number.ts';
import { refuseOwnReview, reviewsOwnWriting } from './two-person-rule.ts';
import { changedNames, enteredFields, needsReview, type RoadVehicleChange } from './vehicle-record.ts';

export interface VehicleParts {
  writer: Writer;
  readers: Readers;
  clock: Pick<Clock, 'now'>;
  snapshots: Pick<SnapshotStore, 'get'>;
}
type ListParams = QueryParams<'road-vehicle.list'>;
export interface VehicleFilter extends Omit<ListParams, 'search' | 'expired'> {
  /** Part of the number, the VIN or the fleet's name. */
  q?: string | undefined;
  expired?: boolean | undefined;
}
export interface VehicleEdit {
  change: RoadVehicleChange;
  /** The version that the editor saw; another one in store refuses the edit. */
  version?: number | undefined;
  reason?: string | undefined;
}

/** The register of transport vehicles; every change is an entry with the record before and after. */
export function createVehicles({ writer, readers, clock, snapshots }: VehicleParts) {
  const nowText = () => new Date(clock.now()).toISOString();

  const append = (tx: WriteTx, by: Actor, body: Omit<EntryBodies['road-vehicle'], 'id'>): RoadVehicle => {
    const { id } = body.vehicle;
    tx.append({ kind: 'road-vehicle', subject: `road-vehicle:${id}`, at: body.vehicle.updatedAt, by, body: { id, ...body } });
    return body.vehicle;
  };
  /** Who may only write sees and changes nobody else's vehicles: to a carrier they do not exist. */
  const stored = (tx: WriteTx, id: string, by: Actor): RoadVehicle => {
    const vehicle = tx.query('road-vehicle.get', { id });
    if (!vehicle || !(readsAll(by) || wroteFirst(tx, id, by))) throw new AppError('VEHICLE_NOT_FOUND', { id });
    return vehicle;
  };
  const refuseSamePlate = (tx: WriteTx, { plateNumber, plateColor }: RoadVehicleInput, ownId: string | null): void => {
    const same = tx.query('road-vehicle.byPlate', { plateNumber, plateColor });
    if (same && same.id !== ownId) throw new AppError('VEHICLE_EXISTS', { id: same.id });
  };
  /** Entries name only documents that are there: a missing one would be found as a loss. */
  const requireDocuments = async ({ emissionInfoSheetSha256, vehicleLicenseSha256 }: RoadVehicleChange): Promise<void> => {
    for (const sha256 of [emissionInfoSheetSha256, vehicleLicenseSha256]) {
      if (sha256 && (await snapshots.get(sha256)) === null) throw new AppError('VEHICLE_DOCUMENT_MISSING', { sha256 });
    }
  };

  return {
    /** Throws PLATE_INVALID, VEHICLE_EXISTS with the other's id, VEHICLE_DOCUMENT_MISSING. */
    async create(input: RoadVehicleInput, by: Actor): Promise<RoadVehicle> {
      const fields = enteredFields(input);
      await requireDocuments(fields);
      return writer.run((tx) => {
        refuseSamePlate(tx, fields, null);
        const at = nowText();
        const reviewed = reviewsOwnWriting(tx, by);
        const vehicle: RoadVehicle = {
          ...fields,
          id: randomUUID(),
          reviewState: reviewed ? 'approved' : 'pending',
          reviewedBy: reviewed ? actorName(by) : null,
          createdBy: actorName(by),
          createdAt: at,
          updatedAt: at,
          version: 1,
        };
        return append(tx, by, { change: 'created', vehicle, before: null, reason: null });
      });
    },

    /**
     * Members that are not sent stay. A change of what was reviewed goes back to review, unless the editor may review and the site asks for no second person.
     * A change of nothing writes nothing. Throws VEHICLE_NOT_FOUND, VEHICLE_CHANGED, PLATE_INVALID, VEHICLE_EXISTS, VEHICLE_DOCUMENT_MISSING.
     */
    async update(id: string, { change, version, reason }: VehicleEdit, by: Actor): Promise<RoadVehicle> {
      await requireDocuments(change);
      return writer.run((tx) => {
        const before = stored(tx, id, by);
        if (version !== undefined && version !== before.version) throw new AppError('VEHICLE_CHANGED', { id, version: before.version });
        const fields = enteredFields({ ...before, ...sent(change) });
        if (changedNames(before, fields).length === 0) return before;
        refuseSamePlate(tx, fields, id);
        const vehicle: RoadVehicle = { ...before, ...fields, ...reviewAfter(tx, before, fields, by), updatedAt: nowText(), version: before.version + 1 };
        return append(tx, by, { change: 'updated', vehicle, before, reason: reason ?? null });
      });
    },

    /** A person's judgement, whatever the findings say. Throws VEHICLE_NOT_FOUND, VEHICLE_REVIEW_SAME_PERSON. */
    review(id: string, { outcome, reason }: { outcome: 'approved' | 'rejected'; reason?: string | undefined }, by: Actor): Promise<RoadVehicle> {
      return writer.run((tx) => {
        const before = stored(tx, id, by);
        refuseOwnReview(tx, id, by);
        const vehicle: RoadVehicle = { ...before, reviewState: outcome, reviewedBy: actorName(by), updatedAt: nowText(), version: before.version + 1 };
        return append(tx, by, { change: 'reviewed', vehicle, before, reason: reason ?? null });
      });
    },

    /** The record leaves the register and stays in the ledger. Throws VEHICLE_NOT_FOUND. */
    remove(id: string, reason: string | null, by: Actor): Promise<RoadVehicle> {
      return writer.run((tx) => {
        const before = stored(tx, id, by);
        const vehicle: RoadVehicle = { ...before, updatedAt: nowText(), version: before.version + 1 };
        return append(tx, by, { change: 'removed', vehicle, before, reason });
      });
    },

    /** Throws VEHICLE_NOT_FOUND. */
    async get(id: string): Promise<RoadVehicle> {
      const vehicle = await readers.query('road-vehicle.get', { id });
      if (!vehicle) throw new AppError('VEHICLE_NOT_FOUND', { id });
      return vehicle;
    },

    /** A whole number is matched exactly; a text too short to be one is looked for inside the numbers. */
    list({ q, expired, plateNumber, ...filter }: VehicleFilter): Promise<Page<RoadVehicle>> {
      const number = plateNumber === undefined ? undefined : soughtPlate(plateNumber);
      const fragment = number !== undefined && [...number].length < shortestPlate;
      return readers.query('road-vehicle.list', {
        ...filter,
        ...(fragment ? { plateFragment: number } : { plateNumber: number }),
        search: q === undefined ? undefined : { plate: soughtPlate(q), text: q.trim() },
        expired: expired === undefined ? undefined : { is: expired, today: beijingDate(clock.now()) },
      });
    },

    /** Newest first, also of a removed vehicle. Throws VEHICLE_NOT_FOUND. */
    async history(id: string, page: { limit: number; cursor?: string | undefined }): Promise<QueryResult<'road-vehicle.history'>> {
      const history = await readers.query('road-vehicle.history', { id, ...page });
      if (history.items.length === 0 && page.cursor === undefined) throw new AppError('VEHICLE_NOT_FOUND', { id });
      return history;
    },

    /** Registered vehicles that a camera may have taken this number for, nearest first, at most 5. */
    near: (plateNumber: string): Promise<QueryResult<'road-vehicle.near'>> => readers.query('road-vehicle.near', { plateNumber, limit: 5 }),
  };
}
export type Vehicles = ReturnType<typeof createVehicles>;

function sent(change: RoadVehicleChange): Partial<RoadVehicleInput> {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
}

function reviewAfter(tx: WriteTx, before: RoadVehicle, fields: RoadVehicleInput, by: Actor): Pick<RoadVehicle, 'reviewState' | 'reviewedBy'> {
  if (!needsReview(before, fields)) return { reviewState: before.reviewState, reviewedBy: before.reviewedBy };
  if (before.reviewState === 'approved' && reviewsOwnWriting(tx, by)) return { reviewState: 'approved', reviewedBy: actorName(by) };
  return { reviewState: 'pending', reviewedBy: null };
}

function readsAll(by: Actor): boolean {
  return by.type === 'system' || ((by.type === 'account' || by.type === 'token') && may(by.role as Role, 'vehicles.read'));
}

function wroteFirst(tx: WriteTx, id: string, by: Actor): boolean {
  const first = tx.query('road-vehicle.history', { id, limit: 100_000 }).items.at(-1);
  return first !== undefined && sameActor(first.by, by);
}
