import { expect, test } from 'vitest';
import { visitColumnIds, visitColumns } from './visit-columns.ts';

test('HJ 1321 §附录 C the 进出厂 ledger has 25 columns, numbered, each one that the program can fill', () => {
  expect(visitColumns.map((column) => column.number)).toEqual(Array.from({ length: 25 }, (_column, at) => at + 1));
  expect(visitColumns.map((column) => column.id)).toEqual([...visitColumnIds]);
  expect(visitColumns.map((column) => column.title).slice(0, 7)).toEqual([
    '进厂出入口编号',
    '进厂道闸编号',
    '出厂出入口编号',
    '出厂道闸编号',
    '进厂时间',
    '出厂时间',
    '车牌号码',
  ]);
});
