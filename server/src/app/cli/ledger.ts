import { createWriteStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { AppError } from '../../domain/errors.ts';
import type { LedgerReader } from '../../storage/contract.ts';
import { makeFolder } from '../../storage/make-folder.ts';
import { dataOptions, readConfig, readOptions } from '../config.ts';
import { print } from './output.ts';
import { withStorage } from './with-storage.ts';

const dataOf = (args: readonly string[]) => {
  const { values, words } = readOptions(args, dataOptions);
  return { data: readConfig(values).data, words };
};
const base64 = (hashes: readonly Uint8Array[]) => hashes.map((hash) => Buffer.from(hash).toString('base64'));

/** `ledger checkpoint`: a signed note over every entry. */
export async function ledgerCheckpoint(args: readonly string[]): Promise<number> {
  const { data } = dataOf(args);
  process.stdout.write(await withStorage(data, async ({ ledger }) => ledger.checkpoint()));
  return 0;
}

/** `ledger key`: the verifier key of this site's checkpoints. */
export async function ledgerKey(args: readonly string[]): Promise<number> {
  const { data } = dataOf(args);
  print(await withStorage(data, async ({ ledger }) => ledger.verifierKey()));
  return 0;
}

/** `ledger proof SEQ`: the inclusion proof of one entry as JSON. */
export async function ledgerProof(args: readonly string[]): Promise<number> {
  const { data, words } = dataOf(args);
  const seq = Number(words[0]);
  if (words.length !== 1 || !Number.isSafeInteger(seq) || seq < 0)
    throw new AppError('SITE_OPTION_INVALID', { option: 'SEQ', problem: '请写一个条目序号，如 ledger proof 12' });
  const { leafIndex, treeSize, hashes } = await withStorage(data, async ({ ledger }) => ledger.inclusionProof(seq));
  print(JSON.stringify({ leafIndex, treeSize, hashes: base64(hashes) }));
  return 0;
}

/** `ledger export DIR`: entries as lines, the checkpoint over them, and how to check both without this program. */
export async function ledgerExport(args: readonly string[]): Promise<number> {
  const { data, words } = dataOf(args);
  const [folder] = words;
  if (words.length !== 1 || !folder) throw new AppError('SITE_OPTION_INVALID', { option: 'DIR', problem: '请写明导出到哪个文件夹' });
  const entries = await withStorage(data, async ({ ledger }) => {
    makeFolder(folder);
    const note = ledger.checkpoint();
    const size = Number(note.split('\n')[1]);
    await pipeline(Readable.from(entryLines(ledger, size)), createWriteStream(join(folder, 'entries.ndjson')));
    await writeFile(join(folder, 'checkpoint.txt'), note);
    await writeFile(join(folder, 'key.txt'), `${ledger.verifierKey()}\n`);
    await writeFile(join(folder, '核对方法.txt'), howToCheck);
    return size;
  });
  print(`已导出 ${entries} 条到 ${folder}`);
  return 0;
}

function* entryLines(ledger: LedgerReader, size: number): Generator<Buffer> {
  for (let seq = 0; seq < size; seq += 1) yield Buffer.concat([ledger.entryBytes(seq) ?? Buffer.alloc(0), Buffer.from('\n')]);
}

const howToCheck = `本文件夹可以脱离绿闸程序核对：

1. entries.ndjson 每行是一条台账，行号（从 0 起）就是序号；一行的字节（不含换行）就是条目的原始字节，为 RFC 8785 规范 JSON。
2. 叶哈希 = SHA-256(0x00 + 条目字节)，节点哈希 = SHA-256(0x01 + 左 + 右)，按 RFC 6962 从全部叶算出树根。
3. checkpoint.txt 是 C2SP signed note：第一行来源，第二行条目数，第三行树根（base64）。算出的树根应与它相同。
4. 签名为 Ed25519，公钥在 key.txt；应与企业此前交给您的公钥、检查点一致。
5. 条目中 snapshots 的 sha256 是照片文件的 SHA-256，可与照片逐一核对。
`;
