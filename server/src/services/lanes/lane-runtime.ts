import { outcomes } from '../../domain/codes.ts';
import { explainError } from '../../domain/errors.ts';
import type { PassageBody, SnapshotRef } from '../../domain/ledger/entry.ts';
import type { CommandResult, DeviceCommands, DeviceConnection } from '../../devices/contract.ts';
import type { SnapshotStore } from '../../storage/contract.ts';
import type { Gaps } from '../health/gaps.ts';
import type { Screens } from '../live/screens.ts';
import type { Clock, DeviceConfig, LaneConfig, SiteConfig } from '../passages/parts.ts';
import type { UnstoredRead } from '../passages/unstored-read.ts';
import type { BarrierCommands, CommandOf } from './barrier-commands.ts';
import { type DeviceMailbox, noCommands } from './device-mailbox.ts';
import type { DeviceStatuses } from './device-status.ts';
import { displayContent } from './display-content.ts';
import type { LaneDisplays } from './lane-display.ts';

export interface LaneRuntimeParts {
  siteConfig: SiteConfig;
  clock: Clock;
  screens: Screens;
  gaps: Gaps;
  statuses: DeviceStatuses;
  mailbox: DeviceMailbox;
  barrierCommands: BarrierCommands;
  displays: LaneDisplays;
  connectionOf: (deviceId: string) => DeviceConnection | null;
  /** Writes down that a device has taken the release of a lane. */
  released: (laneId: string) => Promise<void>;
  onError: (error: unknown) => void;
}

/** Far more than come in the time in which a question is still fresh. */
const agesKept = 2_000;
/** Between two looks at an arm on its way up, ms. */
const armLookMs = 800;

