import { afterEach, describe, expect, test } from 'vitest';
import type { Role } from '../../domain/codes.ts';
import type { Actor } from '../../domain/ledger/entry.ts';
import { decodeEntry } from '../../domain/ledger/entry-codec.ts';
import { type RoadVehicleInput, roadVehicleInput } from '../../domain/road-vehicle.ts';
import { createFakeClock } from '../../testing/fake-clock.ts';
import { openTempSite } from '../../testing/temp-database.ts';
import { changeSiteSettings } from '../sites/site-settings.ts';
import { findingsOf } from './findings.ts';
import { roadVehicleChange } from './vehicle-record.ts';
import { createVehicles } from './vehicles.ts';

const account = (role: Role, id: string = role): Extract<Actor, { type: 'account' }> => ({ type: 'account', id, name: `${id}甲`, role });
const manager = account('environment-manager');
const administrator = account('administrator');
const guard = account('guard');
const carrier = account('carrier');
const truck = (parts: Partial<RoadVehicleInput> = {}) =>
  roadVehicleInput.parse({
    plateNumber: '冀B12345',
    plateColor: 'yellow',
    vehicleType: 'H11',
    fuelType: 'diesel',
    emissionStage: 'china-6',
    registeredOn: '2022-05-01',
    ...parts,
  });

const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

async function openHouse({ twoPersonReview = false } = {}) {
  const clock = createFakeClock();
  const site = await openTempSite({ now: clock.now });
  cleanups.push(site.remove);
  const setTwoPersonReview = (on: boolean) => site.writer.run((tx) => changeSiteSettings(tx, { twoPersonReview: on }, { at: clock.now(), by: administrator }));
  if (twoPersonReview) await setTwoPersonReview(true);
  const entries = () => Array.from({ length: site.ledger.size }, (_entry, seq) => decodeEntry(site.ledger.entryBytes(seq) as Uint8Array));
  return { site, clock, entries, setTwoPersonReview, vehicles: createVehicles({ ...site, clock }) };
}

