import { createLog } from '../../http/log.ts';
import { readConfig, readOnlyOptions, serverOptions } from '../config.ts';
import { openSite } from '../site.ts';
import { print, untilAsked } from './output.ts';

/** `start`: the site server, until it is asked to end. */
export async function start(args: readonly string[]): Promise<number> {
  const config = readConfig(readOnlyOptions(args, serverOptions));
  const log = createLog(config.logLevel);
  // One lost promise must not take every lane down with it.
  process.on('unhandledRejection', (error) => log.error({ err: error }, 'unhandled rejection'));
  const site = await openSite({ config, log });
  const setup = await site.setupLink();
  print(`绿闸已启动：${site.url}`);
  print(`数据文件夹：${config.data}`);
  if (config.databaseUrl !== null) print('DATABASE_URL 没有使用：站点的台账只存在上面的数据文件夹里，PostgreSQL 用于集团中心');
  if (setup) print(`首次设置（链接一天内有效，只能用一次）：${setup}`);
  await untilAsked();
  await site.close();
  return 0;
}
