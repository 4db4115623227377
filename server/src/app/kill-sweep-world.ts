import { rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { createVzenithCamera } from '../../simulators/cameras/vzenith.ts';
import { startHebeiPlatform } from '../../simulators/platforms/hebei-low-emission.ts';
import { createRandom } from '../../simulators/random.ts';
import { createFleet } from '../../simulators/trucks.ts';
import { databaseFile } from '../storage/sqlite/connection.ts';
import { verifyLedger } from '../storage/sqlite/verify.ts';
import { startSiteChild } from '../testing/site-child.ts';
import { tempFolder } from '../testing/temp-database.ts';
import { freePort } from '../../simulators/free-port.ts';
import { openSiteWorld } from './site-world.ts';

/** What a sweep found; every list is empty when all is well. */
export interface SweepReport {
  seed: number;
  kills: number;
  acknowledged: number;
  passages: number;
  uploaded: number;
  /** Acknowledged to a camera and not in the database. */
  missing: string[];
  /** In the database more than once. */
  doubled: string[];
  /** What `ledger verify` said, with the number of the kill. */
  unsound: string[];
  /** Passed, and not at the platform, or there more often than once, or against its protocol. */
  platform: string[];
}

const pairs = 3;
const platesOfPair = 120;
const drainMs = 240_000;
/** A kill that hits a server without load proves little: so many pushes a kill are acknowledged at least, however slow the machine is. */
const acknowledgedPerKill = 5;

interface Way {
  inPath: string;
  outPath: string;
}

/**
 * Kills a real server `kills` times at random moments while cameras push and records go to a platform, and looks after each restart
 * whether anything that was acknowledged is missing. The seed says when it is killed: after how long, and after how many pushes at least.
 */
export async function sweepKills({ kills, seed, longestMs }: { kills: number; seed: number; longestMs: number }): Promise<SweepReport> {
  const random = createRandom(seed);
  const platform = await startHebeiPlatform({ latencyMs: 15 });
  const folder = await tempFolder();
  const port = await freePort();
  const ways = await furnish(folder, platform);
  const report: SweepReport = { seed, kills, acknowledged: 0, passages: 0, uploaded: 0, missing: [], doubled: [], unsound: [], platform: [] };
  const traffic = startTraffic(`http://127.0.0.1:${port}`, ways);
  try {
    let site = await startSiteChild({ folder, port });
    for (let kill = 1; kill <= kills; kill++) {
      traffic.go();
      const enough = traffic.acknowledged.length + random.int(0, 2 * acknowledgedPerKill);
      await sleep(random.int(20, longestMs));
      await traffic.reaches(enough);
      await site.kill();
      traffic.pause();
      const acknowledged = new Set(traffic.acknowledged);
      const [verified, next] = await Promise.all([verifyLedger({ folder }), startSiteChild({ folder, port })]);
      report.unsound.push(...verified.problems.map((problem) => `kill ${kill}: ${problem}`));
      site = next;
      compare(folder, acknowledged, report);
    }
    traffic.go();
    await sleep(200);
    await traffic.reaches(kills * acknowledgedPerKill);
    await traffic.stop();
    await drained(folder);
    await site.stop();
    compare(folder, new Set(traffic.acknowledged), report);
    report.unsound.push(...(await verifyLedger({ folder })).problems);
    report.acknowledged = traffic.acknowledged.length;
    comparePlatform(folder, platform, report);
    return report;
  } finally {
    await traffic.stop();
    await platform.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Lanes, cameras, trucks and the platform, through the interface of a site that is closed again. */
async function furnish(folder: string, platform: Awaited<ReturnType<typeof startHebeiPlatform>>): Promise<Way[]> {
  const world = await openSiteWorld({ folder });
  try {
    const entrance = (await world.post('/entrances', { code: 'A', name: '东门' })).json;
    const camera = async (code: string, direction: 'in' | 'out') => {
      const lane = (await world.post('/lanes', { entranceId: entrance.id, code, name: code, direction, mergeWindowSeconds: 1 })).json;
      return (await world.post('/devices', { laneId: lane.id, adapter: 'vzenith-http', name: '相机', settings: {} })).json.ingressPath as string;
    };
    const ways: Way[] = [];
    for (let pair = 0; pair < pairs; pair++) ways.push({ inPath: await camera(`${pair}1`, 'in'), outPath: await camera(`${pair}2`, 'out') });
    await Promise.all(
      trucks.map(async ({ known: _known, cargo: _cargo, brand, ...truck }) => {
        const made = await world.post('/road-vehicles', { ...truck, brandModel: brand });
        if (made.status >= 300) throw new Error(made.text);
      }),
    );
    const { baseUrl, tokenPath, clientId, clientSecret } = platform;
    const settings = { baseUrl, tokenPath, clientId, clientSecret, timeoutSeconds: 5, maxInFlight: 16 };
    const made = await world.post('/regulators', { protocol: 'hebei-low-emission', name: '示例平台', settings });
    if (made.status >= 300) throw new Error(made.text);
    return ways;
  } finally {
    await world.close();
  }
}

/** Trucks that the base rules let in. */
const trucks = createFleet({ seed: 5, count: pairs * platesOfPair * 2 })
  .filter((truck) => truck.emissionStage === 'china-6' && truck.plateColor === 'yellow')
  .slice(0, pairs * platesOfPair);

/** Trucks that go in and out as fast as the site answers; a read without an answer is sent again, byte for byte, when the site is back. */
function startTraffic(baseUrl: string, ways: readonly Way[]) {
  const acknowledged: string[] = [];
  let state: 'going' | 'paused' | 'stopped' = 'paused';
  const is = (wanted: typeof state) => state === wanted;
  const drive = async ({ inPath, outPath }: Way, pair: number) => {
    const cameraOf = (path: string, side: number) =>
      createVzenithCamera({ serial: `5a5a${pair}${side}00-00000001`, pushUrl: baseUrl + path, offlineStore: false, resendCount: 0, timeoutMs: 10_000 });
    const cameras = [cameraOf(inPath, 0), cameraOf(outPath, 1)];
    const pass = async (camera: (typeof cameras)[number], plate: string) => {
      const at = Date.now();
      let result = await camera.passVehicle({ plate, color: 'yellow', at });
      while (result.status !== 200 && !is('stopped')) {
        await sleep(5);
        if (is('going')) result = await camera.resendLast();
      }
      if (result.status === 200) acknowledged.push(`${plate} ${at}`);
    };
    for (let turn = 0; !is('stopped'); turn++) {
      const plate = trucks[pair * platesOfPair + (turn % platesOfPair)]?.plateNumber ?? '';
      while (is('paused')) await sleep(5);
      for (const camera of cameras) if (!is('stopped')) await pass(camera, plate);
      await sleep(20);
    }
    for (const camera of cameras) camera.stop();
  };
  const all = Promise.all(ways.map(drive));
  return {
    acknowledged,
    go: () => {
      if (state === 'paused') state = 'going';
    },
    pause: () => {
      if (state === 'going') state = 'paused';
    },
    /** Resolves when so many pushes have been acknowledged. */
    async reaches(count: number) {
      while (acknowledged.length < count) await sleep(2);
    },
    async stop() {
      state = 'stopped';
      await all;
    },
  };
}

function read<Row>(folder: string, sql: string): Row[] {
  const db = new Database(databaseFile(folder), { readonly: true });
  try {
    return db.prepare<[], Row>(sql).all();
  } finally {
    db.close();
  }
}

function compare(folder: string, acknowledged: ReadonlySet<string>, report: SweepReport): void {
  const rows = read<{ plate: string; at: number; n: number }>(
    folder,
    'select plate_number as plate, captured_at as at, count(*) as n from passage group by plate_number, captured_at',
  );
  const stored = new Map(rows.map((row) => [`${row.plate} ${row.at}`, row.n]));
  report.passages = rows.length;
  report.missing.push(...[...acknowledged].filter((each) => !stored.has(each)));
  report.doubled.push(...[...stored].filter(([, n]) => n > 1).map(([each]) => each));
}

/** Until nothing waits for the platform any more. */
async function drained(folder: string): Promise<void> {
  const giveUp = Date.now() + drainMs;
  for (;;) {
    const open = read<{ state: string; message: string; n: number }>(
      folder,
      `select state, message, count(*) as n from upload where state <> 'accepted' group by state, message`,
    );
    if (open.length === 0) return;
    if (Date.now() > giveUp) throw new Error(`the outbox is not empty: ${JSON.stringify(open)}`);
    await sleep(100);
  }
}

function comparePlatform(folder: string, platform: Awaited<ReturnType<typeof startHebeiPlatform>>, report: SweepReport): void {
  const passed = read<{ n: number }>(folder, 'select count(*) as n from passage where passed = 1')[0]?.n ?? 0;
  const keys = platform.records.map((record) => record.key);
  report.uploaded = keys.length;
  if (keys.length !== passed) report.platform.push(`${passed} passed, ${keys.length} at the platform`);
  if (new Set(keys).size !== keys.length) report.platform.push('a record is there twice');
  report.platform.push(...platform.violations.map((violation) => `${violation.kind} ${JSON.stringify(violation)}`));
}
