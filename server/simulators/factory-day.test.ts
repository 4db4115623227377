import { describe, expect, test } from 'vitest';
import { createFactoryDay, type DayEvent, playFactoryDay } from './factory-day.ts';
import { createFleet, vinCheckDigit } from './trucks.ts';

describe('simulated fleet', () => {
  test('the same seed gives the same fleet, another seed another', () => {
    expect(createFleet({ seed: 7 })).toEqual(createFleet({ seed: 7 }));
    expect(createFleet({ seed: 7 })).not.toEqual(createFleet({ seed: 8 }));
  });

  test('plates follow the grammar of their colour, and plates and VINs are distinct', () => {
    const fleet = createFleet({ seed: 3, count: 500 });
    const grammar = { yellow: /^冀B0\d{4}$/, blue: /^冀B0\d{4}$/, green: /^冀B[DF]0\d{4}$/, 'yellow-green': /^冀B0\d{4}[DF]$/ };
    expect(fleet.filter(({ plateNumber, plateColor }) => !grammar[plateColor].test(plateNumber))).toEqual([]);
    expect(new Set(fleet.map(({ plateNumber }) => plateNumber)).size).toBe(500);
    expect(new Set(fleet.map(({ vin }) => vin)).size).toBe(500);
    expect(new Set(fleet.map(({ emissionStage }) => emissionStage)).size).toBe(5);
  });

  test('every VIN has 17 characters without I, O, Q and its right check digit', () => {
    const wrong = createFleet({ count: 200 }).filter(({ vin }) => !/^[A-HJ-NPR-Z0-9]{17}$/.test(vin) || vin[8] !== vinCheckDigit(vin));
    expect(wrong).toEqual([]);
    expect(vinCheckDigit('1M8GDM9AXKP042788')).toBe('X');
  });
});

describe('factory day', () => {
  const trucks = createFleet({ seed: 2, count: 80 });

  test('an out follows its in, and no truck is inside twice at once', () => {
    const inside = new Map<string, number>();
    const problems: DayEvent[] = [];
    for (const event of createFactoryDay({ trucks, seed: 5 })) {
      const plate = event.truck.plateNumber;
      if (event.direction === 'in' ? inside.has(plate) : inside.get(plate) !== event.visit) problems.push(event);
      if (event.direction === 'in') inside.set(plate, event.visit);
      else inside.delete(plate);
    }
    expect([problems, inside.size]).toEqual([[], 0]);
  });

  test('the same seed gives the same day', () => {
    expect(createFactoryDay({ trucks, seed: 5 })).toEqual(createFactoryDay({ trucks, seed: 5 }));
  });

  test('a truck that was turned away does not come out', async () => {
    const events = createFactoryDay({ trucks, seed: 5, hours: 2 });
    const turnedAway = new Set([0, 3]);
    const seen: string[] = [];
    const result = await playFactoryDay({
      events,
      pace: 1_000_000,
      onEvent: async (event) => {
        seen.push(`${event.visit}${event.direction}`);
        return !turnedAway.has(event.visit);
      },
    });
    expect([seen.includes('0in'), seen.includes('0out'), seen.includes('3out'), result.skipped]).toEqual([true, false, false, 2]);
    expect(result.played).toBe(events.length - 2);
  });
});
