import { setTimeout as sleep } from 'node:timers/promises';
import { atMost, type Bench, type Measurement, percentile } from './contract.ts';
import { buildSite } from './dataset.ts';
import { appendLatency } from './limits.ts';
import { type LoadPlan, type LoadResult, runLoad } from './load.ts';
import { startChild } from './processes.ts';
import { startBenchSite } from './site.ts';
import { exportOnce } from './exports.ts';

const regulatorId = 'bench-platform';

export const gate: Bench = {
  name: 'gate',
  title: '道口答复',
  method: [
    '8 条道每 100 毫秒同时推送一辆已登记的国六车，从推送的第一个字节发出到收到开闸答复的最后一个字节；答复前已落盘。',
    '同时有一个 xlsx 导出、一个台账核验和一个补传不停地运行。`gate.quiet` 是没有这三样时的，`gate.photos` 是每次推送另带 200 KB 照片时的。',
    '极限：在同一磁盘上追加 4 KB 并 fdatasync 一次的时间。',
  ],
  async run({ folder, scale, say }) {
    const seconds = Math.max(4, 20 * scale);
    const platform = await startChild('./platform-process.ts', { latencyMs: 80, maxInFlight: 16 });
    const settings = { ...(await platform.call<Record<string, string>>('address')), maxInFlight: 16, timeoutSeconds: 10 };
    const visits = Math.max(5_000, Math.round(50_000 * scale));
    const set = await buildSite({ folder, name: 'gate', vehicles: 20_000, lanes: 8, visits, regulator: { id: regulatorId, settings } });
    say(`${set.entries} 条条目，${visits * 2} 条待补传，建库用时 ${set.seconds.toFixed(1)} 秒`);
    const limit = appendLatency(folder, { bytes: 4096, rounds: 300 });
    const site = await startBenchSite(set.data);
    const ending = new AbortController();
    try {
      const plan = { host: '127.0.0.1', port: site.port, cameras: set.cameras, connections: 8, warmUpSeconds: 5, burstEveryMs: 100, plates: set.plates };
      const quiet = await opening({ ...plan, seconds: seconds / 2, pictures: null });
      await site.send('PATCH', `/regulators/${regulatorId}`, { enabled: true });
      const work = [repeat(ending.signal, () => site.call('verify')), repeat(ending.signal, () => exportOnce(site, 'xlsx'))];
      for (const each of work) each.catch(() => ending.abort());
      await sleep(500);
      const busy = await opening({ ...plan, seconds, pictures: null });
      const photos = await opening({ ...plan, seconds: seconds / 2, pictures: { full: 170_000, crop: 30_000 } });
      ending.abort();
      const rounds = await Promise.all(work);
      const records = (await platform.call<{ records: number }>('counts')).records;
      say(`期间完成核验 ${rounds[0]} 次、导出 ${rounds[1]} 次，平台收到 ${records} 条`);
      return [
        figure('gate.p50', '忙时道口答复 p50', busy, 0.5, limit.p50, [8, 5]),
        figure('gate.p99', '忙时道口答复 p99', busy, 0.99, limit.p99, [40, 30]),
        figure('gate.quiet.p50', '闲时道口答复 p50', quiet, 0.5, limit.p50),
        figure('gate.quiet.p99', '闲时道口答复 p99', quiet, 0.99, limit.p99),
        figure('gate.photos.p50', '忙时带照片的道口答复 p50', photos, 0.5, limit.p50),
        figure('gate.photos.p99', '忙时带照片的道口答复 p99', photos, 0.99, limit.p99),
      ];
    } finally {
      ending.abort();
      await site.stop();
      await platform.stop();
    }
  },
};

/** Every reply must have opened, or the figure is of something else. */
export async function opening(plan: LoadPlan): Promise<LoadResult> {
  const load = await runLoad(plan);
  if (load.opened < load.replies) throw new Error(`only ${load.opened} of ${load.replies} opened`);
  return load;
}

/** How often `work` was finished until the signal. */
async function repeat(signal: AbortSignal, work: () => Promise<unknown>): Promise<number> {
  let times = 0;
  try {
    for (; !signal.aborted; times++) await work();
  } catch (error) {
    // After the end, or after something else has failed, the site is being closed.
    if (!signal.aborted) throw error;
  }
  return times;
}

function figure(name: string, title: string, load: LoadResult, share: number, limit: number, goals?: [must: number, reach: number]): Measurement {
  const value = percentile(load.latencies, share);
  const [must, reach] = goals ? [[atMost(goals[0])], [atMost(goals[1])]] : [[], []];
  return { name, title, value, unit: '毫秒', limit, limitTitle: '追加并 fdatasync 一次', ratio: limit / value, must, reach };
}
