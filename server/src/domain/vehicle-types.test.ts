import { describe, expect, test } from 'vitest';
import fuelTypeCodes from '../../standards/fuel-types.json' with { type: 'json' };
import plateColorCodes from '../../standards/plate-colors.json' with { type: 'json' };
import stageCodes from '../../standards/emission-stages.json' with { type: 'json' };
import { emissionStages, fuelTypes, plateColors } from './codes.ts';
import { useNatureCodes, useNatureName, vehicleGroup, vehicleTypeCodes, vehicleTypeName, vehicleWord } from './vehicle-types.ts';

describe('vehicle types', () => {
  test('a code has a name, a group and a word', () => {
    expect([vehicleTypeName('H11'), vehicleGroup('H11'), vehicleWord('H11')]).toEqual(['重型普通货车', 'truck', '货车']);
    expect([vehicleTypeName('Q11'), vehicleGroup('Q11'), vehicleWord('Q11')]).toEqual(['重型半挂牵引车', 'truck', '牵引车']);
    expect([vehicleTypeName('Z51'), vehicleGroup('Z51')]).toEqual(['重型非载货专项作业车', 'special-purpose']);
    expect([vehicleTypeName('K33'), vehicleGroup('K33'), vehicleWord('K33')]).toEqual(['小型轿车', 'passenger', '客车']);
  });

  test('what is not in the list stays unknown', () => {
    expect([vehicleTypeName('H99'), vehicleGroup(null), vehicleGroup(''), vehicleGroup('A11'), vehicleWord(null), vehicleWord('A11')]).toEqual([
      null,
      null,
      null,
      null,
      '车辆',
      '车辆',
    ]);
  });

  test('each code stands once', () => {
    expect(new Set(vehicleTypeCodes.map((item) => item.code)).size).toBe(vehicleTypeCodes.length);
    expect(new Set(useNatureCodes.map((item) => item.code)).size).toBe(useNatureCodes.length);
    expect(useNatureName('F')).toBe('货运');
  });
});

test('the code lists carry exactly the words of the contract, in Chinese and in order of their own', () => {
  const named = (items: { id: string; name: string }[]) => Object.fromEntries(items.map((item) => [item.id, item.name]));
  expect(named(fuelTypeCodes.items)).toEqual(fuelTypes);
  expect(named(plateColorCodes.items)).toEqual(plateColors);
  expect(named(stageCodes.items)).toEqual(emissionStages);
});
