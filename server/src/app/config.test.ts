import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { AppError } from '../domain/errors.ts';
import { dataOptions, errorLine, exitCodeOf, readConfig, readOptions, serverOptions } from './config.ts';

const refusal = (run: () => unknown) => {
  try {
    run();
    return null;
  } catch (error) {
    return { exit: exitCodeOf(error), line: errorLine(error) };
  }
};

test('options win over the environment, the environment over the defaults', () => {
  const env = { GREENGATE_PORT: '9000', GREENGATE_DATA: '/srv/gate', GREENGATE_HOST: '10.0.0.1' };
  expect(readConfig({}, {})).toMatchObject({ port: 8080, data: resolve('./data'), databaseUrl: null, logLevel: 'info' });
  expect(readConfig({}, env)).toMatchObject({ port: 9000, data: '/srv/gate', host: '10.0.0.1' });
  expect(readConfig(readOptions(['--port', '0', '--data=./x'], serverOptions).values, env)).toMatchObject({ port: 0, data: resolve('./x'), host: '10.0.0.1' });
});

test('words and options of a command come apart', () => {
  const { values, words } = readOptions(['token', 'create', '--role', 'guard', '--data', 'd'], { ...dataOptions, role: 'string' });
  expect([values.role, values.data, words]).toEqual(['guard', 'd', ['token', 'create']]);
});

test('wrong use is one Chinese line with a code, and exit code 2', () => {
  const unknown = refusal(() => readOptions(['--prot', '80'], serverOptions));
  expect(unknown).toEqual({ exit: 2, line: 'SITE_OPTION_UNKNOWN 不认识的参数 --prot · 可用的参数：--data、--port、--host' });
  const empty = refusal(() => readOptions(['--port'], serverOptions));
  expect(empty).toEqual({ exit: 2, line: 'SITE_OPTION_INVALID 参数 --port 的值不对：后面要有一个值 · 请改正后重新运行' });
  for (const port of ['70000', '-1', '80a', '1e3']) expect([port, refusal(() => readConfig({ port }, {}))?.exit]).toEqual([port, 2]);
  expect(refusal(() => readConfig({}, { GREENGATE_PORT: 'x' }))?.line).toContain('GREENGATE_PORT');
});

test('settings that cannot work exit with 2 and say what went wrong', () => {
  expect(exitCodeOf(new AppError('SITE_PORT_IN_USE', { port: 8080 }))).toBe(2);
  expect(errorLine(new AppError('SITE_PORT_IN_USE', { port: 8080 }))).toBe(
    'SITE_PORT_IN_USE 端口 8080 已被占用 · 关闭占用该端口的程序，或用 --port 换一个端口',
  );
  expect(errorLine(new Error('boom'))).toBe('SITE_START_FAILED 无法启动：boom · 请检查文件权限与可用内存');
});
