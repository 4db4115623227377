import { pino } from 'pino';
import { openGate } from './gate.ts';
import type { DeviceDraft } from '../services/sites/devices.ts';
import { deviceAdapters } from '../devices/index.ts';
import type { Direction } from '../domain/codes.ts';
import { defaultRuleSet } from '../domain/decision/default-rules.ts';
import type { RuleSet } from '../domain/decision/rule-set.ts';
import type { RoadVehicleInput } from '../domain/road-vehicle.ts';
import { roadVehicle } from '../domain/road-vehicle.ts';
import { createHttpServer } from '../http/server.ts';
import { deviceIngressRoutes } from '../http/routes/devices-ingress.ts';
import { createScreens } from '../services/live/screens.ts';
import type { PassedPassage } from '../services/passages/parts.ts';
import { createPassageReader } from '../services/passages/passage-reader.ts';
import { createSites } from '../services/sites/sites.ts';
import { openTempSite } from '../testing/temp-database.ts';

export const tester = { type: 'account', id: 'tester', name: '测试员', role: 'administrator' } as const;

/** Real time, with timers that do not keep a test alive. */
export const realClock = {
  now: Date.now,
  elapsed: () => performance.now(),
  after(ms: number, run: () => void): () => void {
    const timer = setTimeout(run, ms);
    timer.unref();
    return () => clearTimeout(timer);
  },
};

/**
 * A gate on loopback with a real database, real adapters and a real HTTP server, for tests: without accounts and platforms.
 * `slowDiskMs` is how much time has gone by when a write is on the disk.
 */
export async function openGateWorld({ slowDiskMs = () => 0 }: { slowDiskMs?: () => number } = {}) {
  const storage = await openTempSite();
  let lateMs = 0;
  let steppedMs = 0;
  const clock = { ...realClock, now: () => Date.now() + lateMs + steppedMs, elapsed: () => performance.now() + lateMs };
  const writer: typeof storage.writer = {
    ...storage.writer,
    async run(job) {
      const result = await storage.writer.run(job);
      lateMs += slowDiskMs();
      return result;
    },
  };
  const sites = createSites({ writer: storage.writer, siteId: storage.siteId, adapters: deviceAdapters, now: Date.now });
  const published = {
    id: 'rules-1',
    version: 1,
    state: 'published' as const,
    createdAt: '2026-01-01T00:00:00.000Z',
    createdBy: '系统',
    publishedAt: '2026-01-01T00:00:00.000Z',
    publishedBy: '系统',
  };
  const ruleSet: RuleSet = { ...defaultRuleSet('china-4'), ...published };
  const passed: PassedPassage[] = [];
  const reader = createPassageReader({ readers: storage.readers, siteId: storage.siteId, ruleSetOf: async () => ruleSet, nearPlates: async () => [] });
  const errors: unknown[] = [];
  const screens = createScreens({ viewOf: reader.passage, onError: (error) => errors.push(error) });
  const log = pino({ level: 'silent' });
  const gate = openGate({
    storage: { ...storage, writer },
    sites,
    rules: { current: () => ruleSet },
    reader,
    screens,
    clock,
    log,
    outbox: { enqueue: (_tx, passage) => passed.push(passage), corrected: () => undefined },
  });
  await gate.start();
  const server = await createHttpServer({
    config: { version: 'test', webRoot: null, checkAnswers: true },
    accounts: { byToken: () => null, bySession: () => null },
    routes: [
      (app) => deviceIngressRoutes(app, { knows: (token) => sites.config.deviceByToken(token) !== null, receivePush: gate.receivePush, now: clock.now }),
    ],
    log,
    readiness: async () => [],
  });
  await server.app.listen({ port: 0, host: '127.0.0.1' });
  const address = server.app.server.address();
  const baseUrl = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  const entrance = await sites.entrances.create({ code: 'A', name: '东门' }, { by: tester });
  let lanes = 0;

  return {
    ...{ storage, sites, gate, reader, passed, baseUrl, errors, ruleSet, screens, server: server.app.server },
    /** Time goes by. */
    passTime(ms: number): void {
      lateMs += ms;
    },
    /** Somebody sets the wall clock; no time passes by it. */
    stepClock(ms: number): void {
      steppedMs += ms;
    },
    async addLane(
      direction: Direction,
      options: { openInput?: number; mergeWindowSeconds?: number; confirmSeconds?: number; camera?: Partial<DeviceDraft> } = {},
    ) {
      lanes += 1;
      const lane = await sites.lanes.create(
        {
          entranceId: entrance.id,
          code: `0${lanes}`,
          name: `${lanes} 号道`,
          direction,
          mode: 'automatic',
          minConfidence: 60,
          mergeWindowSeconds: options.mergeWindowSeconds ?? 10,
          noPlate: 'ask',
          unread: 'ask',
          unregistered: 'ask',
          emergencyVehicle: 'ask',
          confirmSeconds: options.confirmSeconds ?? 1,
        },
        { by: tester },
      );
      const settings = options.openInput === undefined ? {} : { openInput: options.openInput };
      const camera = await sites.devices.create(
        { laneId: lane.id, adapter: 'vzenith-http', name: '相机', settings, allowedSources: [], serialNumber: null, ...options.camera },
        { by: tester },
      );
      return { lane, camera, pushUrl: `${baseUrl}/in/${camera.token}` };
    },
    async addVehicle(input: Partial<RoadVehicleInput> & { plateNumber: string }) {
      const at = new Date().toISOString();
      const vehicle = roadVehicle.parse({
        plateColor: 'yellow',
        vehicleType: 'H11',
        fuelType: 'diesel',
        emissionStage: 'china-6',
        ...input,
        id: `v-${input.plateNumber}`,
        reviewState: 'approved',
        reviewedBy: null,
        createdBy: '测试员',
        createdAt: at,
        updatedAt: at,
        version: 1,
      });
      const body = { id: vehicle.id, change: 'created' as const, vehicle: JSON.parse(JSON.stringify(vehicle)), before: null, reason: null };
      await storage.writer.run((tx) => tx.append({ kind: 'road-vehicle', subject: `road-vehicle:${vehicle.id}`, at, by: tester, body }));
      return vehicle;
    },
    async passages() {
      return (await reader.passages({ limit: 100 })).items;
    },
    async close() {
      await gate.stop();
      await server.app.close();
      await storage.remove();
    },
  };
}
export type GateWorld = Awaited<ReturnType<typeof openGateWorld>>;
