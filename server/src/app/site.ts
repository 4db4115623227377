import { join } from 'node:path';
import type { Logger } from 'pino';
import { deviceAdapters } from '../devices/index.ts';
import { AppError } from '../domain/errors.ts';
import { normalizePlate } from '../domain/plates/normalize-plate.ts';
import { createHttpServer } from '../http/server.ts';
import { regulatorProtocols } from '../regulators/index.ts';
import { createAccounts } from '../services/accounts/accounts.ts';
import { createDiskWatch, diskSpaceOf } from '../services/health/disk-watch.ts';
import { createGapReader } from '../services/health/gap-reader.ts';
import { createRunWatch } from '../services/health/run-watch.ts';
import { createSystemStatus } from '../services/health/system-status.ts';
import { createLedgerDesk } from '../services/ledger/ledger-desk.ts';
import { createVerifications } from '../services/ledger/verifications.ts';
import { createExports } from '../services/exports/exports.ts';
import { createScreens } from '../services/live/screens.ts';
import { createLists } from '../services/lists/lists.ts';
import type { Clock } from '../services/passages/parts.ts';
import { createPassageReader } from '../services/passages/passage-reader.ts';
import { createRules } from '../services/rules/rules.ts';
import { createProblemFrames } from '../services/sites/problem-frames.ts';
import { createSites } from '../services/sites/sites.ts';
import { createHttpSender } from '../services/uploads/http-sender.ts';
import { createPhotos } from '../services/uploads/photos.ts';
import { uploadRate } from '../services/uploads/rate.ts';
import { createRegulators } from '../services/uploads/regulators.ts';
import { createResend } from '../services/uploads/resend.ts';
import { createUploadReader } from '../services/uploads/upload-reader.ts';
import { createUploads } from '../services/uploads/uploads.ts';
import { createDocuments } from '../services/vehicles/documents.ts';
import { createVehicles } from '../services/vehicles/vehicles.ts';
import { databaseFile } from '../storage/sqlite/connection.ts';
import { openSiteStorage } from '../storage/sqlite/site-storage.ts';
import { signCheckpoints } from './checkpoints.ts';
import { checkClock } from './clock-check.ts';
import type { AppConfig } from './config.ts';
import { openGate } from './gate.ts';
import { registerSiteMetrics } from './site-metrics.ts';
import { lockSite } from './site-lock.ts';
import { clearDrafts } from './picture-drafts.ts';
import { exportsOf, verifyBeside } from './programs/index.ts';
import { siteRouteList } from './site-routes.ts';

/** Real time; timers never keep the process alive. */
export const systemClock: Clock = {
  now: Date.now,
  elapsed: () => performance.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    timer.unref();
    return () => clearTimeout(timer);
  },
};

interface SiteParts {
  config: AppConfig;
  log: Logger;
  clock?: Clock;
}

/**
 * Opens a whole site: storage, gate, platforms, HTTP. Throws AppError with a SITE_* code for everything that keeps it from starting,
 * and leaves nothing open then.
 */
export async function openSite(parts: SiteParts) {
  const opened = new AsyncDisposableStack();
  try {
    return await assemble(parts, opened);
  } catch (error) {
    await opened.disposeAsync().catch((problem: unknown) => parts.log.error({ err: problem }, 'closing after a failed start'));
    throw listenProblem(error, parts.config);
  }
}

