import type { ErrorRow } from '../errors.ts';

export const storageErrors = {
  STORAGE_NOT_DURABLE: {
    zh: '数据库没有按要求每次写入都落盘（{found}）',
    next: '请把数据文件夹放到本机磁盘（不要用网络盘）后重新启动',
    retry: 'no',
    status: 500,
  },
  STORAGE_DAMAGED: { zh: '数据库文件 {file} 已损坏，无法打开', next: '请先复制整个数据文件夹留存，再从最近一次备份恢复', retry: 'no', status: 500 },
  STORAGE_DATABASE_MISSING: { zh: '文件夹 {folder} 中没有台账数据库', next: '请用 --data 指定正确的数据文件夹', retry: 'no', status: 500 },
  STORAGE_READ_FAILED: { zh: '读取数据时出错', next: '请稍后重试；若仍出现，请检查磁盘', retry: 'later', status: 503 },
  STORAGE_CLOSED: { zh: '系统正在停止，不再读写数据', next: '请在系统重新启动后再试', retry: 'later', status: 503 },
  STORAGE_MIGRATION_EDITED: { zh: '数据库升级文件 {file} 与建库时使用的不一致', next: '请使用官方发布的完整程序，不要改动升级文件', retry: 'no', status: 500 },
  STORAGE_SITE_DIFFERENT: { zh: '数据文件夹属于站点 {found}，不是 {wanted}', next: '请核对数据文件夹', retry: 'no', status: 500 },
  STORAGE_KEY_UNREADABLE: { zh: '台账签名密钥 {file} 无法读取', next: '请从备份中恢复该文件；不要另建新密钥', retry: 'no', status: 500 },
  LEDGER_BROKEN: { zh: '台账在序号 {seq} 附近不完整', next: '请立即运行 greengate ledger verify，并保留现场', retry: 'no', status: 500 },
  LEDGER_RANGE_INVALID: { zh: '台账没有从 {from} 到 {to} 的范围（现有 {size} 条）', next: '请核对 from 与 to', retry: 'no', status: 400 },
  SNAPSHOT_NAME_INVALID: { zh: '图片编号格式不正确', next: '请使用 64 位小写十六进制的 SHA-256', retry: 'no', status: 400 },
  SNAPSHOT_WRITE_FAILED: { zh: '图片没有写入磁盘', next: '请检查磁盘空间与文件夹权限', retry: 'later', status: 503 },
  BACKUP_FAILED: { zh: '备份没有完成：{problem}', next: '请检查目标位置的空间与权限后重新备份', retry: 'later', status: 500 },
  BACKUP_UNREADABLE: { zh: '备份文件 {file} 无法读取：{problem}', next: '请换一份完好的备份文件', retry: 'no', status: 400 },
  BACKUP_FOLDER_NOT_EMPTY: { zh: '目标文件夹 {folder} 不是空的', next: '请指定一个空文件夹，恢复不会覆盖已有数据', retry: 'no', status: 409 },
} as const satisfies Record<string, ErrorRow>;
