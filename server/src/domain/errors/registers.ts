import type { ErrorRow } from '../errors.ts';

export const registerErrors = {
  VEHICLE_NOT_FOUND: { zh: '没有编号为 {id} 的车辆', next: '请核对编号', retry: 'no', status: 404 },
  VEHICLE_EXISTS: { zh: '相同车牌号码和颜色的车辆已登记', next: '请打开已有车辆修改', retry: 'no', status: 409 },
} as const satisfies Record<string, ErrorRow>;
