import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { explainError } from '../../domain/errors.ts';
import { AppError } from '../../domain/errors.ts';
import { decodeEntry } from '../../domain/ledger/entry-codec.ts';
import { parseVerifierKey, verifyNote } from '../../domain/ledger/signed-note.ts';
import { formatInstant } from '../../domain/time.ts';
import { databaseFile, openReadOnly } from '../../storage/sqlite/connection.ts';
import { lastHeard } from '../clock-check.ts';
import { type AppConfig, readConfig, readOnlyOptions, serverOptions } from '../config.ts';
import { print } from './output.ts';
import { withStorage } from './with-storage.ts';

/** Less free space than this is trouble within days, bytes. */
const enoughDisk = 5 * 1024 ** 3;

/** So many of the newest signed notes are compared with the key. */
const mostNotes = 1000;

interface Finding {
  ok: boolean;
  text: string;
}
const fine = (text: string): Finding => ({ ok: true, text });
const wrong = (text: string): Finding => ({ ok: false, text });

/** `doctor`: looks at everything that keeps a site from working and says in Chinese what is wrong and what to do; 1 when anything is. */
export async function doctor(args: readonly string[]): Promise<number> {
  const config = readConfig(readOnlyOptions(args, serverOptions));
  const findings = [nodeVersion(), folderRights(config.data), await freeDisk(config.data), ...(await database(config)), await port(config), pages(config)];
  for (const { ok, text } of findings) print(`${ok ? '✔' : '✘'} ${text}`);
  const failed = findings.filter((finding) => !finding.ok).length;
  print(failed === 0 ? '没有发现问题' : `发现 ${failed} 个问题，请按上面的提示处理`);
  return failed === 0 ? 0 : 1;
}

function nodeVersion(): Finding {
  const major = Number(process.versions.node.split('.')[0]);
  return major >= 24 ? fine(`Node ${process.versions.node}`) : wrong(`Node ${process.versions.node} 过旧：请用 npm run 启动，程序会自带 Node 24`);
}

function folderRights(folder: string): Finding {
  if (!existsSync(folder)) return wrong(`数据文件夹 ${folder} 不存在：首次启动会自动建立，若已有数据请用 --data 指到它`);
  try {
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    return fine(`数据文件夹 ${folder} 可读写`);
  } catch {
    return wrong(`数据文件夹 ${folder} 不可写：请改正文件夹的所有者与权限`);
  }
}

async function freeDisk(folder: string): Promise<Finding> {
  try {
    const disk = await statfs(existsSync(folder) ? folder : '.');
    const free = disk.bavail * disk.bsize;
    const text = `磁盘剩余 ${(free / 1024 ** 3).toFixed(1)} GB`;
    return free > enoughDisk ? fine(text) : wrong(`${text}，不足 5 GB：请清理或扩容，写满后台账无法入库`);
  } catch {
    return wrong('读不到磁盘空间：请检查数据文件夹所在的磁盘');
  }
}

async function database({ data }: AppConfig): Promise<Finding[]> {
  const file = databaseFile(data);
  if (!existsSync(file)) return [wrong(`没有数据库 ${file}：首次启动会自动建立`)];
  try {
    return await withStorage(data, async ({ ledger, readers, siteId }) => {
      const checks = [fine(`数据库可打开，站点 ${siteId}，台账 ${ledger.size} 条`), quickCheck(file)];
      const last = ledger.size === 0 ? null : ledger.entryBytes(ledger.size - 1);
      const heard = last && lastHeard(decodeEntry(last));
      if (heard !== null && heard > Date.now() + 60_000) checks.push(wrong(`系统时钟早于台账最后一条（${formatInstant(heard)}）：请校准时间并启用网络授时`));
      else checks.push(fine(`系统时钟 ${formatInstant(Date.now())}`));
      checks.push(keyFile(data));
      const notes = await readers.query('ledger.checkpoints', { limit: mostNotes });
      if (!signedBy(ledger.verifierKey(), notes)) checks.push(wrong('签名密钥与台账已签名的检查点不符：请停机，从备份恢复 keys 文件夹'));
      return checks;
    });
  } catch (error) {
    if (!(error instanceof AppError)) return [wrong(`数据库打不开：${error instanceof Error ? error.message : String(error)}`)];
    const { message, next } = explainError(error.code, error.params);
    return [wrong(`${message}：${next}`)];
  }
}

function quickCheck(file: string): Finding {
  const db = openReadOnly(file);
  try {
    const result = db.pragma('quick_check(1)', { simple: true });
    return result === 'ok' ? fine('数据库结构完好') : wrong(`数据库已损坏（${String(result)}）：请停机，用最近的备份恢复`);
  } finally {
    db.close();
  }
}

function keyFile(folder: string): Finding {
  const file = join(folder, 'keys', 'ledger-ed25519.pem');
  if (!existsSync(file)) return wrong('没有台账签名密钥：请从备份恢复 keys 文件夹');
  const open = (statSync(file).mode & 0o077) !== 0;
  return open ? wrong(`签名密钥 ${file} 其他用户可读：请执行 chmod 600`) : fine('签名密钥仅本程序可读');
}

function signedBy(key: string, notes: readonly { note: string }[]): boolean {
  const verifier = parseVerifierKey(key);
  return verifier !== null && notes.every(({ note }) => verifyNote(note, [verifier]) !== null);
}

async function port({ port: wanted }: AppConfig): Promise<Finding> {
  try {
    const response = await fetch(`http://127.0.0.1:${wanted}/readyz`, { signal: AbortSignal.timeout(2_000) });
    const ready = (await response.json().catch(() => null)) as { parts?: { name: string; ok: boolean; reason: string | null }[] } | null;
    if (!ready?.parts) return wrong(`端口 ${wanted} 上是别的程序：请换端口或关闭它`);
    const broken = ready.parts.filter((part) => !part.ok);
    return broken.length === 0
      ? fine(`服务正在端口 ${wanted} 运行且就绪`)
      : wrong(`服务在运行但未就绪：${broken.map((part) => part.reason ?? part.name).join('；')}`);
  } catch {
    return fine(`端口 ${wanted} 没有服务在运行（未启动，或在别的端口）`);
  }
}

function pages({ webRoot }: AppConfig): Finding {
  return webRoot ? fine('网页已构建') : wrong('网页尚未构建：请用 npm start 启动，会自动构建');
}
