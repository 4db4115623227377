import { expect, test } from 'vitest';
import { roadVehicleInput } from './road-vehicle.ts';

test('HJ 1321 §附录 C 表 C.2 a transport vehicle is registered with every field of the table, each under its own title', () => {
  const titles = Object.values(roadVehicleInput.shape).map((member) => member.meta()?.title);
  expect(titles).toEqual(
    expect.arrayContaining([
      '车牌号码',
      '号牌颜色',
      '车辆类型',
      '车辆识别代号（VIN）',
      '注册登记日期',
      '车辆品牌型号',
      '发动机型号',
      '发动机生产厂',
      '发动机号',
      '燃料类型',
      '排放标准',
      '联网状态',
      '使用性质',
      '随车清单',
      '行驶证',
      '车队名称',
    ]),
  );
});

test('HJ 1321 §附录 C 表 C.2 what nobody has said about a vehicle is unknown, and nothing is put in its place', () => {
  const { fuelType, emissionStage, ...rest } = roadVehicleInput.parse({ plateNumber: '测A00001', plateColor: 'green' });
  expect({ fuelType, emissionStage }).toEqual({ fuelType: 'unknown', emissionStage: 'unknown' });
  expect(rest).toEqual({ plateNumber: '测A00001', plateColor: 'green' });
});
