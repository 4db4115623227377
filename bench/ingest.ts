import { atLeast, type Bench } from './contract.ts';
import { buildSite } from './dataset.ts';
import { runLoad } from './load.ts';
import { startBenchSite } from './site.ts';

export const ingest: Bench = {
  name: 'ingest',
  title: '持久入账的判定',
  method: [
    '64 个连接、8 条进厂道、已登记车辆、无照片：解码、判定、入账、放入数据表、提交后答复；车牌在合并窗口内不重复，每次推送都是一次新的通行。',
    '极限：同一服务器、同一路由、同样的推送，处理函数不存任何东西。',
  ],
  async run({ folder, scale, say }) {
    const seconds = Math.max(3, 12 * scale);
    const set = await buildSite({ folder, name: 'ingest', vehicles: 50_000, lanes: 8, visits: 0 });
    say(`${set.plates.length} 辆车，${set.entries} 条台账，用时 ${set.seconds.toFixed(1)} 秒`);
    const site = await startBenchSite(set.data);
    try {
      const plan = { host: '127.0.0.1', connections: 64, cameras: set.cameras, burstEveryMs: null, plates: set.plates, pictures: null };
      const limit = await runLoad({ ...plan, port: await site.call<number>('empty'), warmUpSeconds: 2, seconds: seconds / 2 });
      const before = await site.call<NodeJS.CpuUsage>('cpu');
      const load = await runLoad({ ...plan, port: site.port, warmUpSeconds: 5, seconds });
      const after = await site.call<NodeJS.CpuUsage>('cpu');
      say(`每次推送用处理器 ${Math.round((after.user - before.user + after.system - before.system) / load.answered)} 微秒`);
      const [value, most] = [load.replies / load.seconds, limit.replies / limit.seconds];
      if (load.opened < load.replies * 0.98) throw new Error(`only ${load.opened} of ${load.replies} opened`);
      return [
        {
          name: 'ingest',
          title: '持久入账的判定',
          value,
          unit: '次/秒',
          limit: most,
          limitTitle: '不存任何东西的同一服务器',
          ratio: value / most,
          must: [atLeast(3_000), atLeast(0.3, 'ratio')],
          reach: [atLeast(5_000)],
        },
      ];
    } finally {
      await site.stop();
    }
  },
};
