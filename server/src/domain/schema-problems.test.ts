import { expect, test } from 'vitest';
import { z } from 'zod';
import { describeZodError } from './schema-problems.ts';

const vehicle = z.object({
  vehicleType: z
    .string()
    .regex(/^[A-Z]\d{2}$/)
    .meta({ title: '车辆类型' }),
  vin: z
    .string()
    .regex(/^\w{17}$/, '应为 17 位')
    .meta({ title: '车辆识别代号' }),
  registeredOn: z.iso.date().meta({ title: '注册登记日期' }),
});

test('a text of the wrong form is told in words, never as a regular expression', () => {
  const { error } = vehicle.safeParse({ vehicleType: 'ZZZ', vin: '1', registeredOn: '2022-02-30' });
  expect(error && describeZodError(error, vehicle)).toEqual({
    problem: '「车辆类型」格式不对；「车辆识别代号」应为 17 位；「注册登记日期」应为日期，如 2026-01-05',
    field: 'vehicleType',
  });
});