describe('registering', () => {
  test.each([
    ['administrator', 'approved'],
    ['environment-manager', 'approved'],
    ['guard', 'pending'],
    ['carrier', 'pending'],
  ] as const)('a vehicle registered by %s is %s', async (role, reviewState) => {
    const { vehicles } = await openHouse();
    const vehicle = await vehicles.create(truck(), account(role));
    expect(vehicle).toMatchObject({ reviewState, reviewedBy: reviewState === 'approved' ? `${role}甲` : null, createdBy: `${role}甲`, version: 1 });
  });

  test('with the two-person rule nobody approves by registering', async () => {
    const { vehicles } = await openHouse({ twoPersonReview: true });
    expect(await vehicles.create(truck(), administrator)).toMatchObject({ reviewState: 'pending', reviewedBy: null });
  });

  test('the record is an entry and the gate knows it at once', async () => {
    const { vehicles, entries, site } = await openHouse();
    const vehicle = await vehicles.create(truck(), manager);
    expect(entries().at(-1)).toMatchObject({
      kind: 'road-vehicle',
      subject: `road-vehicle:${vehicle.id}`,
      at: '2026-03-02T02:00:00.000Z',
      by: manager,
      body: { id: vehicle.id, change: 'created', before: null, reason: null, vehicle },
    });
    expect(site.writer.gate.vehiclesOf('冀B12345')).toEqual([vehicle]);
  });

  test('plate and VIN get one spelling; what is empty is unknown and nothing is filled in', async () => {
    const { vehicles } = await openHouse();
    const input = roadVehicleInput.parse({ plateNumber: ' 冀b·12345 ', plateColor: 'yellow', vin: 'ltest-0000 00000001', fleetName: '', brandModel: '  ' });
    expect(await vehicles.create(input, manager)).toMatchObject({
      plateNumber: '冀B12345',
      vin: 'LTEST000000000001',
      fuelType: 'unknown',
      emissionStage: 'unknown',
      vehicleType: null,
      registeredOn: null,
      fleetName: null,
      brandModel: null,
      emissionSubstage: null,
    });
  });

  test.each(['无牌车', '未识别', '冀B', '冀B12?45', '你好世界再见', '🚚🚚🚚🚚🚚'])('%s is no plate', async (plateNumber) => {
    const { vehicles, entries } = await openHouse();
    await expect(vehicles.create(truck({ plateNumber }), manager)).rejects.toMatchObject({ code: 'PLATE_INVALID', params: { plate: plateNumber } });
    expect(entries()).toHaveLength(0);
  });

  test('the same plate and colour again is refused with the id of the first; another colour is another vehicle', async () => {
    const { vehicles } = await openHouse();
    const first = await vehicles.create(truck(), manager);
    await expect(vehicles.create(truck({ plateNumber: '冀B·12345' }), guard)).rejects.toMatchObject({ code: 'VEHICLE_EXISTS', params: { id: first.id } });
    const other = await vehicles.create(truck({ plateColor: 'blue' }), manager);
    expect(other.id).not.toBe(first.id);
  });

  test('two registrations of one plate at once: one stands, the other is refused with its id', async () => {
    const { vehicles, entries } = await openHouse();
    const results = await Promise.allSettled([vehicles.create(truck(), manager), vehicles.create(truck(), guard)]);
    const made = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
    const refused = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
    expect(made).toHaveLength(1);
    expect(refused).toMatchObject([{ code: 'VEHICLE_EXISTS', params: { id: made[0]?.id } }]);
    expect(entries()).toHaveLength(1);
  });

  test('a removed vehicle leaves its plate free, and its history stays', async () => {
    const { vehicles, site } = await openHouse();
    const first = await vehicles.create(truck(), manager);
    expect(await vehicles.remove(first.id, '车辆报废', manager)).toMatchObject({ version: 2 });
    expect(site.writer.gate.vehiclesOf('冀B12345')).toEqual([]);
    await expect(vehicles.get(first.id)).rejects.toMatchObject({ code: 'VEHICLE_NOT_FOUND' });
    await expect(vehicles.remove(first.id, null, manager)).rejects.toMatchObject({ code: 'VEHICLE_NOT_FOUND' });
    expect((await vehicles.create(truck(), manager)).id).not.toBe(first.id);
    const history = await vehicles.history(first.id, { limit: 10 });
    expect(history.items.map(({ body }) => [body.change, body.reason])).toEqual([
      ['removed', '车辆报废'],
      ['created', null],
    ]);
  });

  test('a document that was never uploaded cannot be named', async () => {
    const { vehicles, site } = await openHouse();
    const missing = truck({ emissionInfoSheetSha256: 'a'.repeat(64) });
    await expect(vehicles.create(missing, manager)).rejects.toMatchObject({ code: 'VEHICLE_DOCUMENT_MISSING', params: { sha256: 'a'.repeat(64) } });
    const { sha256 } = await site.snapshots.put(new Uint8Array([0xff, 0xd8, 0xff]));
    expect(await vehicles.create(truck({ emissionInfoSheetSha256: sha256 }), manager)).toMatchObject({ emissionInfoSheetSha256: sha256 });
  });

  test('text that the ledger cannot keep as it is refuses the vehicle alone', async () => {
    const { vehicles } = await openHouse();
    const results = await Promise.allSettled([
      vehicles.create(truck({ remark: '\ud800' }), manager),
      vehicles.create(truck({ plateNumber: '冀B54321' }), manager),
    ]);
    expect(results.map((result) => result.status)).toEqual(['rejected', 'fulfilled']);
  });
});

