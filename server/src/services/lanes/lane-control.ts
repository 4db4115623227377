import type { LaneMode, Outcome } from '../../domain/codes.ts';
import { AppError } from '../../domain/errors.ts';
import type { Actor } from '../../domain/ledger/entry.ts';
import type { Passage } from '../../domain/passage.ts';
import type { Writer } from '../../storage/contract.ts';
import type { Clock, LaneConfig, SiteConfig } from '../passages/parts.ts';
import type { DeviceConnections } from './device-connections.ts';
import type { LaneRuntime } from './lane-runtime.ts';
import { laneStatus, type LaneStatus } from './lane-status.ts';

export interface TestStep {
  title: string;
  ok: boolean;
  message: string;
}

/** Acts on lanes and devices: each is an entry with who and why before anything moves. */
export function createLaneControl(parts: {
  siteConfig: SiteConfig;
  runtime: LaneRuntime;
  connections: DeviceConnections;
  writer: Writer;
  clock: Clock;
  passageOf: (id: string) => Promise<Passage | null>;
  /** The newest passage of a lane, for the time before the first one since the start. */
  newestOf: (laneId: string) => Promise<Passage | null>;
  /** The register of lanes: writes the act with who and why, then the new wish is in force. */
  lanes: {
    setMode(id: string, mode: LaneMode, author: { by: Actor; reason: string }): Promise<unknown>;
    setHold(id: string, holdOpen: boolean, author: { by: Actor; reason: string }): Promise<unknown>;
  };
}) {
  const { siteConfig, runtime, writer, clock } = parts;

  const laneOf = (id: string): LaneConfig => {
    const lane = siteConfig.lane(id);
    if (!lane) throw new AppError('SITE_LANE_NOT_FOUND', { id });
    return lane;
  };
  const status = async (lane: LaneConfig): Promise<LaneStatus> => {
    const last = runtime.lastPassageOf(lane.id);
    return {
      ...laneStatus(lane, { siteConfig, runtime, openGaps: runtime.gaps.list() }),
      lastPassage: last === null ? await parts.newestOf(lane.id) : await parts.passageOf(last),
    };
  };
  const tell = async (laneId: string): Promise<LaneStatus> => {
    const now = await status(laneOf(laneId));
    runtime.screens.send({ event: 'lane', data: now });
    return now;
  };

  return {
    async statuses(): Promise<LaneStatus[]> {
      return Promise.all(siteConfig.lanes().map(status));
    },
    /** Tells the screens that a lamp of this lane has changed. */
    async announce(laneId: string): Promise<void> {
      if (runtime.screens.watched && siteConfig.lane(laneId)) await tell(laneId);
    },
    async setMode(laneId: string, change: { mode: LaneMode; reason: string }, by: Actor): Promise<LaneStatus> {
      await parts.lanes.setMode(laneOf(laneId).id, change.mode, { by, reason: change.reason });
      return tell(laneId);
    },
    /** Hold-open is a wish that stands until released; it is sent again when the camera comes back. */
    async hold(laneId: string, change: { hold: 'hold' | 'release'; reason: string }, by: Actor): Promise<LaneStatus> {
      const lane = laneOf(laneId);
      if (change.hold === 'hold' && !runtime.canHold(lane.id)) throw new AppError('LANE_COMMAND_FAILED', { reason: '该通道的设备不支持常开' });
      await parts.lanes.setHold(lane.id, change.hold === 'hold', { by, reason: change.reason });
      const result = await runtime.hold(lane, change.hold);
      const after = await tell(laneId);
      if ('reason' in result) throw new AppError('LANE_COMMAND_FAILED', { reason: result.reason });
      return after;
    },
    async displayTest(laneId: string, outcome: Outcome, by: Actor): Promise<LaneStatus> {
      const lane = laneOf(laneId);
      await writer.run((tx) => {
        tx.append({
          kind: 'act',
          subject: `lane:${lane.id}`,
          at: new Date(clock.now()).toISOString(),
          by,
          body: { action: 'lane.display-test', target: `lane:${lane.id}`, details: { outcome } },
        });
      });
      const verdictText = { admit: '允许通行', deny: '禁止通行', ask: '等待核验' }[outcome];
      runtime.displays.show(lane, null, { outcome, plateNumber: null, stageText: '显示测试', controlText: null, verdictText, voiceText: null });
      return tell(laneId);
    },
    /** Looks at a device step by step without moving anything. */
    async testDevice(deviceId: string): Promise<{ ok: boolean; steps: TestStep[] }> {
      const device = siteConfig.device(deviceId);
      if (!device) throw new AppError('SITE_DEVICE_NOT_FOUND', { id: deviceId });
      const seen = runtime.statuses.of(device.id);
      const steps: TestStep[] = [];
      if (device.adapter.kind === 'camera') {
        const at = seen.lastSeenAt;
        steps.push({
          title: '收到设备推送',
          ok: at !== null,
          message: at === null ? neverHeard(seen.undecodable) : `最近一次在 ${Math.round((clock.now() - at) / 1000)} 秒前`,
        });
        if (seen.clockSkewMs !== null)
          steps.push({ title: '设备时钟', ok: Math.abs(seen.clockSkewMs) < 5_000, message: `与服务器相差 ${(seen.clockSkewMs / 1000).toFixed(1)} 秒` });
        const connection = parts.connections.ofId(device.id);
        if (connection) {
          const probe = await connection.probe();
          steps.push({ title: '登录设备', ok: probe.ok, message: probe.ok ? Object.values(probe.details).join(' ') || '已连接' : probe.reason });
          const position = probe.ok ? await connection.barrierPosition?.() : undefined;
          if (position)
            steps.push({ title: '道闸位置信号', ok: position !== 'unknown', message: { open: '开到位', closed: '关到位', unknown: '未接位置信号' }[position] });
        }
      } else {
        const via = siteConfig.device(String(device.settings.via));
        steps.push({ title: '所经相机', ok: via !== null, message: via ? `经 ${via.name} 的串口` : '设置中的相机不存在' });
        if (via)
          steps.push({
            title: '相机在线',
            ok: runtime.statuses.of(via.id).state === 'online',
            message: runtime.statuses.of(via.id).state === 'online' ? '在线' : '相机不在线，屏幕收不到内容',
          });
      }
      return { ok: steps.every((step) => step.ok), steps };
    },
  };
}
export type LaneControl = ReturnType<typeof createLaneControl>;

/** A device whose pushes cannot be read has its address right and its protocol wrong. */
function neverHeard(undecodable: number): string {
  return undecodable > 0
    ? `收到过 ${undecodable} 条推送，但都无法解析：请核对设备型号与接入协议，原文在“无法解析的推送”里`
    : '还没有收到过推送：请把推送地址填到设备里';
}
