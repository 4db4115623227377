import type { DecodeResult, DeviceRequest } from '../contract.ts';

/** Makes a decoder total: whatever it trips over becomes a problem in Chinese, never an exception. */
export function total(decode: (request: DeviceRequest, settings: unknown) => DecodeResult): (request: DeviceRequest, settings: unknown) => DecodeResult {
  return (request, settings) => {
    try {
      return decode(request, settings);
    } catch {
      return { ok: false, problem: '消息内容无法解析' };
    }
  };
}
