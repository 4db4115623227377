import { readFileSync } from 'node:fs';
import { AppError } from '../../domain/errors.ts';
import { verifyLedger } from '../../storage/sqlite/verify.ts';
import { dataOptions, errorLine, readConfig, readOnlyOptions } from '../config.ts';
import { print } from './output.ts';

/** More problems than this are counted, not listed. */
const listed = 50;

/** `ledger verify [--checkpoint FILE]`: re-derives everything from the stored content; 1 when anything does not agree. */
export async function ledgerVerify(args: readonly string[]): Promise<number> {
  const values = readOnlyOptions(args, { ...dataOptions, checkpoint: 'string', key: 'string' });
  const { data } = readConfig(values);
  const checkpoint = values.checkpoint === undefined ? undefined : readText(values.checkpoint);
  const began = performance.now();
  const report = await verifyLedger({ folder: data, checkpoint, verifierKey: values.key }).catch((error: unknown) => {
    if (error instanceof AppError && error.code === 'STORAGE_DAMAGED') return error;
    throw error;
  });
  if (report instanceof AppError) {
    // Found, not misused: a file that is no ledger any more is the worst that a verification can find.
    process.stderr.write(`${errorLine(report)}\n`);
    return 1;
  }
  print(
    `已核对 ${report.entries} 条台账、${report.pictures} 张照片、${report.projections} 行业务数据，用时 ${((performance.now() - began) / 1000).toFixed(1)} 秒`,
  );
  if (report.problems.length === 0) {
    print('全部相符');
    return 0;
  }
  for (const problem of report.problems.slice(0, listed)) print(problem);
  if (report.problems.length > listed) print(`还有 ${report.problems.length - listed} 处不符`);
  return 1;
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new AppError('SITE_OPTION_INVALID', { option: '--checkpoint', problem: `读不到文件 ${file}` });
  }
}