/** `opened` gets how to close each part, in the order of opening: what is opened last is closed first. */
async function assemble({ config, log, clock = systemClock }: SiteParts, opened: AsyncDisposableStack) {
  const onError = (error: unknown) => log.error({ err: error }, 'background work failed');
  opened.defer(lockSite(config.data));
  clearDrafts(config.data);
  const storage = openSiteStorage({
    folder: config.data,
    now: clock.now,
    onState: (state) => log.warn({ writable: state.writable }, 'writing to the database'),
  });
  opened.defer(storage.close);
  const ending = new AbortController();
  opened.defer(() => ending.abort(new AppError('STORAGE_CLOSED')));
  const { siteId, writer, readers, snapshots } = storage;
  checkClock(storage.ledger, clock.now());
  let stopSigning = () => {};
  opened.defer(() => stopSigning());

  const sites = createSites({ writer, siteId, adapters: deviceAdapters, now: clock.now });
  const rules = createRules({ writer, readers, clock });
  await rules.ensureBaseRules();
  const accounts = createAccounts({ writer, readers, now: clock.now, onError }, rules.applyStageLine);
  const reader = createPassageReader({
    readers,
    siteId,
    ruleSetOf: rules.contentOf,
    nearPlates: (plateNumber) => readers.query('road-vehicle.near', { plateNumber, limit: 5 }),
  });
  const screens = createScreens({ viewOf: reader.passage, onError });

  let photoBase = '';
  const uploads = createUploads({
    writer,
    readers,
    clock,
    openHttp: createHttpSender,
    ears: {
      random: Math.random,
      outages: { open: (...gap) => gate.gaps.open(...gap), close: (...gap) => gate.gaps.close(...gap) },
      photoBase: () => sites.settings().publicBaseUrl || photoBase,
      onChanged: (regulatorId) => screens.send({ event: 'upload', data: { regulatorId } }),
      onError,
    },
  });
  const regulators = createRegulators({ writer, protocols: regulatorProtocols, now: clock.now, uploads, openHttp: createHttpSender });
  const gate = openGate({ storage, sites, rules, reader, screens, clock, log, outbox: uploads });
  const runWatch = createRunWatch({ writer, clock, onError });
  const normalize = (plate: string) => normalizePlate(plate).number ?? plate;

  const exports = createExports({
    writer,
    readers,
    clock,
    files: { folder: join(config.data, 'exports'), run: exportsOf({ folder: config.data, siteId }) },
    onError,
  });

  const server = await createHttpServer({
    config: { version: config.version, webRoot: config.webRoot, checkAnswers: false, timeZone: () => sites.settings().timeZone },
    accounts,
    log,
    readiness: async () => [{ name: 'storage', ok: gate.runtime.writable, reason: gate.runtime.writable ? null : '台账没有写入磁盘' }],
    routes: siteRouteList({
      session: { accounts, sites },
      accounts: { accounts, sites },
      audit: { accounts, sites },
      site: { sites },
      devices: { sites, statuses: gate.runtime.statuses, problemFrames: createProblemFrames({ readers }) },
      ingress: { knows: (token) => sites.config.deviceByToken(token) !== null, receivePush: gate.receivePush, now: clock.now },
      laneControl: { lanes: gate.laneControl, lift: gate.lift },
      live: { screens, accounts, sites, now: clock.now },
      passages: { reader, answer: gate.answer, correct: gate.correct, normalize, now: clock.now },
      visits: { reader, normalize, now: clock.now },
      exports: { exports, normalize },
      ledger: {
        ledger: createLedgerDesk({ ledger: storage.ledger, readers, writer, elapsed: clock.elapsed }),
        verifications: createVerifications({
          writer,
          now: clock.now,
          verify: (onProgress) => verifyBeside({ folder: config.data, onProgress, signal: ending.signal }),
          onError,
        }),
      },
      gaps: {
        gaps: createGapReader({
          readers,
          nameOf: (id) => sites.config.device(id)?.name ?? sites.config.lane(id)?.name ?? regulators.list().find((each) => each.id === id)?.name ?? null,
          unwritten: () => gate.gaps.unwritten(),
        }),
      },
      system: {
        status: createSystemStatus({
          about: { version: config.version, siteId, folder: config.data, databaseFile: databaseFile(config.data), startedAt: clock.now() },
          ledger: storage.ledger,
          readers,
          siteConfig: sites.config,
          statuses: gate.runtime.statuses,
          writable: () => gate.runtime.writable,
          openGaps: () => gate.gaps.list().length,
          now: clock.now,
        }),
      },
      roadVehicles: { vehicles: createVehicles({ writer, readers, clock, snapshots }) },
      listEntries: { lists: createLists({ writer, readers, clock }) },
      ruleSets: { rules, lane: sites.config.lane },
      documents: { documents: createDocuments({ snapshots }) },
      uploads: {
        reader: createUploadReader({ readers, uploads, regulators: regulators.list, now: clock.now }),
        resend: createResend({ writer, now: clock.now, wake: uploads.wake }),
        rate: (asked) => uploadRate({ readers }, asked),
        normalize,
        now: clock.now,
      },
      regulators: { regulators },
      photos: { photos: createPhotos({ readers, snapshots }) },
    }),
  });

  registerSiteMetrics(server.registry, { storage, gate });
  await runWatch.start();
  opened.defer(runWatch.stop);
  opened.defer(gate.stop);
  const diskWatch = createDiskWatch({
    measure: () => diskSpaceOf(config.data),
    limits: () => sites.settings().diskAlarm,
    gaps: gate.gaps,
    clock,
    onError,
  });
  opened.defer(diskWatch.stop);
  opened.defer(uploads.stop);
  opened.defer(exports.stop);
  opened.defer(() => server.app.close());
  // Before the first camera is heard: what the former run left open must not be mixed up with openings of this one.
  await gate.start();
  void diskWatch.start();
  await server.app.listen({ port: config.port, host: config.host });
  const address = server.app.server.address();
  const port = typeof address === 'object' && address ? address.port : config.port;
  const url = `http://${reachableHost(address)}:${port}`;
  photoBase = url;
  await regulators.start();
  stopSigning = signCheckpoints({ ledger: storage.ledger, clock, onError });
  exports.start();

  return {
    siteId,
    url,
    parts: { storage, sites, rules, accounts, gate, uploads, regulators },
    setupLink: async () => {
      const secret = await accounts.createSetupLink();
      return secret && `${url}/setup#token=${secret}`;
    },
    close: () => opened.disposeAsync(),
  };
}

/** The address a browser on this machine can use: the one that is listened on, or loopback when that is every one. */
function reachableHost(address: string | { address: string; family: string } | null): string {
  if (address === null || typeof address === 'string' || ['0.0.0.0', '::'].includes(address.address)) return '127.0.0.1';
  return address.family === 'IPv6' ? `[${address.address}]` : address.address;
}

function listenProblem(error: unknown, { port, host }: AppConfig): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'EADDRINUSE') return new AppError('SITE_PORT_IN_USE', { port }, { cause: error });
  if (code === 'EACCES') return new AppError('SITE_PORT_FORBIDDEN', { port }, { cause: error });
  if (['EADDRNOTAVAIL', 'EINVAL', 'ENOTFOUND', 'EAI_AGAIN'].includes(String(code))) return new AppError('SITE_HOST_INVALID', { host }, { cause: error });
  return error;
}
export type Site = Awaited<ReturnType<typeof openSite>>;
