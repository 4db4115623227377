import { expect, test } from 'vitest';
import { stepLines } from './step-words.ts';

test('a decision tells its reasons, the version of the rules and what the barrier was told', () => {
  const reasons = [{ code: 'STAGE_BARRED', text: '国四柴油货车，禁止进厂', rule: 'stage' }];
  expect(stepLines({ reasons, ruleSetVersion: 3, barrier: 'none' })).toEqual(['国四柴油货车，禁止进厂', '规则第 3 版', '道闸未动作']);
});

test('a correction tells before and after in words, tons with three decimals, and why', () => {
  const details = {
    before: { cargoTonnes: null, plateColor: 'blue' },
    after: { plateColor: 'yellow', cargoTonnes: '31.5' },
    reason: '补录磅单',
    evidence: '磅单 1',
  };
  expect(stepLines(details)).toEqual(['号牌颜色 蓝 → 黄', '运输量（吨） 无 → 31.500', '原因：补录磅单', '依据：磅单 1']);
});

test('a sentence stays one, and what says nothing has no line', () => {
  expect(stepLines('尝试 1 次')).toEqual(['尝试 1 次']);
  expect([stepLines(''), stepLines({}), stepLines(null), stepLines({ reasons: [{}], evidence: null, pictures: 0 })]).toEqual([[], [], [], []]);
});
