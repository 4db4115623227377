import { expect, test } from 'vitest';
import { csvCell, csvChunks } from './csv-file.ts';

const columns = [
  { title: '车牌号码', width: 10, cell: (row: [string | null, string]) => row[0] },
  { title: '运输量（t）', width: 10, cell: (row: [string | null, string]) => ({ tonnes: row[1] }) },
];

test('a table begins with a byte-order mark and ends each line with CRLF', () => {
  const text = Buffer.concat([...csvChunks(columns, [[['测A00001', '31.500']], [[null, '0.000']]])]).toString();
  expect(text).toBe('\uFEFF车牌号码,运输量（t）\r\n测A00001,31.500\r\n,0.000\r\n');
});

test('no rows leave the header alone', () => {
  expect(Buffer.concat([...csvChunks(columns, [])]).toString()).toBe('\uFEFF车牌号码,运输量（t）\r\n');
});

test('RFC 4180: a comma, a quote or a line break puts the cell into quotes', () => {
  expect([csvCell('焦炭,一级'), csvCell('"净"'), csvCell('甲\n乙'), csvCell('甲乙')]).toEqual(['"焦炭,一级"', '"""净"""', '"甲\n乙"', '甲乙']);
});

test('a text that a spreadsheet would run as a formula is made text; numbers stay numbers', () => {
  expect(['=HYPERLINK("x")', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1'].map(csvCell)).toEqual([
    '"\'=HYPERLINK(""x"")"',
    "'+1",
    "'-1",
    "'@SUM(A1)",
    "'\t=1",
    '"\'\r=1"',
  ]);
  expect([csvCell(-1), csvCell(0), csvCell(null), csvCell('a=b')]).toEqual(['-1', '0', '', 'a=b']);
});
