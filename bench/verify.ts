import { createHash } from 'node:crypto';
import { atLeast, type Bench } from './contract.ts';
import { ledgerSite } from './ledger-site.ts';
import { verifyLedger } from '../server/src/storage/sqlite/verify.ts';
import { databaseFile, openReadOnly } from '../server/src/storage/sqlite/connection.ts';

export const verify: Bench = {
  name: 'verify',
  title: '台账核验',
  method: [
    '约 100 万条进出条目；核验从存储的内容重新得出一切：先在每个处理器上逐条核对规范形式、叶哈希与索引列，并按次序重建子树、检查点；然后重建全部数据表并逐行比对。',
    '`verify` 是条目一遍的速度，`verify.whole` 是连同重建与比对的速度。极限：一个线程顺序读出同样的内容并各算一次 SHA-256。',
  ],
  async run({ folder, scale, say }) {
    const set = await ledgerSite({ folder, scale, say });
    const limit = hashRate(set.data);
    const began = performance.now();
    let entriesMs = 0;
    const report = await verifyLedger({
      folder: set.data,
      onProgress: ({ pass }) => {
        if (pass === 'entries') entriesMs = performance.now() - began;
      },
    });
    const wholeMs = performance.now() - began;
    if (report.problems.length > 0) throw new Error(report.problems[0]);
    const value = (report.entries / entriesMs) * 1000;
    const whole = (report.entries / wholeMs) * 1000;
    say(`${report.entries} 条条目、${report.projections} 行数据表，共 ${(wholeMs / 1000).toFixed(1)} 秒`);
    const common = { unit: '条/秒', limit, limitTitle: '只读出并算哈希' };
    return [
      {
        ...common,
        name: 'verify',
        title: '核验条目',
        value,
        ratio: value / limit,
        must: [atLeast(60_000)],
        reach: [atLeast(100_000)],
      },
      { ...common, name: 'verify.whole', title: '核验条目并重建比对数据表', value: whole, ratio: whole / limit, must: [], reach: [] },
    ];
  },
};

/** Entries a second when their bytes are read in order and hashed once. */
function hashRate(data: string): number {
  const db = openReadOnly(databaseFile(data));
  const began = performance.now();
  let entries = 0;
  for (const bytes of db.prepare<[], Buffer>('select bytes from ledger_entry order by site_id, seq').pluck().iterate()) {
    createHash('sha256').update(bytes).digest();
    entries++;
  }
  db.close();
  return (entries / (performance.now() - began)) * 1000;
}
