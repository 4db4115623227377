import { expect, test } from 'vitest';
import { vehicleGroup, vehicleTypeCodes } from '../vehicle-types.ts';
import { defaultRuleSet, stageLines } from './default-rules.ts';
import type { StageLine } from './default-rules.ts';

test('the base rules of the B-grade line', () => {
  expect(defaultRuleSet()).toEqual({
    title: '基础规则：禁止国四及以下柴油、燃气货车与专项作业车进厂',
    source: '重点行业绩效分级 B 级运输要求（国四及以下禁止）；国三、国五线为各地常见做法',
    stageLimits: [
      {
        id: 'in-china-4',
        title: '国四及以下柴油、燃气货车与专项作业车禁止进厂',
        vehicleClasses: ['H', 'Q', 'N', 'Z'],
        fuelTypes: ['diesel', 'natural-gas', 'lpg'],
        maxBarredStage: 'china-4',
        direction: 'in',
      },
    ],
    requireReview: true,
    checkValidity: true,
    admitPassengerVehicles: true,
  });
});

test('three lines are offered', () => {
  expect(stageLines.map((item) => item.line)).toEqual(['china-3', 'china-4', 'china-5']);
  expect(stageLines.map((item) => defaultRuleSet(item.line).stageLimits[0]?.maxBarredStage)).toEqual(['china-3', 'china-4', 'china-5']);
  expect(() => defaultRuleSet('china-9' as StageLine)).toThrow(RangeError);
});

test('every kind of truck and of special-purpose vehicle stands under the stage line, the three-wheeled truck included', () => {
  const barred = vehicleTypeCodes.map(({ code }) => code).filter((code) => ['truck', 'special-purpose'].includes(vehicleGroup(code) ?? ''));
  expect(barred).toContain('N11');
  for (const { line } of stageLines) {
    const [limit] = defaultRuleSet(line).stageLimits;
    expect(barred.filter((code) => !limit?.vehicleClasses.some((prefix) => code.startsWith(prefix)))).toEqual([]);
  }
});
