import type { ErrorRow } from '../errors.ts';

export const passageErrors = {
  PASSAGE_NOT_FOUND: { zh: '没有编号为 {id} 的通行记录', next: '请核对编号', retry: 'no', status: 404 },
  STORAGE_WRITE_FAILED: { zh: '台账没有写入磁盘', next: '请立即检查磁盘空间；写入恢复前按人工流程放行并登记', retry: 'later', status: 503 },
} as const satisfies Record<string, ErrorRow>;
