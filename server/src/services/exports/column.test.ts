import { expect, test } from 'vitest';
import { plateColors } from '../../domain/codes.ts';
import { visitColumns } from '../../domain/visit-columns.ts';
import { pictureNames, tonnes, word } from './column.ts';
import { visitExportColumns } from './visit-cells.ts';

test('the 台账 is exported in exactly the columns of the standard', () => {
  expect(visitExportColumns.map(({ title }) => title)).toEqual(visitColumns.map(({ title }) => title));
  expect(visitExportColumns).toHaveLength(25);
});

test('what nobody knows stays blank, and a code without a word stands as it is', () => {
  expect([word(plateColors, 'unknown'), word(plateColors, null), word(plateColors, undefined)]).toEqual([null, null, null]);
  expect([word(plateColors, 'yellow'), word(plateColors, 'pink'), word(plateColors, 'constructor')]).toEqual(['黄', 'pink', 'constructor']);
});

test('tonnes keep every digit that was written down', () => {
  expect([tonnes('31.5'), tonnes('0'), tonnes('12.34567')]).toEqual([{ tonnes: '31.500' }, { tonnes: '0.000' }, { tonnes: '12.34567' }]);
  expect([tonnes(null), tonnes(''), tonnes('约三十'), tonnes('-1'), tonnes('1e3')]).toEqual([null, null, '约三十', '-1', '1e3']);
});

test('pictures stand as their SHA-256, each once', () => {
  expect(pictureNames([{ sha256: 'aa' }, { sha256: 'bb' }, { sha256: 'aa' }])).toBe('aa;bb');
  expect(pictureNames([])).toBeNull();
});
