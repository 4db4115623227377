import { AppError } from '../../domain/errors.ts';
import { readConfig, readOnlyOptions, serverOptions } from '../config.ts';
import { startDemo } from '../demo.ts';
import { runDemoOnce } from '../demo/once.ts';
import { print, untilAsked } from './output.ts';

/** `demo`: the demo factory; `--once` runs the scripted day and ends. */
export async function demo(args: readonly string[]): Promise<number> {
  const values = readOnlyOptions(args, { ...serverOptions, pace: 'string', once: 'boolean' });
  const config = readConfig({ ...values, data: values.data ?? './data/demo' });
  if (values.once) return (await runDemoOnce({ config, print })) ? 0 : 1;
  const pace = Number(values.pace ?? '20');
  if (!(pace > 0 && pace <= 600)) throw new AppError('SITE_OPTION_INVALID', { option: '--pace', problem: '应为大于 0、不超过 600 的倍数' });
  const running = await startDemo({ config, pace, print });
  print(`演示工厂已启动：${running.url}`);
  print('一次性登录链接，各只能用一次：');
  for (const { displayName, link } of running.loginLinks) print(`  ${displayName}  ${link}`);
  print(`车流速度为真实时间的 ${pace} 倍；按 Ctrl+C 结束`);
  await untilAsked();
  await running.stop();
  return 0;
}
