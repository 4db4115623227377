import { setTimeout as sleep } from 'node:timers/promises';
import { PassThrough, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import { atLeast, atMost, type Bench, percentile } from './contract.ts';
import { exportOnce } from './exports.ts';
import { opening } from './gate.ts';
import { ledgerSite } from './ledger-site.ts';
import { startBenchSite } from './site.ts';

const columns = 25;

export const exporting: Bench = {
  name: 'export',
  title: '导出台账',
  method: [
    `500,000 行 × ${columns} 列的进出台账导出为 xlsx，经 HTTP 接口，到文件可下载为止；内存是服务器进程连同导出进程比导出前多用的最大值。`,
    '`export.gate-p99` 是导出期间 8 条道同时过车的道口答复 p99 与导出前之比。极限：同样大小的表格文字只做压缩打包（不读库、不格式化）。',
  ],
  async run(context) {
    const { scale, say } = context;
    const rows = Math.round(500_000 * scale);
    const set = await ledgerSite(context);
    const limit = await packRate(Math.min(rows, 100_000));
    const site = await startBenchSite(set.data);
    try {
      const plan = {
        host: '127.0.0.1',
        port: site.port,
        cameras: set.cameras,
        connections: 8,
        warmUpSeconds: 1,
        burstEveryMs: 100,
        plates: set.plates,
        pictures: null,
      };
      // Readers start with the first lists that somebody asks for; they belong to every server that is in use.
      await Promise.all(Array.from({ length: 16 }, () => site.get('/visits?limit=50')));
      const memoryBefore = await site.call<number>('memory');
      let most = memoryBefore;
      let done = false;
      const watching = (async () => {
        while (!done) {
          most = Math.max(most, await site.call<number>('memory'));
          await sleep(100);
        }
      })();
      const alone = await exportOnce(site, 'xlsx');
      done = true;
      await watching;
      if (alone.rows < rows) throw new Error(`${alone.rows} of ${rows} rows`);
      const seconds = Math.max(4, Math.min(15, alone.seconds * 0.8));
      const before = await opening({ ...plan, seconds });
      const second = exportOnce(site, 'xlsx');
      const during = await opening({ ...plan, seconds });
      await second;
      const value = alone.rows / alone.seconds;
      const [quiet, busy] = [percentile(before.latencies, 0.99), percentile(during.latencies, 0.99)];
      say(`道口 p99：导出前 ${quiet.toFixed(1)} 毫秒，导出期间 ${busy.toFixed(1)} 毫秒`);
      const none = { limit: null, limitTitle: '', ratio: null };
      return [
        {
          name: 'export',
          title: '导出 xlsx',
          value,
          unit: '行/秒',
          limit,
          limitTitle: '同样的文字只压缩打包',
          ratio: value / limit,
          must: [atLeast(15_000)],
          reach: [atLeast(25_000)],
        },
        { ...none, name: 'export.memory', title: '导出时多用的内存', value: (most - memoryBefore) / 2 ** 20, unit: 'MiB', must: [atMost(200)], reach: [] },
        { ...none, name: 'export.gate-p99', title: '导出期间道口 p99 与平时之比', value: busy / quiet, unit: '倍', must: [atMost(1.2)], reach: [] },
      ];
    } finally {
      await site.stop();
    }
  },
};

/** Rows a second when their cells are ready-made text and only deflated into a ZIP. */
async function packRate(rows: number): Promise<number> {
  const cell = (index: number) => `<c r="A1" t="inlineStr"><is><t>示例第 ${index} 列</t></is></c>`;
  const zip = new ZipFile();
  const sheet = new PassThrough();
  zip.addReadStream(sheet, 'sheet1.xml');
  zip.end();
  const nothing = new Writable({ write: (_chunk, _encoding, next) => next() });
  const began = performance.now();
  const packed = pipeline(zip.outputStream, nothing);
  for (let row = 0; row < rows; row += 100) {
    let text = '';
    for (let each = row; each < row + 100; each++) {
      text += `<row r="${each}">`;
      for (let column = 0; column < columns; column++) text += cell(each * columns + column);
      text += '</row>';
    }
    if (!sheet.write(text)) await new Promise((resolve) => sheet.once('drain', resolve));
  }
  sheet.end();
  await packed;
  return rows / ((performance.now() - began) / 1000);
}
