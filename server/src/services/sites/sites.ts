import type { DeviceAdapter } from '../../devices/contract.ts';
import type { WriteTx, Writer } from '../../storage/contract.ts';
import type { SiteConfig } from '../passages/parts.ts';
import { createDevices } from './devices.ts';
import { createEntrances } from './entrances.ts';
import { createLanes } from './lanes.ts';
import { readSnapshot, type SiteSnapshot, siteConfigOf } from './site-config.ts';
import type { Authorship, SiteChange, SiteParts } from './site-parts.ts';
import { changeSiteSettings, readSiteSettings, type SiteSettings } from './site-settings.ts';

/** The configuration of a site: its settings, entrances, lanes and devices, and the view of them that the gate reads. */
export function createSites({
  writer,
  siteId,
  adapters,
  now,
  onChange,
}: {
  writer: Writer;
  siteId: string;
  adapters: readonly DeviceAdapter[];
  now(): number;
  onChange?: (change: SiteChange) => void;
}) {
  const byId = new Map(adapters.map((adapter) => [adapter.id, adapter]));
  let snapshot: SiteSnapshot = readSnapshot(writer, byId);
  const parts: SiteParts = {
    writer,
    adapters: byId,
    now,
    current: () => snapshot,
    within: (tx: WriteTx) => readSnapshot(tx, byId),
    async commit(change, job) {
      const result = await writer.run(job);
      snapshot = readSnapshot(writer, byId);
      onChange?.(change);
      return result;
    },
  };
  return {
    siteId,
    adapters,
    config: siteConfigOf(() => snapshot) satisfies SiteConfig,
    entrances: createEntrances(parts),
    lanes: createLanes(parts),
    devices: createDevices(parts),
    settings: (): SiteSettings => readSiteSettings(writer),
    changeSettings: (change: Partial<SiteSettings>, { by }: Authorship): Promise<SiteSettings> =>
      parts.commit({ kind: 'site', id: siteId }, (tx) => changeSiteSettings(tx, change, { at: now(), by })),
    /** Takes in what another process wrote. */
    reload(): void {
      snapshot = readSnapshot(writer, byId);
    },
  };
}
export type Sites = ReturnType<typeof createSites>;
