import type { ErrorRow } from '../errors.ts';

export const deviceErrors = {
  DEVICE_TOKEN_UNKNOWN: { zh: '推送地址中的设备令牌无效', next: '在「出入口与设备」中复制该设备的推送地址，重新填到设备里', retry: 'no', status: 404 },
  DEVICE_SOURCE_REFUSED: { zh: '推送来源地址 {source} 不在该设备允许的来源之内', next: '核对设备 IP，或在设备设置中修改允许来源', retry: 'no', status: 403 },
  DEVICE_SERIAL_MISMATCH: { zh: '设备序列号与登记的不一致', next: '若更换了设备，请在设备设置中清除序列号后重新接入', retry: 'no', status: 403 },
  DEVICE_BODY_UNDECODABLE: { zh: '设备推送的内容无法解析', next: '原始内容已保存；请核对设备型号与所选接入协议', retry: 'no', status: 400 },
} as const satisfies Record<string, ErrorRow>;
