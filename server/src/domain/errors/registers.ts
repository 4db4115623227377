import type { ErrorRow } from '../errors.ts';

export const registerErrors = {
  VEHICLE_NOT_FOUND: { zh: '没有编号为 {id} 的车辆', next: '请核对编号', retry: 'no', status: 404 },
  VEHICLE_EXISTS: { zh: '相同车牌号码和颜色的车辆已登记', next: '请打开已有车辆修改', retry: 'no', status: 409 },
  VEHICLE_CHANGED: { zh: '这辆车的资料已被他人修改（现为第 {version} 版）', next: '请刷新后在最新资料上重新修改', retry: 'no', status: 409 },
  VEHICLE_REVIEW_SAME_PERSON: { zh: '登记或修改资料的人不能复核同一辆车', next: '请由另一位有复核权限的人复核', retry: 'no', status: 409 },
  VEHICLE_DOCUMENT_MISSING: { zh: '没有这份证件照片：{sha256}', next: '请先上传照片，再保存车辆', retry: 'no', status: 400 },
  PLATE_INVALID: { zh: '“{plate}”不是车牌号码', next: '请核对后重新填写', retry: 'no', status: 400 },
  LIST_ENTRY_NOT_FOUND: { zh: '没有编号为 {id} 的名单条目', next: '请刷新列表后重试', retry: 'no', status: 404 },
  LIST_ENTRY_ENDED: { zh: '这条名单已移出', next: '如需再次列入，请新增一条', retry: 'no', status: 409 },
  LIST_END_NEEDED: { zh: '临时放行须填写截止时间', next: '请填写截止时间', retry: 'no', status: 400 },
  LIST_TIMES_REVERSED: { zh: '截止时间须晚于起始时间', next: '请改正时间后重新提交', retry: 'no', status: 400 },
  RULES_NOT_FOUND: { zh: '没有编号为 {id} 的规则', next: '请刷新列表后重试', retry: 'no', status: 404 },
  RULES_NOT_DRAFT: { zh: '第 {version} 版规则已发布，不能再改动或发布', next: '请以它为底稿另建草稿', retry: 'no', status: 409 },
  RULES_INVALID: { zh: '规则不完整：{problem}', next: '请改正后重新保存', retry: 'no', status: 400 },
  RULES_NONE_PUBLISHED: { zh: '本站还没有发布规则', next: '请先发布一版规则', retry: 'later', status: 503 },
  DOCUMENT_TYPE_UNKNOWN: { zh: '不支持这种文件', next: '请上传 JPEG、PNG、WebP 图片或 PDF', retry: 'no', status: 415 },
  DOCUMENT_NOT_FOUND: { zh: '没有这张图片或文件', next: '它可能已超过保存期限；请核对编号', retry: 'no', status: 404 },
} as const satisfies Record<string, ErrorRow>;