/** The moving side of the lanes: who opens, who shows, what the end switches say. Holds no ledger data. */
export function createLaneRuntime(parts: LaneRuntimeParts) {
  const { siteConfig, clock, screens, gaps, statuses, mailbox, barrierCommands, displays } = parts;
  const snapshotWaiters = new Map<string, ((snapshot: SnapshotRef) => void)[]>();
  const held = new Set<string>();
  /** Lanes whose hold or release is on its way, and how many of them. */
  const wishesUnderWay = new Map<string, number>();
  const lastPassage = new Map<string, string>();
  /** When passages of this run came, by `clock.elapsed`, oldest first. */
  const storedAt = new Map<string, number>();
  let writable = true;

  const opens = (device: DeviceConfig) =>
    device.adapter.kind === 'camera' && device.adapter.commandPath !== 'none' && device.adapter.capabilities.includes('barrier');
  const openInputOf = (device: DeviceConfig): number | null => (typeof device.settings.openInput === 'number' ? device.settings.openInput : null);

  /** Asks a device that can tell where its arm stands until it says open, or until the command counts as unconfirmed. */
  const watchArm = (connection: DeviceConnection, command: CommandOf) => {
    const until = clock.elapsed() + command.confirmSeconds * 1000;
    const look = async () => {
      if ((await connection.barrierPosition?.()) === 'open') barrierCommands.confirmed(command);
      else if (clock.elapsed() + armLookMs < until) clock.after(armLookMs, () => void look());
    };
    if (connection.barrierPosition) clock.after(armLookMs, () => void look());
  };

  const runtime = {
    screens,
    gaps,
    statuses,
    mailbox,
    barrierCommands,
    displays,

    /** The device that moves this lane's arm: the one that read the plate if it can, else the first that can. */
    openerFor(laneId: string, reader: DeviceConfig | null): DeviceConfig | null {
      if (reader && opens(reader)) return reader;
      return siteConfig.devicesOfLane(laneId).find(opens) ?? null;
    },
    canOpen(laneId: string): boolean {
      return runtime.openerFor(laneId, null) !== null;
    },
    /** Whether an arm can be kept up at all: a device that knows no hold would take the command and do nothing. */
    canHold(laneId: string): boolean {
      return runtime.openerFor(laneId, null)?.adapter.capabilities.includes('barrier-hold') === true;
    },
    /** The arm is latched up by a hold that the device took: a pulse on the same relay would let it down on a truck. */
    heldUp(laneId: string): boolean {
      return held.has(laneId) && siteConfig.lane(laneId)?.holdOpen === true;
    },
    /** Whether an end switch tells when the arm is up. */
    hasFeedback(laneId: string): boolean {
      return siteConfig.devicesOfLane(laneId).some((device) => openInputOf(device) !== null);
    },

    /** Sends one pulse outside a reply, unless `before` (by `clock.elapsed`) has passed; follows what becomes of it. */
    async open(lane: LaneConfig, command: CommandOf, how: { before: number; via: DeviceConfig | null; withPicture?: boolean }): Promise<void> {
      const device = how.via ?? runtime.openerFor(lane.id, null);
      const leftMs = how.before - clock.elapsed();
      if (device?.adapter.kind !== 'camera' || leftMs <= 0) return barrierCommands.expired(command);
      if (device.adapter.commandPath === 'reply') {
        const posted = await mailbox.post(device.id, { ...noCommands, openBarrier: true, snapshot: how.withPicture === true }, leftMs);
        if (posted === 'lost') return barrierCommands.unconfirmed(command);
        return posted === 'sent' ? barrierCommands.accepted(command) : barrierCommands.expired(command);
      }
      const connection = parts.connectionOf(device.id);
      if (!connection?.openBarrier) return barrierCommands.expired(command);
      const result: CommandResult = await connection.openBarrier(how.before);
      switch (result.state) {
        case 'accepted':
          gaps.close('device-unreachable', device.id);
          barrierCommands.accepted(command);
          watchArm(connection, command);
          return;
        case 'confirmed':
          barrierCommands.accepted(command);
          barrierCommands.confirmed(command);
          return;
        // A camera that answers other calls too slowly is told of by the looks at it.
        case 'expired':
          return barrierCommands.expired(command);
        case 'refused':
        case 'failed':
          gaps.open('device-unreachable', device.id, { reason: result.reason });
          barrierCommands.unconfirmed(command);
          return;
        default:
          result satisfies never;
      }
    },

    /** Keeps the arm up or ends it. The wish stands in the lane's settings; this sends it. */
    async hold(lane: LaneConfig, hold: 'hold' | 'release'): Promise<CommandResult> {
      wishesUnderWay.set(lane.id, (wishesUnderWay.get(lane.id) ?? 0) + 1);
      const result = await runtime.sendHold(lane, hold).finally(() => {
        const others = (wishesUnderWay.get(lane.id) ?? 1) - 1;
        if (others > 0) wishesUnderWay.set(lane.id, others);
        else wishesUnderWay.delete(lane.id);
      });
      const taken = result.state === 'accepted' || result.state === 'confirmed';
      if (hold === 'hold' && taken) held.add(lane.id);
      if (hold === 'release') held.delete(lane.id);
      const settled = taken || !runtime.canHold(lane.id);
      if (hold === 'release' && settled && siteConfig.lane(lane.id)?.releaseDue === true) await parts.released(lane.id);
      return result;
    },
    async sendHold(lane: LaneConfig, hold: 'hold' | 'release'): Promise<CommandResult> {
      const device = runtime.openerFor(lane.id, null);
      if (device?.adapter.kind !== 'camera') return { state: 'refused', reason: '该通道没有可控制的道闸' };
      if (!runtime.canHold(lane.id)) return { state: 'refused', reason: '该设备不支持常开' };
      if (device.adapter.commandPath === 'reply') {
        const posted = await mailbox.post(device.id, { ...noCommands, hold }, 30_000);
        return posted === 'sent' ? { state: 'accepted' } : { state: 'failed', reason: '设备 30 秒内没有来取命令' };
      }
      return (await parts.connectionOf(device.id)?.setHold?.(hold)) ?? { state: 'refused', reason: '该设备不支持常开' };
    },

    /** A camera has come (back): an arm that is to stay open is told again, since a reboot has released it; so is a release that did not reach it. */
    deviceOnline(device: DeviceConfig): void {
      const lane = siteConfig.lane(device.laneId);
      if (!lane || runtime.openerFor(lane.id, null)?.id !== device.id) return;
      if (lane.holdOpen) void runtime.hold(lane, 'hold').catch(parts.onError);
      else if (lane.releaseDue) void runtime.hold(lane, 'release').catch(parts.onError);
    },

    /** A wish that failed while the camera was online must not wait for a silence: an arm that should come down would stay up. */
    deviceHeard(device: DeviceConfig): void {
      const lane = siteConfig.lane(device.laneId);
      if (!lane || wishesUnderWay.has(lane.id)) return;
      if (lane.releaseDue || (lane.holdOpen && !held.has(lane.id))) runtime.deviceOnline(device);
    },

    /** Shows a stored decision on the lane; returns what travels in the reply to `device`. */
    show(lane: LaneConfig, device: DeviceConfig | null, body: Pick<PassageBody, 'outcome' | 'plateNumber' | 'reasons' | 'facts'>): DeviceCommands {
      return displays.show(lane, device, displayContent(body));
    },

    input(device: DeviceConfig, input: number, value: 0 | 1): void {
      const active = device.settings.activeValue === 0 ? 0 : 1;
      if (openInputOf(device) === input) {
        if (value === active) barrierCommands.laneOpened(device.laneId);
        else barrierCommands.laneLeftOpen(device.laneId);
      } else if (device.settings.closedInput === input && value === active) barrierCommands.laneLeftOpen(device.laneId);
    },

    /** A requested picture came; everybody who waits for one of this device gets it. */
    snapshotArrived(deviceId: string, snapshot: SnapshotRef): void {
      for (const give of snapshotWaiters.get(deviceId) ?? []) give(snapshot);
      snapshotWaiters.delete(deviceId);
    },
    snapshotSourceOf(laneId: string): DeviceConfig | null {
      return siteConfig.devicesOfLane(laneId).find((device) => device.adapter.capabilities.includes('snapshot-source')) ?? null;
    },
    /** A picture of the lane now over a channel of ours, stored; null when there is no such channel or none comes within `ms`. */
    async takeSnapshot(device: DeviceConfig, ms: number, store: SnapshotStore): Promise<SnapshotRef | null> {
      const late = new Promise<null>((resolve) => clock.after(ms, () => resolve(null)));
      const connection = parts.connectionOf(device.id);
      if (connection?.snapshot) {
        const result = await Promise.race([connection.snapshot(), late]);
        return result && 'bytes' in result ? { kind: 'full', ...(await store.put(result.bytes)) } : null;
      }
      return null;
    },
    /** The next picture that a device sends on request; null when none comes within `ms`. */
    nextSnapshot(deviceId: string, ms: number): Promise<SnapshotRef | null> {
      return new Promise((resolve) => {
        const cancel = clock.after(ms, () => {
          const others = (snapshotWaiters.get(deviceId) ?? []).filter((waiter) => waiter !== give);
          if (others.length > 0) snapshotWaiters.set(deviceId, others);
          else snapshotWaiters.delete(deviceId);
          resolve(null);
        });
        const give = (snapshot: SnapshotRef) => {
          cancel();
          resolve(snapshot);
        };
        snapshotWaiters.set(deviceId, [...(snapshotWaiters.get(deviceId) ?? []), give]);
      });
    },

    /** The database does not take writes: people must know at once, and do by hand what the gate cannot. */
    notStored(lane: LaneConfig, read: UnstoredRead): void {
      writable = false;
      gaps.open('storage-full', 'site');
      displays.show(lane, null, {
        outcome: 'ask',
        plateNumber: read.plateNumber,
        stageText: null,
        controlText: null,
        verdictText: '等待核验',
        voiceText: null,
      });
      const { message, next } = explainError('STORAGE_WRITE_FAILED');
      const verdict = `${lane.name} ${read.plateNumber ?? '无号牌'} 按规则应${outcomes[read.decision.outcome]}（${read.decision.reasons[0]?.text ?? ''}）`;
      screens.send({
        event: 'notice',
        data: { level: 'error', code: 'STORAGE_WRITE_FAILED', message: `${message}：${verdict}`, next, at: read.receivedAt, ...read },
      });
    },
    stored(): void {
      if (writable) return;
      writable = true;
      // The opening waits unwritten: it must be in the ledger before its end is.
      gaps.retryUnwritten();
      gaps.close('storage-full', 'site');
      screens.send({
        event: 'notice',
        data: {
          level: 'info',
          code: 'STORAGE_RECOVERED',
          message: '台账写入已恢复',
          next: '请核对中断期间人工放行的车辆',
          at: new Date(clock.now()).toISOString(),
        },
      });
    },
    get writable(): boolean {
      return writable;
    },

    passageStored(laneId: string, passageId: string): void {
      lastPassage.set(laneId, passageId);
      storedAt.set(passageId, clock.elapsed());
      if (storedAt.size > agesKept) storedAt.delete(storedAt.keys().next().value ?? '');
      screens.passage(passageId);
    },
    /** How long ago a passage came, ms, whatever was done to the wall clock since; null for one that is long past. */
    ageOf(passageId: string): number | null {
      const at = storedAt.get(passageId);
      return at === undefined ? null : clock.elapsed() - at;
    },
    lastPassageOf(laneId: string): string | null {
      return lastPassage.get(laneId) ?? null;
    },
  };
  return runtime;
}
export type LaneRuntime = ReturnType<typeof createLaneRuntime>;
