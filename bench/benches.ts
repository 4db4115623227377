import { backfill } from './backfill.ts';
import type { Bench } from './contract.ts';
import { exporting } from './export.ts';
import { gate } from './gate.ts';
import { ingest } from './ingest.ts';
import { ingestPhotos } from './ingest-photos.ts';
import { lists } from './lists.ts';
import { start } from './start.ts';
import { verify } from './verify.ts';

/** In the order in which they run; a line here is all a new one needs. */
export const benches: readonly Bench[] = [gate, ingest, ingestPhotos, backfill, lists, exporting, verify, start];