describe('changing', () => {
  test('members that are not sent stay, also those with a default', async () => {
    const { vehicles } = await openHouse();
    const made = await vehicles.create(truck(), manager);
    const change = roadVehicleChange.parse({ fleetName: '示例车队' });
    expect(change).toEqual({ fleetName: '示例车队' });
    expect(await vehicles.update(made.id, { change }, manager)).toEqual({ ...made, fleetName: '示例车队', version: 2 });
  });

  test('null takes a value away; the same values again write nothing', async () => {
    const { vehicles, entries } = await openHouse();
    const made = await vehicles.create(truck(), manager);
    expect(await vehicles.update(made.id, { change: { registeredOn: null } }, manager)).toMatchObject({ registeredOn: null, version: 2 });
    const size = entries().length;
    expect(await vehicles.update(made.id, { change: { registeredOn: null, plateNumber: '冀b12345' } }, manager)).toMatchObject({ version: 2 });
    expect(entries()).toHaveLength(size);
  });

  test('the history shows every change with before and after, newest first, in pages', async () => {
    const { vehicles } = await openHouse();
    const made = await vehicles.create(truck(), manager);
    const changed = await vehicles.update(made.id, { change: { emissionStage: 'china-5' }, reason: '核对随车清单' }, manager);
    const page = await vehicles.history(made.id, { limit: 1 });
    expect(page.items).toMatchObject([{ by: manager, body: { change: 'updated', reason: '核对随车清单', before: made, vehicle: changed } }]);
    const rest = await vehicles.history(made.id, { limit: 1, cursor: page.nextCursor as string });
    expect(rest).toMatchObject({ items: [{ body: { change: 'created', vehicle: made } }], nextCursor: null });
    await expect(vehicles.history('none', { limit: 1 })).rejects.toMatchObject({ code: 'VEHICLE_NOT_FOUND' });
  });

  test('an edit of what was reviewed by a person who may not review goes back to review; of the rest it does not', async () => {
    const { vehicles } = await openHouse();
    const made = await vehicles.create(truck(), manager);
    expect(await vehicles.update(made.id, { change: { fleetName: '车队', remark: '备注' } }, guard)).toMatchObject({
      reviewState: 'approved',
      reviewedBy: manager.name,
    });
    expect(await vehicles.update(made.id, { change: { emissionStage: 'china-5' } }, guard)).toMatchObject({ reviewState: 'pending', reviewedBy: null });
  });

  test('an edit by a reviewer keeps a reviewed record reviewed and leaves a pending one to a review', async () => {
    const { vehicles } = await openHouse();
    const reviewed = await vehicles.create(truck(), manager);
    expect(await vehicles.update(reviewed.id, { change: { emissionStage: 'china-5' } }, administrator)).toMatchObject({
      reviewState: 'approved',
      reviewedBy: administrator.name,
    });
    const pending = await vehicles.create(truck({ plateColor: 'blue' }), guard);
    expect(await vehicles.update(pending.id, { change: { emissionStage: 'china-5' } }, administrator)).toMatchObject({ reviewState: 'pending' });
  });

  test('a plate cannot be changed into one that is registered', async () => {
    const { vehicles } = await openHouse();
    const first = await vehicles.create(truck(), manager);
    const second = await vehicles.create(truck({ plateNumber: '冀B54321' }), manager);
    await expect(vehicles.update(second.id, { change: { plateNumber: '冀B12345' } }, manager)).rejects.toMatchObject({
      code: 'VEHICLE_EXISTS',
      params: { id: first.id },
    });
  });

  test('two edits on the same version: the second is told to look again', async () => {
    const { vehicles } = await openHouse();
    const made = await vehicles.create(truck(), manager);
    const edits = [{ fleetName: '甲' }, { fleetName: '乙' }].map((change) => vehicles.update(made.id, { change, version: 1 }, manager));
    const [first, second] = await Promise.allSettled(edits);
    expect(first).toMatchObject({ status: 'fulfilled', value: { fleetName: '甲', version: 2 } });
    expect(second).toMatchObject({ status: 'rejected', reason: { code: 'VEHICLE_CHANGED', params: { version: 2 } } });
  });

  test('a carrier changes the vehicles it registered and sees no others', async () => {
    const { vehicles } = await openHouse();
    const own = await vehicles.create(truck(), carrier);
    const other = await vehicles.create(truck({ plateNumber: '冀B54321' }), account('carrier', 'carrier-2'));
    expect(await vehicles.update(own.id, { change: { fleetName: '车队' } }, carrier)).toMatchObject({ version: 2 });
    await expect(vehicles.update(other.id, { change: { fleetName: '车队' } }, carrier)).rejects.toMatchObject({ code: 'VEHICLE_NOT_FOUND' });
  });
});

