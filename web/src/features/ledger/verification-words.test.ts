import { expect, test } from 'vitest';
import { findingText, tableWord } from './verification-words.ts';

test.each([
  [
    '从这里到 seq 131 的历史与已签名的检查点 ledger_checkpoint 132 不符，其中有条目被改写',
    '从这里到条目 #131 的历史与已签名的检查点（条目数 132）不符，其中有条目被改写',
  ],
  ['与台账重建的结果不同（plate_number、record）', '与台账重建的结果不同，字段 plate_number、record'],
  ['内容与叶哈希不符，该条目被改过', '内容与叶哈希不符，该条目被改过'],
])('%s', (found, read) => {
  expect(findingText(found)).toBe(read);
});

test('a table without a name among people keeps its own', () => {
  expect([tableWord('road_vehicle'), tableWord('something_new')]).toEqual(['运输车辆', 'something_new']);
});
