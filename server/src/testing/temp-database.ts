import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSiteStorage } from '../storage/sqlite/site-storage.ts';
import type { SiteStorage } from '../storage/sqlite/site-storage.ts';

export interface TempSite extends SiteStorage {
  folder: string;
  /** Closes everything and removes the folder. */
  remove(): Promise<void>;
}

/** A fresh site in a temporary folder of its own, for tests: a real database, real files. `siteId` is `site-abc123` unless told. */
export async function openTempSite({ now = Date.now, siteId = 'site-abc123' }: { now?: () => number; siteId?: string } = {}): Promise<TempSite> {
  const folder = await tempFolder();
  const storage = openSiteStorage({ folder, now, siteId });
  return {
    ...storage,
    folder,
    async remove() {
      await storage.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** An empty folder under the system's temporary folder. */
export function tempFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'greengate-'));
}
