// Sites full of data, made by the real writer: the same entries, projections and outbox rows as at a gate.
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { createFleet, type SimulatedTruck } from '../server/simulators/trucks.ts';
import { deviceAdapters } from '../server/src/devices/index.ts';
import type { VehicleFacts } from '../server/src/domain/decision/decision.ts';
import type { PassageBody, VisitEffect } from '../server/src/domain/ledger/entry.ts';
import { roadVehicle, type RoadVehicle } from '../server/src/domain/road-vehicle.ts';
import { createSites, type Sites } from '../server/src/services/sites/sites.ts';
import { addToOutbox } from '../server/src/services/uploads/outbox.ts';
import { openSiteStorage, type SiteStorage } from '../server/src/storage/sqlite/site-storage.ts';
import type { LoadCamera } from './load.ts';

export interface DataPlan {
  folder: string;
  name: string;
  /** Registered trucks that the gate admits. */
  vehicles: number;
  lanes: number;
  /** In and out of registered trucks over 24 months, oldest first. */
  visits: number;
  /** A platform, switched off, whose outbox gets these visits. */
  regulator?: { id: string; settings: Record<string, unknown> };
}

export interface DataSet {
  data: string;
  cameras: LoadCamera[];
  laneIds: string[];
  plates: string[];
  entries: number;
  seconds: number;
}

const by = { type: 'system', name: 'bench' } as const;
const months24 = 730 * 86_400_000;
const perJob = 2_000;

/** Builds one site and closes it again. */
export async function buildSite(plan: DataPlan): Promise<DataSet> {
  const began = performance.now();
  const data = join(plan.folder, plan.name);
  const storage = openSiteStorage({ folder: data, now: Date.now });
  try {
    const sites = createSites({ writer: storage.writer, siteId: storage.siteId, adapters: deviceAdapters, now: Date.now });
    const lanes = await furnish(sites, plan.lanes);
    const vehicles = await register(storage, plan.vehicles);
    if (plan.regulator) await addRegulator(storage, plan.regulator);
    await drive(storage, { vehicles, lanes, visits: plan.visits, regulatorId: plan.regulator?.id ?? null });
    return {
      data,
      cameras: lanes.map(({ camera }) => camera),
      laneIds: lanes.map(({ lane }) => lane.id),
      plates: vehicles.map((vehicle) => vehicle.plateNumber),
      entries: storage.ledger.size,
      seconds: (performance.now() - began) / 1000,
    };
  } finally {
    await storage.close();
  }
}

async function furnish(sites: Sites, count: number) {
  const entrance = await sites.entrances.create({ code: 'A', name: '东门' }, { by });
  const lanes = [];
  for (let index = 0; index < count; index++) {
    const lane = await sites.lanes.create(
      {
        entranceId: entrance.id,
        code: String(index + 1).padStart(2, '0'),
        name: `${index + 1} 号道`,
        direction: 'in',
        mode: 'automatic',
        minConfidence: 60,
        mergeWindowSeconds: 10,
        noPlate: 'ask',
        unread: 'ask',
        unregistered: 'ask',
        emergencyVehicle: 'ask',
        confirmSeconds: 3,
      },
      { by },
    );
    const serial = `5a5a${String(index).padStart(4, '0')}-00000000`;
    const device = await sites.devices.create(
      { laneId: lane.id, adapter: 'vzenith-http', name: '相机', settings: {}, allowedSources: [], serialNumber: serial },
      { by },
    );
    lanes.push({ lane, deviceId: device.id, camera: { path: `/in/${device.token}`, serial } });
  }
  return lanes;
}

function addRegulator(storage: SiteStorage, { id, settings }: { id: string; settings: Record<string, unknown> }): Promise<void> {
  const row = { id, protocol: 'hebei-low-emission', name: '模拟平台', settings: JSON.stringify(settings), enabled: false, createdAt: Date.now() - months24 };
  return storage.writer.run((tx) => tx.query('regulator.insert', row));
}

/** Trucks that the base rules admit: China-6 or electric. */
function admittedFleet(count: number): SimulatedTruck[] {
  return createFleet({ seed: 11, count: Math.ceil(count * 1.8) + 50 })
    .filter((truck) => (truck.emissionStage === 'china-6' || truck.emissionStage === 'electric') && truck.plateColor === 'yellow')
    .slice(0, count);
}

async function register(storage: SiteStorage, count: number): Promise<RoadVehicle[]> {
  const at = new Date(Date.now() - months24).toISOString();
  const vehicles = admittedFleet(count).map(({ known: _known, cargo: _cargo, brand, ...truck }, index) =>
    roadVehicle.parse({
      ...truck,
      brandModel: brand,
      id: `v-${index}`,
      reviewState: 'approved',
      reviewedBy: '李环保',
      createdBy: '王登记',
      createdAt: at,
      updatedAt: at,
      version: 1,
    }),
  );
  for (let from = 0; from < vehicles.length; from += perJob) {
    await storage.writer.run((tx) => {
      for (const vehicle of vehicles.slice(from, from + perJob)) {
        const body = { id: vehicle.id, change: 'created' as const, vehicle: JSON.parse(JSON.stringify(vehicle)) as RoadVehicle, before: null, reason: null };
        tx.append({ kind: 'road-vehicle', subject: `road-vehicle:${vehicle.id}`, at, by, body });
      }
    });
  }
  return vehicles;
}

