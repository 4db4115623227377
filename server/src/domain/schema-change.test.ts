import { expect, test } from 'vitest';
import { z } from 'zod';
import { changeOf } from './schema-change.ts';
import { describeZodError } from './schema-problems.ts';

const lane = z.object({
  name: z.string().min(1).meta({ title: '名称' }),
  seconds: z.number().int().default(10).meta({ title: '秒数' }),
  note: z.string().nullable().default(null).meta({ title: '备注' }),
});
const change = changeOf(lane);

test('what is not sent stays away instead of becoming its default', () => {
  expect(change.parse({})).toEqual({});
  expect(change.parse({ seconds: 3, note: null })).toEqual({ seconds: 3, note: null });
});

test('unknown members are refused and titles survive', () => {
  const refused = change.safeParse({ seconds: 'x', colour: 1 });
  expect(refused.success ? null : describeZodError(refused.error, change)).toEqual({ problem: '「秒数」应为数字；有不认识的内容 colour', field: 'seconds' });
});
