import { Gauge, type Registry } from 'prom-client';
import type { Gate } from './gate.ts';
import type { SiteStorage } from '../storage/sqlite/site-storage.ts';

/** What a watcher of many sites needs to see besides the HTTP figures; read at each scrape, from memory. */
export function registerSiteMetrics(registry: Registry, { storage, gate }: { storage: Pick<SiteStorage, 'ledger'>; gate: Gate }): void {
  const gauge = (name: string, help: string, read: () => number) => {
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        this.set(read());
      },
    });
  };
  gauge('greengate_ledger_entries', 'Committed entries of the ledger', () => storage.ledger.size);
  gauge('greengate_open_gaps', 'Interruptions that last', () => gate.gaps.list().length);
  gauge('greengate_storage_writable', '1 while passages reach the disk', () => (gate.runtime.writable ? 1 : 0));
  gauge('process_resident_memory_bytes', 'Resident memory', () => process.memoryUsage.rss());
}