describe('reviewing', () => {
  test('a review approves or rejects with its author and reason', async () => {
    const { vehicles, entries } = await openHouse();
    const made = await vehicles.create(truck(), guard);
    expect(await vehicles.review(made.id, { outcome: 'rejected', reason: '照片不清' }, manager)).toMatchObject({
      reviewState: 'rejected',
      reviewedBy: manager.name,
    });
    expect(entries().at(-1)).toMatchObject({ by: manager, body: { change: 'reviewed', reason: '照片不清', before: made } });
    expect(await vehicles.update(made.id, { change: { vin: 'LTEST000000000001' } }, guard)).toMatchObject({ reviewState: 'pending' });
    expect(await vehicles.review(made.id, { outcome: 'approved' }, manager)).toMatchObject({ reviewState: 'approved', version: 4 });
    await expect(vehicles.review('none', { outcome: 'approved' }, manager)).rejects.toMatchObject({ code: 'VEHICLE_NOT_FOUND' });
  });

  test('without the two-person rule the person who registered may review', async () => {
    const { vehicles } = await openHouse();
    const made = await vehicles.create(truck(), manager);
    expect(await vehicles.review(made.id, { outcome: 'approved' }, manager)).toMatchObject({ reviewState: 'approved' });
  });

  test('with the two-person rule neither the person who registered nor one who edited can review', async () => {
    const { vehicles } = await openHouse({ twoPersonReview: true });
    const made = await vehicles.create(truck(), manager);
    await expect(vehicles.review(made.id, { outcome: 'approved' }, manager)).rejects.toMatchObject({ code: 'VEHICLE_REVIEW_SAME_PERSON' });
    await vehicles.update(made.id, { change: { vin: 'LTEST000000000001' } }, administrator);
    await expect(vehicles.review(made.id, { outcome: 'approved' }, administrator)).rejects.toMatchObject({ code: 'VEHICLE_REVIEW_SAME_PERSON' });
    expect(await vehicles.review(made.id, { outcome: 'approved' }, account('administrator', 'third'))).toMatchObject({ reviewState: 'approved' });
  });

  test('with the two-person rule an edit of an approved record needs a review by another person, who may be the first author', async () => {
    const { vehicles } = await openHouse({ twoPersonReview: true });
    const made = await vehicles.create(truck(), manager);
    await vehicles.review(made.id, { outcome: 'approved' }, administrator);
    expect(await vehicles.update(made.id, { change: { emissionStage: 'china-5' } }, administrator)).toMatchObject({ reviewState: 'pending' });
    await expect(vehicles.review(made.id, { outcome: 'approved' }, administrator)).rejects.toMatchObject({ code: 'VEHICLE_REVIEW_SAME_PERSON' });
    expect(await vehicles.review(made.id, { outcome: 'approved' }, manager)).toMatchObject({ reviewState: 'approved', reviewedBy: manager.name });
    await expect(vehicles.review(made.id, { outcome: 'approved' }, administrator)).rejects.toMatchObject({ code: 'VEHICLE_REVIEW_SAME_PERSON' });
  });

  test('with the two-person rule an edit of the fleet alone does not bar its author from reviewing', async () => {
    const { vehicles } = await openHouse({ twoPersonReview: true });
    const made = await vehicles.create(truck(), guard);
    await vehicles.update(made.id, { change: { fleetName: '车队' } }, manager);
    expect(await vehicles.review(made.id, { outcome: 'approved' }, manager)).toMatchObject({ reviewState: 'approved' });
  });

  test('the rule counts from the moment it is switched on', async () => {
    const { vehicles, setTwoPersonReview } = await openHouse();
    const made = await vehicles.create(truck(), guard);
    await vehicles.update(made.id, { change: { emissionStage: 'china-5' } }, manager);
    await setTwoPersonReview(true);
    await expect(vehicles.review(made.id, { outcome: 'approved' }, manager)).rejects.toMatchObject({ code: 'VEHICLE_REVIEW_SAME_PERSON' });
  });
});

