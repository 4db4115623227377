import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PlateColor } from '../codes.ts';
import { codesOf, plateColors } from '../codes.ts';
import { classifyPlate } from './plate-grammar.ts';
import type { PlateKind } from './plate-grammar.ts';

const rows: [string, PlateColor, PlateKind, boolean][] = [
  ['冀A12345', 'blue', 'civil', false],
  ['冀F1B3C5', 'yellow', 'civil', false],
  ['冀AD12345', 'green', 'new-energy-small', false],
  ['冀AFA1234', 'green', 'new-energy-small', false],
  ['冀A12345D', 'yellow-green', 'new-energy-large', false],
  ['冀A12345F', 'yellow-green', 'new-energy-large', false],
  ['冀A1234挂', 'yellow', 'trailer', false],
  ['冀A1234学', 'yellow', 'coach', false],
  ['京A1234警', 'white', 'police', true],
  ['冀X1234应急', 'white', 'fire-rescue', true],
  ['冀S1234应急', 'white', 'fire-rescue', true],
  ['WJ冀12345', 'white', 'armed-police', true],
  ['WJ冀1234X', 'white', 'armed-police', true],
  ['KA12345', 'white', 'military', true],
  ['123456使', 'black', 'embassy', false],
  ['沪A1234领', 'black', 'consulate', false],
  ['粤Z1234港', 'black', 'hk-macao', false],
  ['粤ZAB12澳', 'black', 'hk-macao', false],
  ['民航A1234', 'green', 'airport', false],
  ['冀0112345', 'green', 'tractor', false],
];

describe('every kind of plate', () => {
  test.each(rows)('%s, %s, is %s', (number, color, kind, emergency) => {
    expect(classifyPlate(number, color)).toEqual({ kind, emergency, colorFits: true });
  });

  test.each(['临A12345', '冀A临1234', '冀A12345临'])('%s is temporary, in whatever colour', (number) => {
    expect(classifyPlate(number, 'blue')).toEqual({ kind: 'temporary', emergency: false, colorFits: null });
  });

  test.each([
    '',
    '冀',
    'A12345',
    '冀A1234',
    '冀I12345',
    '冀A1234O',
    '冀A123456',
    '冀AL12345',
    '冀A12345Z',
    '港A12345',
    '冀A1?345',
    '冀A1234应急',
    '冀A12345 ',
    '大件123',
  ])('%j is not recognised', (number) => {
    expect(classifyPlate(number, 'blue')).toEqual({ kind: 'unrecognised', emergency: false, colorFits: null });
  });
});

describe('colour', () => {
  test('a colour that such plates do not have is said not to fit, and the kind stays', () => {
    expect(classifyPlate('冀A12345', 'green')).toEqual({ kind: 'civil', emergency: false, colorFits: false });
    expect(classifyPlate('冀AD12345', 'blue')).toEqual({ kind: 'new-energy-small', emergency: false, colorFits: false });
  });

  test('an unknown or missing colour says nothing', () => {
    expect(classifyPlate('冀A12345', 'unknown').colorFits).toBeNull();
    expect(classifyPlate('冀A12345').colorFits).toBeNull();
  });

  test('the colour never changes the kind', () => {
    fc.assert(
      fc.property(fc.constantFrom(...rows.map(([number]) => number)), fc.constantFrom(...codesOf(plateColors)), (number, color) => {
        expect(classifyPlate(number, color).kind).toBe(classifyPlate(number).kind);
      }),
    );
  });
});
