import { setTimeout as sleep } from 'node:timers/promises';
import { atLeast, atMost, type Bench, percentile } from './contract.ts';
import { buildSite } from './dataset.ts';
import { runLoad } from './load.ts';
import { startChild } from './processes.ts';
import { startBenchSite } from './site.ts';

const latencyMs = 80;
const places = 64;
const capacity = places / (latencyMs / 1000);
const regulatorId = 'bench-platform';

interface Counts {
  records: number;
  distinct: number;
  violations: unknown[];
  peakInFlight: number;
}
interface UploadRow {
  recordedAt: string;
  acceptedAt: string | null;
}

export const backfill: Bench = {
  name: 'backfill',
  title: '补传',
  method: [
    `积压 50,000 条进出记录，平台每次答复用时 ${latencyMs} 毫秒、最多同时 ${places} 个请求；补传期间 4 条道每秒各来一辆新车。`,
    `极限：平台自己的能力 ${places} ÷ ${latencyMs} 毫秒 = ${capacity} 条/秒。数到积压清空为止；平台上的每条记录必须恰好一次。`,
    '新车的滞后：从记录产生到平台接收。',
  ],
  async run({ folder, scale, say }) {
    const visits = Math.round(25_000 * scale);
    const platform = await startChild('./platform-process.ts', { latencyMs, maxInFlight: places });
    const address = await platform.call<Record<string, string>>('address');
    const settings = { ...address, maxInFlight: places, timeoutSeconds: 10 };
    const set = await buildSite({ folder, name: 'backfill', vehicles: 5_000, lanes: 4, visits, regulator: { id: regulatorId, settings } });
    say(`${visits * 2} 条待补传，用时 ${set.seconds.toFixed(1)} 秒`);
    const site = await startBenchSite(set.data);
    try {
      const began = performance.now();
      await site.send('PATCH', `/regulators/${regulatorId}`, { enabled: true });
      const liveSeconds = Math.max(4, Math.floor((visits * 2) / capacity) - 2);
      const live = runLoad({
        host: '127.0.0.1',
        port: site.port,
        cameras: set.cameras,
        connections: 4,
        warmUpSeconds: 0,
        seconds: liveSeconds,
        burstEveryMs: 1_000,
        plates: set.plates,
        pictures: null,
      });
      let counts = await platform.call<Counts>('counts');
      while (counts.records < visits * 2) {
        if (performance.now() - began > ((visits * 2) / capacity) * 6_000 + 30_000) throw new Error(`only ${counts.records} of ${visits * 2} arrived`);
        await sleep(100);
        counts = await platform.call<Counts>('counts');
      }
      const seconds = (performance.now() - began) / 1000;
      const pushed = await live;
      await sleep(1_500);
      const final = await platform.call<Counts>('counts');
      if (final.distinct !== final.records || final.violations.length > 0) throw new Error(`duplicates or violations: ${JSON.stringify(final)}`);
      if (final.records !== visits * 2 + pushed.answered) throw new Error(`${final.records} records for ${visits * 2} and ${pushed.answered} live`);
      const newest = await site.get<{ items: UploadRow[] }>(`/uploads?limit=${Math.min(200, pushed.answered)}`);
      const lags = newest.items.map((row) => (row.acceptedAt === null ? Number.POSITIVE_INFINITY : Date.parse(row.acceptedAt) - Date.parse(row.recordedAt)));
      const value = counts.records / seconds;
      return [
        {
          name: 'backfill',
          title: '补传速度',
          value,
          unit: '条/秒',
          limit: capacity,
          limitTitle: '平台的能力',
          ratio: value / capacity,
          must: [atLeast(0.8, 'ratio')],
          reach: [atLeast(0.9, 'ratio')],
        },
        {
          name: 'backfill.live-lag-p99',
          title: '补传期间新记录的滞后 p99',
          value: percentile(lags, 0.99),
          unit: '毫秒',
          limit: latencyMs,
          limitTitle: '平台一次答复',
          ratio: latencyMs / percentile(lags, 0.99),
          must: [atMost(2_000)],
          reach: [],
        },
      ];
    } finally {
      await site.stop();
      await platform.stop();
    }
  },
};