interface Drive {
  vehicles: readonly RoadVehicle[];
  lanes: Awaited<ReturnType<typeof furnish>>;
  visits: number;
  regulatorId: string | null;
}

async function drive(storage: SiteStorage, { vehicles, lanes, visits, regulatorId }: Drive): Promise<void> {
  const first = Date.now() - months24;
  const step = visits === 0 ? 0 : Math.floor((months24 - 3_600_000) / visits);
  for (let from = 0; from < visits; from += perJob / 2) {
    await storage.writer.run((tx) => {
      for (let visit = from; visit < Math.min(visits, from + perJob / 2); visit++) {
        const vehicle = vehicles[visit % vehicles.length] as RoadVehicle;
        const inLane = lanes[visit % lanes.length] as (typeof lanes)[number];
        const at = first + visit * step;
        const visitId = String(tx.nextSeq);
        for (const direction of ['in', 'out'] as const) {
          const passageId = String(tx.nextSeq);
          const passedAt = direction === 'in' ? at : at + Math.min(step, 1_800_000) - 1;
          const effect: VisitEffect = { effect: direction === 'in' ? 'open' : 'close', visitId, questions: [] };
          const body = passageOf({ vehicle, place: inLane, direction, at: passedAt, effect, mark: passageId });
          tx.append({ kind: 'passage', subject: null, at: new Date(passedAt).toISOString(), by: { type: 'device', id: inLane.deviceId }, body });
          if (regulatorId !== null)
            addToOutbox(tx, { passageId, visitId, direction, plateNumber: vehicle.plateNumber, picturesComing: false }, [regulatorId], passedAt);
        }
      }
    });
  }
}

function passageOf(of: {
  vehicle: RoadVehicle;
  place: Drive['lanes'][number];
  direction: 'in' | 'out';
  at: number;
  effect: VisitEffect;
  mark: string;
}): PassageBody {
  const { vehicle, place, direction, effect } = of;
  const { lane } = place;
  const at = new Date(of.at).toISOString();
  const { mode, minConfidence, noPlate, unread, unregistered, emergencyVehicle } = lane;
  return {
    laneId: lane.id,
    laneCode: lane.code,
    entranceId: lane.entranceId,
    entranceCode: lane.entranceCode,
    direction,
    deviceId: place.deviceId,
    adapter: 'vzenith-http',
    eventKey: `bench-${of.mark}`,
    live: true,
    capturedAt: at,
    capturedAtText: at,
    receivedAt: at,
    clockSkewMs: 0,
    plateText: vehicle.plateNumber,
    plateNumber: vehicle.plateNumber,
    noPlateReason: null,
    plateColor: vehicle.plateColor,
    confidence: 96,
    suspectedFake: false,
    openedLocally: false,
    read: { triggerType: 1, direction: 0, type: 3, colorType: 2 },
    // Named pictures would make a verification look for files that a data set does not have.
    snapshots: [],
    frameSha256: createHash('sha256').update(of.mark).digest('hex'),
    outcome: 'admit',
    reasons: [{ code: 'REGISTERED', text: '已登记车辆，符合要求', rule: 'registered' }],
    ruleSetId: 'base',
    ruleSetVersion: 1,
    facts: {
      lane: { mode, minConfidence, noPlate, unread, unregistered, emergencyVehicle },
      vehicle: factsOf(vehicle),
      vehiclesWithPlate: 1,
      lists: [],
      openVisit: null,
    },
    barrier: 'confirmed',
    passed: true,
    visit: effect,
  };
}

function factsOf(vehicle: RoadVehicle): VehicleFacts {
  return {
    id: vehicle.id,
    version: vehicle.version,
    plateNumber: vehicle.plateNumber,
    plateColor: vehicle.plateColor,
    vehicleType: vehicle.vehicleType ?? null,
    fuelType: vehicle.fuelType,
    emissionStage: vehicle.emissionStage,
    emissionSubstage: null,
    reviewState: vehicle.reviewState,
    validUntil: null,
    inspectionUntil: null,
    vin: vehicle.vin ?? null,
    fleetName: vehicle.fleetName ?? null,
    details: {
      registeredOn: vehicle.registeredOn ?? null,
      brandModel: vehicle.brandModel ?? null,
      engineNumber: null,
      networked: null,
      useNature: vehicle.useNature ?? null,
      emissionInfoSheetSha256: null,
      vehicleLicenseSha256: null,
    },
  };
}