describe('finding', () => {
  async function openFleet() {
    const house = await openHouse();
    const add = (parts: Partial<RoadVehicleInput>, by = manager) => house.vehicles.create(truck(parts), by);
    await add({ plateNumber: '冀B12345', fleetName: '示例_车队', validUntil: '2026-03-02' });
    await add({ plateNumber: '冀B12346', emissionStage: 'china-4', inspectionUntil: '2026-03-01', vin: 'LTEST000000000001' });
    await add({ plateNumber: '冀C99999', vehicleType: 'K33', fuelType: 'petrol', fleetName: '示例车队' }, guard);
    return house;
  }

  test.each([
    [{ plateNumber: '冀b·12345' }, ['冀B12345']],
    [{ plateNumber: '冀B1234' }, []],
    [{ plateNumber: '999' }, ['冀C99999']],
    [{ q: 'b1234' }, ['冀B12346', '冀B12345']],
    [{ q: 'ltest0000' }, ['冀B12346']],
    [{ q: '示例_' }, ['冀B12345']],
    [{ fleetName: '车队' }, ['冀C99999', '冀B12345']],
    [{ reviewState: 'pending' }, ['冀C99999']],
    [{ emissionStage: 'china-4' }, ['冀B12346']],
    [{ fuelType: 'petrol' }, ['冀C99999']],
    [{ vehicleType: 'H' }, ['冀B12346', '冀B12345']],
    [{ vehicleType: 'K33' }, ['冀C99999']],
    [{ plateColor: 'blue' }, []],
    [{ expired: true }, ['冀B12346']],
    [{ expired: false }, ['冀C99999', '冀B12345']],
  ] as const)('%j finds %j', async (filter, plates) => {
    const { vehicles } = await openFleet();
    const page = await vehicles.list({ ...filter, limit: 10 });
    expect(page.items.map((vehicle) => vehicle.plateNumber)).toEqual(plates);
  });

  test('pages go on where they stopped, whatever changes in between', async () => {
    const { vehicles } = await openFleet();
    const first = await vehicles.list({ limit: 2 });
    expect(first.items.map((vehicle) => vehicle.plateNumber)).toEqual(['冀C99999', '冀B12346']);
    await vehicles.update(first.items[0]?.id as string, { change: { fleetName: '另一车队' } }, manager);
    await vehicles.create(truck({ plateNumber: '冀D00001' }), manager);
    const second = await vehicles.list({ limit: 2, cursor: first.nextCursor });
    expect(second.items.map((vehicle) => vehicle.plateNumber)).toEqual(['冀B12345']);
    expect(second.nextCursor).toBeNull();
  });

  test('near plates are registered ones, nearest first, each with its vehicle', async () => {
    const { vehicles } = await openFleet();
    await vehicles.create(truck({ plateNumber: '冀812345' }), manager);
    const near = await vehicles.near('冀B12345');
    expect(near.map(({ plateNumber, plateColor, distance }) => [plateNumber, plateColor, distance])).toEqual([
      ['冀812345', 'yellow', 0.3],
      ['冀B12346', 'yellow', 1],
    ]);
    expect(await vehicles.get(near[0]?.vehicleId as string)).toMatchObject({ plateNumber: '冀812345' });
  });
});

test('findings say what does not fit together, conflicts first, and change no value', async () => {
  const { vehicles } = await openHouse();
  const odd = { emissionStage: 'china-3', vin: 'LTEST', plateNumber: '测A00001', vehicleType: 'H99' } as const;
  const vehicle = await vehicles.create(truck(odd), guard);
  expect(findingsOf(vehicle).map(({ code, level }) => [code, level])).toEqual([
    ['VIN_LENGTH', 'conflict'],
    ['PLATE_UNRECOGNISED', 'suspicious'],
    ['VEHICLE_TYPE_UNLISTED', 'info'],
  ]);
  expect(vehicle).toMatchObject(odd);
  const tooOld = await vehicles.create(truck({ emissionStage: 'china-3', plateColor: 'blue' }), guard);
  expect(findingsOf(tooOld).map(({ code, level }) => [code, level])).toEqual([
    ['PLATE_BLUE_ON_HEAVY', 'conflict'],
    ['STAGE_TOO_OLD', 'conflict'],
  ]);
  expect(findingsOf(await vehicles.create(truck(), guard))).toEqual([]);
});
