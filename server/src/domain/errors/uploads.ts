import type { ErrorRow } from '../errors.ts';

export const uploadErrors = {
  UPLOAD_NOT_FOUND: { zh: '没有编号为 {id} 的上报记录', next: '请核对编号', retry: 'no', status: 404 },
} as const satisfies Record<string, ErrorRow>;
