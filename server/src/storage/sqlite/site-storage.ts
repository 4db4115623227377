import type { LedgerReader, Readers, SnapshotStore, Writer } from '../contract.ts';
import { openSnapshotStore } from '../snapshots/snapshot-store.ts';
import { createCheckpointer } from './checkpointer.ts';
import { openSiteDatabase } from './database.ts';
import { openLedger } from './ledger.ts';
import { createReaderPool } from './reader-pool.ts';
import { createWriter } from './writer.ts';
import type { WriterState } from './writer.ts';

export interface SiteStorage {
  siteId: string;
  folder: string;
  writer: Writer;
  readers: Readers;
  ledger: LedgerReader;
  snapshots: SnapshotStore;
  /** Writes what waits, then closes; later calls reject with `STORAGE_CLOSED`. */
  close(): Promise<void>;
}

/**
 * Everything that a site keeps, in one folder: `site.db`, `pictures/`, `keys/`. Created when missing.
 * `onState` is told when writing begins to fail and when it works again. Throws what `openSiteDatabase` throws, and `STORAGE_KEY_UNREADABLE`.
 */
export function openSiteStorage({ folder, now, siteId, onState }: SiteStorageParts): SiteStorage {
  const database = openSiteDatabase({ folder, now, siteId });
  const { db } = database;
  try {
    const { log, reader } = openLedger({ ...database, now });
    const writer = createWriter({ ...database, log, onState });
    const readers = createReaderPool({ folder, siteId: database.siteId });
    const snapshots = openSnapshotStore({ folder });
    const checkpointer = createCheckpointer({ folder });
    return {
      siteId: database.siteId,
      folder,
      writer,
      readers,
      ledger: reader,
      snapshots,
      async close() {
        writer.close();
        await Promise.all([readers.close(), checkpointer.close(), snapshots.close()]);
        db.close();
      },
    };
  } catch (error) {
    db.close();
    throw error;
  }
}

export interface SiteStorageParts {
  folder: string;
  now: () => number;
  siteId?: string;
  onState?: (state: WriterState) => void;
}
