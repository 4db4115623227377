import { existsSync } from 'node:fs';
import { AppError } from '../../domain/errors.ts';
import { databaseFile } from '../../storage/sqlite/connection.ts';
import { openSiteStorage, type SiteStorage } from '../../storage/sqlite/site-storage.ts';

/** Opens the storage of a data folder beside a running server or without one. Only with `create` does it begin a site; else it throws STORAGE_DATABASE_MISSING. */
export async function withStorage<T>(folder: string, run: (storage: SiteStorage) => Promise<T>, { create = false } = {}): Promise<T> {
  if (!create && !existsSync(databaseFile(folder))) throw new AppError('STORAGE_DATABASE_MISSING', { folder });
  const storage = openSiteStorage({ folder, now: Date.now });
  try {
    return await run(storage);
  } finally {
    await storage.close();
  }
}
