import { expect, test } from 'vitest';
import type { UploadRate, UploadSummary } from '../../api/types.ts';
import { type Inspected, inspectionPoints } from './inspection-points.ts';

const figures = (accepted: number, produced: number) => ({
  regulatorId: 'reg-1',
  accepted,
  produced,
  onTime: accepted,
  acceptedRate: produced ? accepted / produced : null,
  onTimeRate: null,
});
const rateOf = (accepted: number, produced: number) => ({ totals: [figures(accepted, produced)] }) as unknown as UploadRate;
const summary = [{ regulatorId: 'reg-1', name: '市平台', incomplete: 0, rejected: 0, unknown: 0 }] as unknown as UploadSummary[];
const fine: Inspected = {
  uploads: { rate: rateOf(99, 100), summary },
  passed: { daily: [], since: '2026-03-01T00:00:00+08:00' },
  registers: { pending: { count: 0, more: false }, rules: { version: 2, title: '基础规则' } },
  health: { gaps: [], verification: { state: 'done', ok: true, finishedAt: '2026-03-30T09:00:00+08:00' } },
  may: () => true,
};
const states = (inspected: Inspected) => inspectionPoints(inspected).map((each) => each.state);

test('a house in order is ready in every point', () => {
  expect(states(fine)).toEqual(Array(8).fill('ready'));
});

test('a rate under 95 %, open rows and a ledger that is not verified are to be acted on, each with its rows', () => {
  const points = inspectionPoints({
    ...fine,
    uploads: { rate: rateOf(94, 100), summary: [{ ...summary[0], incomplete: 2, rejected: 1, unknown: 3 } as UploadSummary] },
    registers: { ...fine.registers, pending: { count: 200, more: true } },
    health: { gaps: [{ title: '相机离线' }], verification: null },
  });
  expect(points.filter((each) => each.state === 'act').map((each) => [each.title, each.text, each.to])).toEqual([
    ['近 30 天上传率：市平台', '94.0%（94 / 100），要求不低于 95%', '/uploads'],
    ['待补录的上报', '2 条缺字段', '/uploads'],
    ['被拒与结果不明的上报', '4 条', '/uploads'],
    ['待复核车辆', '200 辆以上', '/vehicles'],
    ['未恢复的中断', '1 项，长时间中断须报备', '/system'],
    ['台账全面校验', '这次启动以来还没有校验过，请运行一次', '/ledger'],
  ]);
});

test('what could not be read is never ready, nor is a rate of nothing', () => {
  const blank: Inspected = {
    uploads: { rate: undefined, summary: undefined },
    passed: { daily: undefined, since: '' },
    registers: { pending: undefined, rules: undefined },
    health: { gaps: undefined, verification: undefined },
    may: () => true,
  };
  expect(states(blank)).toEqual(Array(8).fill('unknown'));
  expect(states({ ...fine, uploads: { rate: rateOf(0, 0), summary } })[0]).toBe('unknown');
});

test('what the person may not read is left out', () => {
  expect(inspectionPoints({ ...fine, may: () => false }).map((each) => each.title)).toEqual(['近 30 天上传率：市平台', '待补录的上报', '被拒与结果不明的上报']);
});
