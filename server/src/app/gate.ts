import type { Logger } from 'pino';
import type { RuleSet } from '../domain/decision/rule-set.ts';
import { createGaps } from '../services/health/gaps.ts';
import { createBarrierCommands } from '../services/lanes/barrier-commands.ts';
import { createDeviceConnections } from '../services/lanes/device-connections.ts';
import { createDeviceMailbox } from '../services/lanes/device-mailbox.ts';
import { createDeviceStatus } from '../services/lanes/device-status.ts';
import { createPictureFetcher } from '../services/lanes/fetch-pictures.ts';
import { createLaneControl } from '../services/lanes/lane-control.ts';
import { createLaneDisplays } from '../services/lanes/lane-display.ts';
import { createLaneRuntime } from '../services/lanes/lane-runtime.ts';
import type { Screens } from '../services/live/screens.ts';
import { createPassageAnswers } from '../services/passages/answer-passage.ts';
import { createPassageCorrections } from '../services/passages/correct-passage.ts';
import { createManualLift } from '../services/passages/lift-barrier.ts';
import type { Clock, PassedPassage } from '../services/passages/parts.ts';
import { createPassageIntake } from '../services/passages/passage-intake.ts';
import type { PassageReader } from '../services/passages/passage-reader.ts';
import { createPushReceiver } from '../services/passages/receive-push.ts';
import { openGapsOf, settleOldBarriers } from '../services/passages/start-up.ts';
import type { Sites } from '../services/sites/sites.ts';
import { sourceAllowed } from '../services/sites/sources.ts';
import type { SiteStorage } from '../storage/sqlite/site-storage.ts';
import type { WriteTx } from '../storage/contract.ts';

const silenceCheckMs = 2_000;

export interface GateParts {
  storage: Pick<SiteStorage, 'writer' | 'snapshots'>;
  sites: Sites;
  rules: { current(): RuleSet };
  reader: PassageReader;
  screens: Screens;
  clock: Clock;
  log: Logger;
  outbox: { enqueue(tx: WriteTx, passed: PassedPassage): void; corrected(tx: WriteTx, passageId: string): void };
}

/** Wires the moving side of the site: cameras in, decisions, barriers, displays. Nothing here starts a server. */
export function openGate({ storage, sites, rules, reader, screens, clock, log, outbox }: GateParts) {
  const { writer, snapshots } = storage;
  const siteConfig = sites.config;
  const onError = (error: unknown) => log.error({ err: error }, 'background work failed');
  const announce = (laneId: string) => void laneControl.announce(laneId).catch(onError);

  const gaps = createGaps({ writer, now: clock.now, open: openGapsOf(writer), onChanged: (gap) => screens.send({ event: 'gap', data: gap }), onError });
  const statuses = createDeviceStatus({
    siteConfig,
    gaps,
    clock,
    onChanged: announce,
    onOnline: (device) => runtime.deviceOnline(device),
    onHeard: (device) => runtime.deviceHeard(device),
  });
  const mailbox = createDeviceMailbox({ clock });
  const barrierCommands = createBarrierCommands({
    writer,
    clock,
    onChanged(command, state) {
      if (state === 'unconfirmed' && command.hasFeedback) gaps.open('barrier-unconfirmed', command.laneId);
      if (state === 'confirmed') gaps.close('barrier-unconfirmed', command.laneId);
      if (command.passageId !== null) screens.passage(command.passageId);
      if (state === 'expired') {
        const notice = {
          level: 'error',
          code: 'BARRIER_EXPIRED',
          laneId: command.laneId,
          message: '开闸命令 3 秒内没有送达设备，已作废',
          next: '请按道闸按钮或手动抬杆，并检查相机网络',
        };
        screens.send({ event: 'notice', data: { ...notice, at: new Date(clock.now()).toISOString() } });
      }
    },
    onError,
  });
  const io = {
    elapsed: clock.elapsed,
    random: Math.random,
    log: (level: 'info' | 'warn', message: string, details?: Record<string, unknown>) => log[level](details ?? {}, message),
  };
  const connections = createDeviceConnections({ siteConfig, statuses, gaps, clock, io });
  const displays = createLaneDisplays({ siteConfig, mailbox, clock, connectionOf: connections.ofId, onChanged: announce });
  const runtime = createLaneRuntime({
    ...{ siteConfig, clock, screens, gaps, statuses, mailbox, barrierCommands, displays, onError },
    connectionOf: connections.ofId,
    async released(laneId) {
      await sites.lanes.released(laneId);
      announce(laneId);
    },
  });
  const laneControl = createLaneControl({
    siteConfig,
    runtime,
    connections,
    writer,
    clock,
    passageOf: reader.passage,
    newestOf: async (laneId) => (await reader.passages({ laneId, limit: 1 })).items[0] ?? null,
    lanes: sites.lanes,
  });

  const laneOf = (id: string) => siteConfig.lane(id);
  const enqueue = outbox.enqueue;
  const fetchPictures = createPictureFetcher({ writer, snapshots, clock, onAdded: screens.passage, onError });
  const intake = createPassageIntake({ writer, snapshots, clock, runtime, rules, laneOf, enqueue, fetchPictures, onError });
  const receivePush = createPushReceiver({
    siteConfig,
    writer,
    snapshots,
    clock,
    runtime,
    intake,
    learnSerial: sites.devices.learnSerial,
    keepFrame: (frame) => writer.run((tx) => tx.query('frame.put', { ...frame, passageId: null })),
    sourceAllowed,
    onError,
  });

  let stopSilenceCheck = () => {};
  const watchSilence = () => {
    statuses.check();
    stopSilenceCheck = clock.after(silenceCheckMs, watchSilence);
  };

  return {
    gaps,
    runtime,
    laneControl,
    receivePush,
    answer: createPassageAnswers({ writer, clock, runtime, laneOf, enqueue, onError }),
    correct: createPassageCorrections({ writer, clock, runtime, onCorrected: outbox.corrected }),
    lift: createManualLift({ writer, snapshots, clock, runtime, laneOf, enqueue, onError }),
    async start(): Promise<void> {
      const left = await settleOldBarriers(writer, clock.now());
      if (left > 0) log.warn({ commands: left }, 'openings of the former run were not followed to their end');
      connections.start();
      watchSilence();
    },
    async stop(): Promise<void> {
      stopSilenceCheck();
      connections.stop();
      await barrierCommands.settle();
      await gaps.settle();
    },
  };
}
export type Gate = ReturnType<typeof openGate>;
