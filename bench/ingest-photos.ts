import { atLeast, type Bench } from './contract.ts';
import { buildSite } from './dataset.ts';
import { rawPictureRate } from './limits.ts';
import { runLoad } from './load.ts';
import { startBenchSite } from './site.ts';

const pictures = { full: 170_000, crop: 30_000 };
const connections = 32;

export const ingestPhotos: Bench = {
  name: 'ingest-photos',
  title: '带照片的持久入账',
  method: [
    '32 个连接、8 条进厂道，每次推送一张全景 170 KB 和一张车牌 30 KB（JSON 内 base64），照片内容各不相同；照片与条目都落盘后才答复；前 6 秒不计（首次建立照片文件夹）。',
    '极限：同样大小的文件直接写入、fsync、改名，并发相同，其他什么都不做；前后各量一次取平均。',
  ],
  async run({ folder, scale, say }) {
    const seconds = Math.max(3, 12 * scale);
    const set = await buildSite({ folder, name: 'ingest-photos', vehicles: 20_000, lanes: 8, visits: 0 });
    // Before and after: how much a disk takes changes from minute to minute.
    const rawRate = () => rawPictureRate(folder, { sizes: [pictures.full, pictures.crop], seconds: seconds / 2, atOnce: connections });
    const before = await rawRate();
    const site = await startBenchSite(set.data);
    const measured = runLoad({
      host: '127.0.0.1',
      port: site.port,
      cameras: set.cameras,
      connections,
      warmUpSeconds: 6,
      seconds,
      burstEveryMs: null,
      plates: set.plates,
      pictures,
    });
    const load = await measured.finally(() => site.stop());
    const after = await rawRate();
    const limit = (before + after) / 2;
    say(`只写文件：之前 ${Math.round(before)} 次/秒，之后 ${Math.round(after)} 次/秒`);
    const value = load.replies / load.seconds;
    return [
      {
        name: 'ingest-photos',
        title: '带照片的持久入账',
        value,
        unit: '次/秒',
        limit,
        limitTitle: '同样的文件只写入并落盘',
        ratio: value / limit,
        must: [atLeast(0.4, 'ratio')],
        reach: [atLeast(0.7, 'ratio')],
      },
    ];
  },
};
