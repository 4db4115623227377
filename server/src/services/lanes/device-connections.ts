import type { ConnectionIo, DeviceConnection } from '../../devices/contract.ts';
import type { Gaps } from '../health/gaps.ts';
import type { Clock, DeviceConfig, SiteConfig } from '../passages/parts.ts';
import type { DeviceStatuses } from './device-status.ts';

/** How often a device that we call is asked whether it is there; two misses in a row are an interruption, ms. */
const probeEveryMs = 10_000;

interface Held {
  settings: string;
  connection: DeviceConnection;
  misses: number;
}

/** Keeps one connection per device that we call ourselves, and asks now and then whether it is there. One broken device never touches another. */
export function createDeviceConnections(parts: { siteConfig: SiteConfig; statuses: DeviceStatuses; gaps: Gaps; clock: Clock; io: ConnectionIo }) {
  const { siteConfig, statuses, gaps, clock, io } = parts;
  const held = new Map<string, Held>();
  let stopProbing = () => {};

  const drop = (id: string) => {
    held.get(id)?.connection.close();
    held.delete(id);
  };

  /** The connection that fits the device's present settings; null for devices that only call us. */
  const of = (device: DeviceConfig | null): DeviceConnection | null => {
    if (device?.adapter.kind !== 'camera' || !device.adapter.connect) return null;
    const settings = JSON.stringify(device.settings);
    const known = held.get(device.id);
    if (known?.settings === settings) return known.connection;
    drop(device.id);
    const connection = device.adapter.connect(device.settings, io);
    held.set(device.id, { settings, connection, misses: 0 });
    return connection;
  };

  const probe = async (device: DeviceConfig) => {
    const connection = of(device);
    if (!connection) return;
    const result = await connection.probe();
    const state = held.get(device.id);
    if (!state || state.connection !== connection) return;
    if (result.ok) {
      state.misses = 0;
      gaps.close('device-unreachable', device.id);
      statuses.seen(device);
      return;
    }
    state.misses += 1;
    statuses.of(device.id).lastProblem = result.reason;
    if (state.misses === 2) gaps.open('device-unreachable', device.id, { reason: result.reason });
  };

  const round = async () => {
    const ids = new Set(siteConfig.devices().map((device) => device.id));
    for (const id of held.keys()) if (!ids.has(id)) drop(id);
    await Promise.all(
      siteConfig
        .devices()
        .map((device) => probe(device).catch((error: unknown) => io.log('warn', 'device probe failed', { device: device.id, error: String(error) }))),
    );
    stopProbing = clock.after(probeEveryMs, () => void round());
  };

  return {
    ofId: (id: string) => of(siteConfig.device(id)),
    start(): void {
      stopProbing = clock.after(1_000, () => void round());
    },
    stop(): void {
      stopProbing();
      for (const id of [...held.keys()]) drop(id);
    },
  };
}
export type DeviceConnections = ReturnType<typeof createDeviceConnections>;
