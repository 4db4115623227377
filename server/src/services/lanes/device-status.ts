import type { Clock, DeviceConfig, SiteConfig } from '../passages/parts.ts';
import type { Gaps } from '../health/gaps.ts';

/** A skew above this on live reads is alarmed, ms: the ledger's times would no longer agree with the video. */
const skewAlarmMs = 5_000;

export interface DeviceStatus {
  state: 'online' | 'silent' | 'never' | 'none';
  /** ms since the epoch. */
  lastSeenAt: number | null;
  reason: string | null;
  clockSkewMs: number | null;
  reads: number;
  duplicates: number;
  undecodable: number;
  lastProblem: string | null;
}

/** Silence that is noticed when the rhythm of a device's heartbeats is not known, ms. */
const silentAfterMs = 30_000;

/** Two and a half beats of the device's own rhythm; a camera that beats every 30 s cannot be called silent after 30. */
function patienceOf(beatMs: number | null): number {
  return beatMs === null ? silentAfterMs : Math.min(Math.max(beatMs * 2.5, 12_000), 90_000);
}

/** Signs of life of each device, kept in memory; what goes wrong opens a gap, what recovers closes it. */
export function createDeviceStatus(parts: {
  siteConfig: Pick<SiteConfig, 'devices'>;
  gaps: Gaps;
  clock: Clock;
  onChanged: (laneId: string) => void;
  /** A device is heard for the first time or after a silence. */
  onOnline: (device: DeviceConfig) => void;
  /** A device that is online is heard again. */
  onHeard: (device: DeviceConfig) => void;
}) {
  const { siteConfig, gaps, clock } = parts;
  const states = new Map<string, DeviceStatus>();
  /** By `clock.elapsed`, as the beats are: setting the wall clock neither hides a silence nor makes one. */
  const heardAt = new Map<string, number>();
  const beats = new Map<string, { at: number; everyMs: number | null }>();

  const of = (id: string): DeviceStatus => {
    let status = states.get(id);
    if (!status) {
      status = { state: 'never', lastSeenAt: null, reason: null, clockSkewMs: null, reads: 0, duplicates: 0, undecodable: 0, lastProblem: null };
      states.set(id, status);
    }
    return status;
  };

  return {
    of,
    seen(device: DeviceConfig): void {
      const status = of(device.id);
      status.lastSeenAt = clock.now();
      heardAt.set(device.id, clock.elapsed());
      if (status.state === 'online') {
        parts.onHeard(device);
        return;
      }
      status.state = 'online';
      status.reason = null;
      gaps.close('device-silent', device.id);
      parts.onChanged(device.laneId);
      parts.onOnline(device);
    },
    /** A heartbeat: also tells how often the device beats (polls within a second are not a rhythm). */
    beat(device: DeviceConfig): void {
      const at = clock.elapsed();
      const last = beats.get(device.id);
      const gapMs = last ? at - last.at : null;
      if (gapMs !== null && gapMs < 1000) return;
      beats.set(device.id, { at, everyMs: gapMs === null || gapMs > 90_000 ? (last?.everyMs ?? null) : Math.max(gapMs, (last?.everyMs ?? gapMs) * 0.8) });
    },
    skew(device: DeviceConfig, skewMs: number): void {
      of(device.id).clockSkewMs = skewMs;
      if (Math.abs(skewMs) > skewAlarmMs) gaps.open('device-clock', device.id, { skewSeconds: Math.round(skewMs / 1000) });
      else gaps.close('device-clock', device.id);
    },
    undecodable(device: DeviceConfig, problem: string): void {
      const status = of(device.id);
      status.undecodable += 1;
      status.lastProblem = problem;
      gaps.open('device-undecodable', device.id, { problem });
    },
    /** Marks devices that have said nothing for too long; run every few seconds. */
    check(): void {
      for (const device of siteConfig.devices()) {
        if (device.adapter.kind !== 'camera') continue;
        const status = of(device.id);
        const heard = heardAt.get(device.id);
        // A device that never called belongs to commissioning, not to an interruption.
        if (heard === undefined || status.state === 'silent') continue;
        const silentMs = clock.elapsed() - heard;
        if (silentMs <= patienceOf(beats.get(device.id)?.everyMs ?? null)) continue;
        status.state = 'silent';
        status.reason = `已 ${Math.round(silentMs / 1000)} 秒没有收到设备的任何消息，请检查设备电源与网线`;
        gaps.open('device-silent', device.id, { lastSeenAt: new Date(status.lastSeenAt ?? clock.now()).toISOString() });
        parts.onChanged(device.laneId);
      }
    },
  };
}
export type DeviceStatuses = ReturnType<typeof createDeviceStatus>;
