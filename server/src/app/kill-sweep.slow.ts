import { expect, it } from 'vitest';
import { sweepKills } from './kill-sweep-world.ts';

it('two hundred kills at random moments under load lose nothing that was acknowledged, break no ledger and upload nothing twice', async () => {
  const seed = Number(process.env.GREENGATE_SWEEP_SEED ?? Date.now() % 1_000_000);
  process.stdout.write(`GREENGATE_SWEEP_SEED=${seed}\n`);
  const report = await sweepKills({ kills: 200, seed, longestMs: 1_500 });
  expect(report).toMatchObject({ seed, missing: [], doubled: [], unsound: [], platform: [] });
  expect(report.acknowledged).toBeGreaterThanOrEqual(1_000);
});
