import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AppError } from '../../domain/errors.ts';
import { soughtPlate, typedPlate } from './plate-number.ts';

test('whatever is typed becomes one spelling that stays and is found again, or is refused as no plate', () => {
  const typed = fc.oneof(fc.string({ unit: 'binary', maxLength: 40 }), fc.stringMatching(/^[冀京粤][A-Za-z][ ·-]?[0-9A-Za-z]{4,6}[挂学警]?$/));
  fc.assert(
    fc.property(typed, (text) => {
      let plate: string;
      try {
        plate = typedPlate(text);
      } catch (error) {
        expect(error).toBeInstanceOf(AppError);
        expect(error).toMatchObject({ code: 'PLATE_INVALID' });
        return;
      }
      expect(typedPlate(plate)).toBe(plate);
      expect(soughtPlate(text)).toBe(plate);
    }),
  );
});

test.each([
  ['冀B12345', '冀B12345'],
  ['ｗｊ冀12345', 'WJ冀12345'],
  ['临1234', '临1234'],
  ['冀AD12345', '冀AD12345'],
  ['京A1234警', '京A1234警'],
])('%s is %s', (text, plate) => {
  expect(typedPlate(text)).toBe(plate);
});
