import { z } from 'zod';
import { codesOf, directions, laneModes } from '../../domain/codes.ts';
import { passageShape } from '../../domain/passage.ts';
import type { LaneConfig, SiteConfig } from '../passages/parts.ts';
import type { LaneRuntime } from './lane-runtime.ts';

/** One lane as the guard sees it. */
export const laneStatusView = z.object({
  laneId: z.string(),
  code: z.string(),
  name: z.string(),
  direction: z.enum(codesOf(directions)),
  entranceId: z.string(),
  entranceCode: z.string(),
  entranceName: z.string(),
  mode: z.enum(codesOf(laneModes)),
  holdOpen: z.boolean(),
  camera: z.object({
    deviceId: z.string().nullable(),
    state: z.enum(['online', 'silent', 'never', 'none']),
    lastSeenAt: z.string().nullable(),
    reason: z.string().nullable(),
  }),
  barrier: z.object({ state: z.enum(['ready', 'unknown', 'unconfirmed', 'held-open', 'none']), reason: z.string().nullable() }),
  display: z.object({
    state: z.enum(['ready', 'none']),
    lines: z.array(z.object({ text: z.string(), color: z.enum(['green', 'red', 'amber']) })),
    at: z.string().nullable(),
  }),
  lastPassage: passageShape.nullable(),
});
export type LaneStatus = z.infer<typeof laneStatusView>;

const iso = (ms: number | null | undefined) => (ms === null || ms === undefined ? null : new Date(ms).toISOString());

/** The lamps of a lane from the runtime's memory; `lastPassage` is filled by the caller. */
export function laneStatus(
  lane: LaneConfig,
  parts: { siteConfig: SiteConfig; runtime: LaneRuntime; openGaps: readonly { kind: string; subject: string }[] },
): LaneStatus {
  const { siteConfig, runtime } = parts;
  const devices = siteConfig.devicesOfLane(lane.id);
  const camera = devices.find((device) => device.adapter.capabilities.includes('plate-source')) ?? null;
  const status = camera ? runtime.statuses.of(camera.id) : null;
  const shown = runtime.displays.linesOf(lane.id);
  const hasDisplay = devices.some((device) => device.adapter.kind === 'display' || device.adapter.capabilities.includes('text-display'));
  return {
    laneId: lane.id,
    code: lane.code,
    name: lane.name,
    direction: lane.direction,
    entranceId: lane.entranceId,
    entranceCode: lane.entranceCode,
    entranceName: lane.entranceName,
    mode: lane.mode,
    holdOpen: lane.holdOpen,
    camera: {
      deviceId: camera?.id ?? null,
      state: status?.state ?? 'none',
      lastSeenAt: iso(status?.lastSeenAt),
      reason: status?.reason ?? (camera ? null : '该通道还没有相机'),
    },
    barrier: barrierOf(lane, parts),
    display: { state: hasDisplay ? 'ready' : 'none', lines: shown?.lines ?? [], at: iso(shown?.at) },
    lastPassage: null,
  };
}

function barrierOf(
  lane: LaneConfig,
  { runtime, openGaps }: { runtime: LaneRuntime; openGaps: readonly { kind: string; subject: string }[] },
): LaneStatus['barrier'] {
  if (lane.holdOpen) return { state: 'held-open', reason: '道闸常开中，车辆不经判定即可通过' };
  if (!runtime.canOpen(lane.id)) return { state: 'none', reason: '该通道没有可控制的道闸' };
  if (lane.releaseDue) return { state: 'unconfirmed', reason: '恢复命令还没有送达相机，道闸可能仍在常开，请查看道闸' };
  if (openGaps.some((gap) => gap.kind === 'barrier-unconfirmed' && gap.subject === lane.id))
    return { state: 'unconfirmed', reason: '上次开闸没有收到开到位信号，请查看道闸' };
  if (!runtime.hasFeedback(lane.id)) return { state: 'unknown', reason: '未接开到位信号，只知道命令已送达' };
  return { state: 'ready', reason: null };
}
