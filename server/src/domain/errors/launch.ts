import type { ErrorRow } from '../errors.ts';

/** Told by scripts/run.mjs before the program itself runs. */
export const launchErrors = {
  SITE_COMMAND_UNKNOWN: { zh: '没有命令 {command}', next: '可用的命令：{commands}', retry: 'no', status: 500 },
  SITE_INSTALL_FAILED: { zh: '依赖安装失败', next: '请检查网络与 npm 源，然后重新运行同一命令', retry: 'later', status: 500 },
  SITE_NODE_TOO_OLD: { zh: '需要 Node 24 或更新版本，当前为 {version}', next: '请安装 Node 24 后重新运行', retry: 'no', status: 500 },
  SITE_START_FAILED: { zh: '无法启动：{problem}', next: '请检查文件权限与可用内存', retry: 'no', status: 500 },
  SITE_WEB_BUILD_FAILED: { zh: '网页生成失败，门禁照常运行', next: '请把以上内容告诉技术支持', retry: 'no', status: 500 },
} as const satisfies Record<string, ErrorRow>;
