// The simulated platform in a process of its own.
import { startHebeiPlatform } from '../server/simulators/platforms/hebei-low-emission.ts';
import { childData, serveChild } from './processes.ts';

const platform = await startHebeiPlatform(childData<{ latencyMs: number; maxInFlight: number }>());

serveChild({
  address: () => ({ baseUrl: platform.baseUrl, tokenPath: platform.tokenPath, clientId: platform.clientId, clientSecret: platform.clientSecret }),
  /** What it has so far; `violations` are breaches of its protocol. */
  counts: () => ({
    records: platform.records.length,
    distinct: new Set(platform.records.map((record) => record.key)).size,
    violations: platform.violations.slice(0, 3),
    peakInFlight: platform.stats.peakInFlight,
  }),
  stop: () => platform.stop(),
});
