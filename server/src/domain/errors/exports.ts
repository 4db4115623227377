import type { ErrorRow } from '../errors.ts';

export const exportErrors = {
  EXPORT_NOT_FOUND: { zh: '没有编号为 {id} 的导出', next: '请核对编号，或重新导出', retry: 'no', status: 404 },
  EXPORT_NOT_READY: { zh: '导出还没有完成', next: '请稍候，完成后再下载', retry: 'later', status: 409 },
  EXPORT_FILE_MISSING: { zh: '导出文件已被移走或清理，文件只保留 7 天', next: '请重新导出', retry: 'no', status: 410 },
  EXPORT_TOO_MANY: { zh: '您已有 {count} 个导出在进行或排队', next: '请等其中一个完成后再导出', retry: 'later', status: 429 },
  EXPORT_NO_SPACE: { zh: '磁盘剩余空间不足，导出已停止，台账的写入不受影响', next: '请清理磁盘或缩小筛选范围后重新导出', retry: 'no', status: 507 },
  EXPORT_WRITE_FAILED: { zh: '导出文件没有写成', next: '请检查数据目录与磁盘后重新导出', retry: 'later', status: 500 },
} as const satisfies Record<string, ErrorRow>;
