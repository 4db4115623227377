import type { AdapterInfo, Device, JsonSchema } from '../../api/types.ts';

const verified: Record<string, string> = { manual: '按厂家资料实现，未经实机验证', simulator: '经模拟器验证', bench: '经实机台架验证', site: '经现场验证' };

const capabilities: Record<string, string> = {
  'plate-source': '车牌识别',
  'snapshot-source': '抓拍照片',
  barrier: '控制道闸',
  'text-display': '文字显示',
  announcer: '语音播报',
  'barrier-hold': '常开',
  'vehicle-sensor': '车辆感应',
  'serial-port': '串口转发',
  scale: '称重',
};

/** What an adapter is for and how far it has been proven. */
export function adapterFacts(adapter: AdapterInfo): (readonly [string, string])[] {
  const able = Array.isArray(adapter.capabilities) ? adapter.capabilities : Object.keys(adapter.capabilities);
  return [
    ['适用型号', (adapter.models ?? []).join('、')],
    ['能力', able.map((item) => capabilities[item] ?? item).join('、')],
    ['验证程度', verified[adapter.verified] ?? adapter.verified],
  ];
}

/** The setting `via` of a display names a camera: offered by name instead of its id. */
export function withCameras(schema: JsonSchema, devices: Device[]): JsonSchema {
  const via = schema.properties?.via;
  if (!via) return schema;
  const cameras = devices.filter((device) => device.kind !== 'display');
  return {
    ...schema,
    properties: {
      ...schema.properties,
      via: { ...via, enum: cameras.map((camera) => camera.id), 'x-words': Object.fromEntries(cameras.map((camera) => [camera.id, camera.name])) },
    },
  };
}
