import { atLeast, type Bench, type Measurement } from './contract.ts';
import { buildSite } from './dataset.ts';
import { rawPictureRate } from './limits.ts';
import { runLoad } from './load.ts';
import { startBenchSite } from './site.ts';

const pictures = { full: 170_000, crop: 30_000 };
const connections = 32;
/** How much a disk takes changes from minute to minute: the site and both limits take turns. */
const rounds = 3;

export const ingestPhotos: Bench = {
  name: 'ingest-photos',
  title: '带照片的持久入账',
  method: [
    '32 个连接、8 条进厂道，每次推送一张全景 170 KB 和一张车牌 30 KB（JSON 内 base64），照片内容各不相同；照片与条目都落盘后才答复；前 6 秒不计（首次建立照片文件夹）。',
    `极限：同样大小的文件写入、fsync、改名，其他什么都不做，一次推送写完再写下一次；另列 ${connections} 次推送同时写的极限。本系统与两种极限轮流量 ${rounds} 次取平均。`,
    '写过的文件量完才删：无日志的 ext4 在删除文件后的几分钟里新建文件较慢。',
  ],
  async run({ folder, scale, say }) {
    const seconds = Math.max(2, 6 * scale);
    const set = await buildSite({ folder, name: 'ingest-photos', vehicles: 20_000, lanes: 8, visits: 0 });
    const raw = (name: string, atOnce: number) => rawPictureRate(folder, { name, sizes: [pictures.full, pictures.crop], seconds: seconds / 2, atOnce });
    const rates: { site: number; single: number; parallel: number }[] = [];
    const site = await startBenchSite(set.data);
    const load = async (warmUpSeconds: number) => {
      const { replies, seconds: took } = await runLoad({
        host: '127.0.0.1',
        port: site.port,
        cameras: set.cameras,
        connections,
        warmUpSeconds,
        seconds,
        burstEveryMs: null,
        plates: set.plates,
        pictures,
      });
      return replies / took;
    };
    try {
      for (let round = 0; round < rounds; round++) {
        const [single, parallel] = [await raw(`raw-single-${round}`, 1), await raw(`raw-parallel-${round}`, connections)];
        rates.push({ single, parallel, site: await load(round === 0 ? 6 : 1) });
        say(
          `第 ${round + 1} 次：${shown(rates.slice(-1), 'site')} 次/秒；只写文件：逐次 ${shown(rates.slice(-1), 'single')}，同时 ${shown(rates.slice(-1), 'parallel')}`,
        );
      }
    } finally {
      await site.stop();
    }
    const value = mean(rates, 'site');
    const against = (limit: number) => ({ value, unit: '次/秒', limit, ratio: value / limit });
    return [
      {
        ...against(mean(rates, 'single')),
        name: 'ingest-photos',
        title: '带照片的持久入账',
        limitTitle: '同样的文件逐次写入并落盘',
        must: [atLeast(0.4, 'ratio')],
        reach: [atLeast(0.7, 'ratio')],
      },
      {
        ...against(mean(rates, 'parallel')),
        name: 'ingest-photos.parallel-limit',
        title: '带照片的持久入账，与同时写的极限相比',
        limitTitle: `同样的文件 ${connections} 次推送同时写入并落盘`,
        must: [],
        reach: [],
      },
    ] satisfies Measurement[];
  },
};

type Rates = readonly { site: number; single: number; parallel: number }[];

function mean(rates: Rates, of: keyof Rates[number]): number {
  return rates.reduce((sum, rate) => sum + rate[of], 0) / rates.length;
}

function shown(rates: Rates, of: keyof Rates[number]): string {
  return Math.round(mean(rates, of)).toLocaleString('en-US');
}
