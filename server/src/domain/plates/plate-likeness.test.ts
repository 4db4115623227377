import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nearPlates } from './plate-likeness.ts';

describe('nearPlates', () => {
  test('a look-alike is nearer than another difference, and the number itself is left out', () => {
    expect(nearPlates('冀A0B345', ['冀A12345', '冀AOB345', '冀A0B346', '冀A0B345', '冀A08345'], 10)).toEqual([
      { plateNumber: '冀A08345', distance: 0.3 },
      { plateNumber: '冀AOB345', distance: 0.3 },
      { plateNumber: '冀A0B346', distance: 1 },
    ]);
  });

  test('a lost or added character is near', () => {
    expect(nearPlates('A12345', ['冀A12345'], 5)).toEqual([{ plateNumber: '冀A12345', distance: 1 }]);
    expect(nearPlates('冀A123455', ['冀A12345'], 5)).toEqual([{ plateNumber: '冀A12345', distance: 1 }]);
  });

  test('three look-alikes are near, two plain differences are not', () => {
    expect(nearPlates('冀AO8I25', ['冀A0B125', '冀AX8Y25'], 5)).toEqual([{ plateNumber: '冀A0B125', distance: 0.9 }]);
  });

  test('no more than the limit, each once', () => {
    expect(nearPlates('冀A12345', ['冀A12346', '冀A12346', '冀A12347', '冀A12348'], 2).map((near) => near.plateNumber)).toEqual(['冀A12346', '冀A12347']);
    expect(nearPlates('冀A12345', ['冀A12346'], 0)).toEqual([]);
  });

  test('likeness is mutual', () => {
    const plate = fc.string({ unit: fc.constantFrom(...'冀皖A0O8B1I2Z'), minLength: 5, maxLength: 8 });
    fc.assert(fc.property(plate, plate, (a, b) => void expect(nearPlates(a, [b], 1)[0]?.distance).toBe(nearPlates(b, [a], 1)[0]?.distance)));
  });
});
