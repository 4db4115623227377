import type { ErrorRow } from '../errors.ts';

export const siteErrors = {
  SITE_PORT_IN_USE: { zh: '端口 {port} 已被占用', next: '关闭占用该端口的程序，或用 --port 换一个端口', retry: 'no', status: 500 },
  SITE_DATA_UNWRITABLE: { zh: '数据文件夹 {folder} 无法写入', next: '检查文件夹权限与磁盘，或用 --data 换一个文件夹', retry: 'no', status: 500 },
  SITE_SCHEMA_NEWER: { zh: '数据库由更新的版本（{found}）建立，本程序只认识到 {known}', next: '请用新版程序打开，或恢复旧版备份', retry: 'no', status: 500 },
  SITE_CLOCK_WRONG: { zh: '系统时钟 {now} 早于台账最后一条 {last}', next: '请校准系统时间（建议启用网络授时）后再启动', retry: 'no', status: 500 },
} as const satisfies Record<string, ErrorRow>;
