import { resolve } from 'node:path';
import { AppError } from '../../domain/errors.ts';
import { backupTo } from '../../storage/backup.ts';
import { restoreFrom } from '../../storage/restore.ts';
import { dataOptions, readConfig, readOptions } from '../config.ts';
import { print } from './output.ts';
import { withStorage } from './with-storage.ts';

const fileOf = (args: readonly string[]) => {
  const { values, words } = readOptions(args, dataOptions);
  const [file] = words;
  if (words.length !== 1 || !file) throw new AppError('SITE_OPTION_INVALID', { option: 'FILE', problem: '请写明备份文件' });
  return { folder: readConfig(values).data, file: resolve(file) };
};

/** `backup FILE`: one file with everything, while the site runs or not. */
export async function backup(args: readonly string[]): Promise<number> {
  const wanted = fileOf(args);
  // The signed note over everything so far travels in the backup: what is cut off it later is missed.
  await withStorage(wanted.folder, async ({ ledger }) => ledger.checkpoint());
  const report = await backupTo(wanted);
  print(`已备份到 ${wanted.file}：${report.pictures} 张照片，SHA-256 ${report.sha256}`);
  print('备份内含台账签名私钥，请像数据文件夹一样妥善保管');
  return 0;
}

/** `restore FILE`: into an empty data folder, verified; 1 when what came out does not agree. */
export async function restore(args: readonly string[]): Promise<number> {
  const { folder, file } = fileOf(args);
  const report = await restoreFrom({ file, folder });
  print(`已恢复到 ${folder} 并核对 ${report.entries} 条台账、${report.pictures} 张照片`);
  for (const problem of report.problems) print(problem);
  print(report.problems.length === 0 ? '全部相符' : '备份内容有不符之处，请换一份备份');
  return report.problems.length === 0 ? 0 : 1;
}
