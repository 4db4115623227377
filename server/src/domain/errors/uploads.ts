import type { ErrorRow } from '../errors.ts';

export const uploadErrors = {
  UPLOAD_NOT_FOUND: { zh: '没有编号为 {id} 的上报记录', next: '请核对编号', retry: 'no', status: 404 },
  UPLOAD_ACCEPTED: { zh: '上报记录 {id} 已被平台接收', next: '无需重新上报', retry: 'no', status: 409 },
  REGULATOR_NOT_FOUND: { zh: '没有编号为 {id} 的监管平台', next: '请刷新列表后重试', retry: 'no', status: 404 },
  REGULATOR_PROTOCOL_UNKNOWN: { zh: '没有上报协议 {protocol}', next: '请从上报协议列表中选择', retry: 'no', status: 400 },
  PHOTO_NOT_FOUND: { zh: '没有这张图片', next: '请核对地址', retry: 'no', status: 404 },
} as const satisfies Record<string, ErrorRow>;
