import { atMost, type Bench, type Measurement, percentile } from './contract.ts';
import { buildSite } from './dataset.ts';
import { fillWithPassages } from './list-rows.ts';
import { type BenchSite, startBenchSite } from './site.ts';

const day = 86_400_000;
const months24 = 730 * day;

export const lists: Bench = {
  name: 'lists',
  title: '列表与查询',
  method: [
    '5,000,000 条、24 个月的通行（250 万次进出），经 HTTP 接口取第一页 50 行，每种查询 200 次，条件随机。',
    '这些行由 SQL 直接生成到数据表里，表结构与索引与现场相同，不经台账。极限：同一服务器答复 `/healthz` 的时间。',
  ],
  async run({ folder, scale, say }) {
    const rows = Math.round(5_000_000 * scale);
    const set = await buildSite({ folder, name: 'lists', vehicles: 5_000, lanes: 8, visits: 0 });
    const filled = fillWithPassages(set.data, { rows, vehicles: 5_000, laneIds: set.laneIds });
    say(`${rows} 行由 SQL 生成，用时 ${filled.seconds.toFixed(1)} 秒，数据库 ${(filled.bytes / 2 ** 30).toFixed(1)} GiB`);
    const site = await startBenchSite(set.data);
    try {
      const random = seeded(7);
      const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
      const frame = () => {
        const from = Date.now() - months24 + Math.floor(random() * (months24 - 31 * day));
        return `from=${new Date(from).toISOString()}&to=${new Date(from + 30 * day).toISOString()}`;
      };
      const plate = () => encodeURIComponent(pick(set.plates));
      const rounds = Math.max(40, Math.round(200 * Math.min(1, scale * 4)));
      const limit = await times(site, rounds, () => '/healthz');
      const asked: [name: string, title: string, path: () => string][] = [
        ['lists.first-page', '通行列表第一页', () => '/api/v1/passages?limit=50'],
        ['lists.visits', '进出台账第一页', () => '/api/v1/visits?limit=50'],
        ['lists.denied', '被拒通行第一页', () => '/api/v1/passages?limit=50&outcome=deny'],
        ['lists.plate', '一辆车的历史', () => `/api/v1/passages?limit=50&plateNumber=${plate()}`],
        ['lists.plate-visits', '一辆车的进出台账', () => `/api/v1/visits?limit=50&plateNumber=${plate()}`],
        ['lists.gate-30-days', '一个通道的 30 天', () => `/api/v1/passages?limit=50&laneId=${pick(set.laneIds)}&${frame()}`],
        ['lists.visits-30-days', '进出台账的 30 天', () => `/api/v1/visits?limit=50&${frame()}`],
      ];
      const found: Measurement[] = [];
      for (const [name, title, path] of asked) {
        const value = await times(site, rounds, path);
        const [must, reach] = [[atMost(100)], [atMost(50)]];
        found.push({ name, title: `${title} p95`, value, unit: '毫秒', limit, limitTitle: '/healthz p95', ratio: limit / value, must, reach });
      }
      return found;
    } finally {
      await site.stop();
    }
  },
};

/** p95 in ms. The first few are not counted: they open the reader threads. */
async function times(site: BenchSite, rounds: number, path: () => string): Promise<number> {
  const found: number[] = [];
  for (let round = -5; round < rounds; round++) {
    const began = performance.now();
    const response = await fetch(site.url + path(), { headers: { authorization: `Bearer ${site.token}` } });
    const text = await response.text();
    if (!response.ok) throw new Error(`${response.status} ${text.slice(0, 300)}`);
    if (round >= 0) found.push(performance.now() - began);
  }
  return percentile(found, 0.95);
}

function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
