import type { ErrorRow } from '../errors.ts';

export const httpErrors = {
  HTTP_NOT_FOUND: { zh: '没有这个地址', next: '请检查网址', retry: 'no', status: 404 },
  HTTP_INVALID: { zh: '提交的内容不符合要求：{problem}', next: '请按提示修改后重新提交', retry: 'no', status: 400 },
  HTTP_MEDIA_TYPE: { zh: '不支持这种内容类型', next: '请以 Content-Type: application/json 提交', retry: 'no', status: 415 },
  HTTP_TOO_LARGE: { zh: '提交的内容超过大小上限', next: '请减小内容后重试', retry: 'no', status: 413 },
  HTTP_TOO_SLOW: { zh: '请求用时过长，连接已断开', next: '请检查网络后重试', retry: 'later', status: 408 },
  HTTP_HEAD_TOO_LARGE: { zh: '请求头过大', next: '请减少请求头后重试', retry: 'no', status: 431 },
  HTTP_MALFORMED: { zh: '不是合法的 HTTP 请求', next: '请检查客户端', retry: 'no', status: 400 },
  HTTP_TOO_MANY: { zh: '请求过于频繁', next: '请稍候再试', retry: 'later', status: 429 },
  HTTP_INTERNAL: { zh: '系统内部错误', next: '请稍后重试；若仍出现，请把编号 {requestId} 告诉技术支持', retry: 'unknown', status: 500 },
} as const satisfies Record<string, ErrorRow>;
