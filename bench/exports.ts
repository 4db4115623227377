import { setTimeout as sleep } from 'node:timers/promises';
import type { BenchSite } from './site.ts';

interface ExportView {
  state: 'running' | 'done' | 'failed';
  rows: number;
  url: string | null;
}

/** One export of all visits through the HTTP interface, until its file is done. */
export async function exportOnce(site: BenchSite, format: 'xlsx' | 'csv'): Promise<{ rows: number; url: string; seconds: number }> {
  const began = performance.now();
  const { id } = await site.send<{ id: string }>('POST', '/exports', { kind: 'visits', format, filter: {} });
  for (;;) {
    const found = await site.get<ExportView>(`/exports/${id}`);
    if (found.state === 'failed') throw new Error(`export failed: ${JSON.stringify(found)}`);
    if (found.state === 'done') return { rows: found.rows, url: found.url ?? '', seconds: (performance.now() - began) / 1000 };
    await sleep(50);
  }
}
