import { buffer } from 'node:stream/consumers';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readWorkbook } from '../../testing/workbook.ts';
import type { Cell, Column } from './column.ts';
import { columnLetters, xlsxCell } from './xlsx-cell.ts';
import { xlsxStream } from './xlsx-file.ts';

const columns: Column<Cell[]>[] = ['车牌号码', '运输量（t）', '备注'].map((title, index) => ({ title, width: 12 + index, cell: (row) => row[index] ?? null }));
const header = ['车牌号码', '运输量（t）', '备注'];

async function written(rows: Cell[][], rowsPerSheet?: number) {
  const table = { title: '进出厂台账', columns, batches: [rows.slice(0, 2), [], rows.slice(2)] };
  return readWorkbook(await buffer(xlsxStream(rowsPerSheet ? { ...table, rowsPerSheet } : table)));
}

test('texts stay texts, numbers are numbers, a blank is no cell', async () => {
  const { sheets } = await written([
    ['测A00001', { tonnes: '31.500' }, '=1+1'],
    [null, null, '<甲> & "乙"'],
    ['007', 7, null],
  ]);
  expect(sheets).toEqual([{ name: '进出厂台账', rows: [header, ['测A00001', 31.5, '=1+1'], [null, null, '<甲> & "乙"'], ['007', 7]] }]);
});

test('the header is bold and stays in sight, columns have their widths and a filter', async () => {
  const { parts } = await written([['测A00001', 1, null]]);
  const sheet = parts.get('xl/worksheets/sheet1.xml') ?? '';
  expect(sheet).toContain('<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>');
  expect(sheet).toContain('<col min="1" max="1" width="12" customWidth="1"/><col min="2" max="2" width="13" customWidth="1"/>');
  expect(sheet).toContain('<c r="A1" s="1" t="inlineStr">');
  expect(sheet).toContain('<autoFilter ref="A1:C2"/>');
  expect(parts.get('xl/styles.xml')).toContain('<font><b/>');
});

test('no rows make one sheet with its header', async () => {
  expect((await written([])).sheets).toEqual([{ name: '进出厂台账', rows: [header] }]);
});

test('a full sheet is followed by another one with a header of its own, and none is empty', async () => {
  const rows = ['1', '2', '3', '4'].map((text) => [text]);
  expect((await written(rows, 3)).sheets).toEqual([
    { name: '进出厂台账', rows: [header, ['1'], ['2']] },
    { name: '进出厂台账 2', rows: [header, ['3'], ['4']] },
  ]);
  expect((await written([...rows, ['5']], 3)).sheets.map(({ rows: own }) => own.length)).toEqual([3, 3, 2]);
});

test('what XML cannot hold is left out, everything else comes back as it was', () => {
  expect(xlsxCell('A1', 'a\u0000b\u0008c\u001fd\ufffee\ud800f')).toBe('<c r="A1" t="inlineStr"><is><t>abcdef</t></is></c>');
  expect(xlsxCell('A1', '_x0041_ 😀 \r')).toBe('<c r="A1" t="inlineStr"><is><t xml:space="preserve">_x005F_x0041_ 😀 &#13;</t></is></c>');
});

test('any text makes a well-formed workbook', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.string({ unit: 'binary', minLength: 1 }), { maxLength: 8 }), async (texts) => {
      const { sheets } = await written(texts.map((text) => [text]));
      expect(sheets[0]?.rows).toHaveLength(texts.length + 1);
    }),
    { numRuns: 20 },
  );
});

test('a cell longer than Excel takes is cut and says so', () => {
  const cell = xlsxCell('A1', 'a'.repeat(40_000));
  expect(cell).toContain('…（超出单元格长度，完整内容见 CSV）');
  expect(cell.replace(/<[^>]*>/g, '')).toHaveLength(32_767);
});

test('columns are counted as Excel counts them', () => {
  expect([0, 25, 26, 51, 52, 701, 702].map(columnLetters)).toEqual(['A', 'Z', 'AA', 'AZ', 'BA', 'ZZ', 'AAA']);
});

test('an error of the rows is an error of the stream', async () => {
  function* broken(): Generator<Cell[][]> {
    yield [['测A00001']];
    throw new Error('read failed');
  }
  await expect(buffer(xlsxStream({ title: '进出厂台账', columns, batches: broken() }))).rejects.toThrow('read failed');
});
