import type { BenchContext } from './contract.ts';
import { buildSite, type DataSet } from './dataset.ts';

const kept = new Map<string, Promise<DataSet>>();

/** The big ledger, a million entries at full size, built once a run and shared by the benches that only add a little to it or nothing. */
export async function ledgerSite({ folder, scale, say }: BenchContext): Promise<DataSet> {
  let set = kept.get(folder);
  if (!set) {
    set = buildSite({ folder, name: 'ledger', vehicles: 20_000, lanes: 8, visits: Math.round(500_000 * scale) });
    kept.set(folder, set);
    const built = await set;
    say(`${built.entries} 条条目，建库用时 ${built.seconds.toFixed(1)} 秒`);
  }
  return set;
}
