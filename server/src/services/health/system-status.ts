import { statSync } from 'node:fs';
import { formatInstant } from '../../domain/time.ts';
import type { LedgerReader, Readers } from '../../storage/contract.ts';
import type { DeviceStatuses } from '../lanes/device-status.ts';
import type { SiteConfig } from '../passages/parts.ts';
import { diskSpaceOf } from './disk-watch.ts';

export interface SystemStatusParts {
  about: { version: string; siteId: string; folder: string; databaseFile: string; startedAt: number };
  ledger: LedgerReader;
  readers: Readers;
  siteConfig: SiteConfig;
  statuses: DeviceStatuses;
  writable: () => boolean;
  openGaps: () => number;
  now: () => number;
}

/** How the machine and the program are, read now. A figure that cannot be read is null. */
export function createSystemStatus(parts: SystemStatusParts) {
  const { about, ledger, readers, siteConfig, statuses } = parts;
  return async () => {
    const disk = await diskSpaceOf(about.folder);
    const [last] = await readers.query('ledger.checkpoints', { limit: 1 });
    const states = siteConfig
      .devices()
      .filter((device) => device.adapter.kind === 'camera')
      .map((device) => statuses.of(device.id).state);
    const countOf = (state: string) => states.filter((each) => each === state).length;
    return {
      version: about.version,
      node: process.versions.node,
      startedAt: formatInstant(about.startedAt),
      siteId: about.siteId,
      dataFolder: about.folder,
      disk,
      database: { bytes: sizeOf(about.databaseFile), entries: ledger.size },
      ledger: { size: ledger.size, lastCheckpointAt: last ? formatInstant(last.signedAt) : null },
      writer: { state: parts.writable() ? ('ok' as const) : ('full' as const) },
      clock: { now: formatInstant(parts.now()) },
      devices: { total: states.length, online: countOf('online'), silent: countOf('silent'), never: countOf('never') },
      openGaps: parts.openGaps(),
      memoryBytes: process.memoryUsage.rss(),
    };
  };
}
export type SystemStatus = ReturnType<typeof createSystemStatus>;

function sizeOf(file: string): number {
  return ['', '-wal'].reduce((sum, ending) => sum + (statSync(file + ending, { throwIfNoEntry: false })?.size ?? 0), 0);
}
