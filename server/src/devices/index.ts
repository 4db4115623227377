import { genericJson } from './cameras/generic-json.ts';
import { hikvisionIsapi } from './cameras/hikvision-isapi.ts';
import { vzenithHttp } from './cameras/vzenith-http.ts';
import type { DeviceAdapter } from './contract.ts';
import { fkLed } from './displays/fk-led.ts';
import { kfLed } from './displays/kf-led.ts';

/** Every device adapter of the product: one line each. */
export const deviceAdapters: readonly DeviceAdapter[] = [vzenithHttp, hikvisionIsapi, genericJson, kfLed, fkLed];
