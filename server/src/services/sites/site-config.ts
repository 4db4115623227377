import type { Direction } from '../../domain/codes.ts';
import type { DeviceAdapter } from '../../devices/contract.ts';
import type { Writer } from '../../storage/contract.ts';
import type { DeviceConfig, LaneConfig, SiteConfig } from '../passages/parts.ts';
import { laneBehaviour } from './lane-settings.ts';
import { releasesDue } from './releases-due.ts';

export interface Entrance {
  id: string;
  code: string;
  name: string;
}

/** A device as stored. `settings` are as sent; `config` is null and `problem` says why when they no longer fit the adapter. */
export interface StoredDevice {
  id: string;
  laneId: string;
  adapterId: string;
  name: string;
  settings: Record<string, unknown>;
  token: string;
  allowedSources: string[];
  serialNumber: string | null;
  /** ms since the epoch. */
  createdAt: number;
  config: DeviceConfig | null;
  problem: string | null;
}

/** Everything configured, read whole from storage; a site has few rows. */
export interface SiteSnapshot {
  entrances: ReadonlyMap<string, Entrance>;
  lanes: ReadonlyMap<string, LaneConfig>;
  devices: ReadonlyMap<string, StoredDevice>;
}

/** Reads the configuration in force. */
export function readSnapshot(writer: Pick<Writer, 'query'>, adapters: ReadonlyMap<string, DeviceAdapter>): SiteSnapshot {
  const entrances = new Map(writer.query('entrance.list', {}).map((row) => [row.id, row]));
  const due = releasesDue(writer);
  const lanes = new Map<string, LaneConfig>();
  for (const row of writer.query('lane.list', {})) {
    const entrance = entrances.get(row.entrance_id);
    lanes.set(row.id, {
      ...laneBehaviour.parse({ ...(JSON.parse(row.settings) as object), mode: row.mode }),
      id: row.id,
      entranceId: row.entrance_id,
      entranceCode: entrance?.code ?? '',
      entranceName: entrance?.name ?? '',
      code: row.code,
      name: row.name,
      direction: row.direction as Direction,
      holdOpen: row.hold_open === 1,
      releaseDue: due.has(row.id),
    });
  }
  const devices = new Map<string, StoredDevice>();
  for (const row of writer.query('device.list', {})) {
    const common = {
      id: row.id,
      laneId: row.lane_id,
      name: row.name,
      allowedSources: JSON.parse(row.allowed_sources) as string[],
      serialNumber: row.serial_number,
    };
    const settings = JSON.parse(row.settings) as Record<string, unknown>;
    const adapter = adapters.get(row.adapter);
    const fits = adapter?.settings.safeParse(settings);
    devices.set(row.id, {
      ...common,
      adapterId: row.adapter,
      settings,
      token: row.token,
      createdAt: row.created_at,
      config: adapter && fits?.success ? { ...common, adapter, settings: fits.data } : null,
      problem: !adapter ? `本程序没有接入协议 ${row.adapter}` : fits?.success ? null : '设置不符合当前版本的要求，请打开设备设置核对后保存',
    });
  }
  return { entrances, lanes, devices };
}

/** The view that the gate reads at each push; `current` gives the newest snapshot. */
export function siteConfigOf(current: () => SiteSnapshot): SiteConfig {
  const index = memoBySnapshot((snapshot) => {
    const devices: DeviceConfig[] = [];
    const byToken = new Map<string, DeviceConfig>();
    for (const device of snapshot.devices.values()) {
      if (!device.config) continue;
      devices.push(device.config);
      byToken.set(device.token, device.config);
    }
    return { devices, byToken, byId: new Map(devices.map((device) => [device.id, device])), lanes: [...snapshot.lanes.values()] };
  });
  return {
    deviceByToken: (token) => index(current()).byToken.get(token) ?? null,
    device: (id) => index(current()).byId.get(id) ?? null,
    devices: () => index(current()).devices,
    lane: (id) => current().lanes.get(id) ?? null,
    lanes: () => index(current()).lanes,
    devicesOfLane: (laneId) => index(current()).devices.filter((device) => device.laneId === laneId),
    displaysVia: (cameraId) => index(current()).devices.filter((device) => device.adapter.kind === 'display' && device.settings.via === cameraId),
  };
}

function memoBySnapshot<T>(make: (snapshot: SiteSnapshot) => T): (snapshot: SiteSnapshot) => T {
  const made = new WeakMap<SiteSnapshot, T & object>();
  return (snapshot) => {
    const known = made.get(snapshot);
    if (known) return known;
    const value = make(snapshot) as T & object;
    made.set(snapshot, value);
    return value;
  };
}
