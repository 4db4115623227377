import { describe, expect, test } from 'vitest';
import type { Outcome } from '../codes.ts';
import { entered, list, play, unknownPlate } from './decide.scenes.ts';
import type { Scene } from './decide.scenes.ts';
import { defaultRuleSet } from './default-rules.ts';

const table: [string, Scene, Outcome, string[]][] = [
  // Stage limits.
  ['a diesel truck at china-4 is denied in', { vehicle: { emissionStage: 'china-4' } }, 'deny', ['STAGE_BARRED']],
  ['a diesel truck below china-4 is denied in', { vehicle: { emissionStage: 'china-2' } }, 'deny', ['STAGE_BARRED']],
  ['a gas truck at china-4 is denied in', { vehicle: { fuelType: 'natural-gas', emissionStage: 'china-4' } }, 'deny', ['STAGE_BARRED']],
  ['a tractor for semi-trailers counts as a truck', { vehicle: { vehicleType: 'Q11', emissionStage: 'china-4' } }, 'deny', ['STAGE_BARRED']],
  [
    'a special-purpose vehicle on LPG at china-3 is denied in',
    { vehicle: { vehicleType: 'Z51', fuelType: 'lpg', emissionStage: 'china-3' } },
    'deny',
    ['STAGE_BARRED'],
  ],
  ['a diesel truck at china-5 is admitted', { vehicle: { emissionStage: 'china-5' } }, 'admit', ['REGISTERED']],
  ['a diesel truck at china-6 is admitted', {}, 'admit', ['REGISTERED']],
  ['a petrol truck at china-4 is admitted', { vehicle: { vehicleType: 'H31', fuelType: 'petrol', emissionStage: 'china-4' } }, 'admit', ['REGISTERED']],
  ['an electric truck is admitted', { vehicle: { fuelType: 'electric', emissionStage: 'electric' } }, 'admit', ['REGISTERED']],
  ['the china-3 line lets china-4 in', { vehicle: { emissionStage: 'china-4' }, rules: defaultRuleSet('china-3') }, 'admit', ['REGISTERED']],
  ['the china-5 line keeps china-5 out', { vehicle: { emissionStage: 'china-5' }, rules: defaultRuleSet('china-5') }, 'deny', ['STAGE_BARRED']],
  [
    'a hybrid truck keeps its engine stage: a barred one is asked about, the engine may burn diesel',
    { vehicle: { fuelType: 'hybrid', emissionStage: 'china-4' } },
    'ask',
    ['FUEL_UNCERTAIN'],
  ],
  ['a hybrid truck of a free stage is admitted', { vehicle: { fuelType: 'hybrid', emissionStage: 'china-6' } }, 'admit', ['REGISTERED']],
  ['a truck of unknown fuel and a barred stage is asked about', { vehicle: { fuelType: 'unknown', emissionStage: 'china-4' } }, 'ask', ['FUEL_UNCERTAIN']],
  [
    'a vehicle of unknown type and a barred stage is asked about',
    { vehicle: { vehicleType: null, emissionStage: 'china-4' } },
    'ask',
    ['VEHICLE_TYPE_UNKNOWN'],
  ],
  ['a diesel vehicle entered as electric contradicts itself', { vehicle: { emissionStage: 'electric' } }, 'ask', ['STAGE_CONTRADICTS_FUEL']],
  [
    'an electric truck with an engine stage contradicts itself',
    { vehicle: { fuelType: 'electric', emissionStage: 'china-6' } },
    'ask',
    ['STAGE_CONTRADICTS_FUEL'],
  ],
  // What goes to ask.
  ['an unknown stage goes to ask', { vehicle: { emissionStage: 'unknown' } }, 'ask', ['STAGE_UNKNOWN']],
  ['a stage of none goes to ask', { vehicle: { emissionStage: 'none' } }, 'ask', ['STAGE_NONE']],
  ['an unregistered vehicle goes to ask', { vehicle: null }, 'ask', ['UNREGISTERED']],
  ['an unregistered vehicle is denied where the lane says so', { vehicle: null, lane: { unregistered: 'deny' } }, 'deny', ['UNREGISTERED']],
  ['an unregistered vehicle is admitted where the lane says so', { vehicle: null, lane: { unregistered: 'admit' } }, 'admit', ['UNREGISTERED']],
  ['an unreviewed vehicle goes to ask', { vehicle: { reviewState: 'pending' } }, 'ask', ['REVIEW_PENDING']],
  [
    'an unreviewed vehicle is admitted when reviews are not required',
    { vehicle: { reviewState: 'pending' }, rules: { requireReview: false } },
    'admit',
    ['REGISTERED'],
  ],
  [
    'a record that was sent back goes to ask in any case',
    { vehicle: { reviewState: 'rejected' }, rules: { requireReview: false } },
    'ask',
    ['REVIEW_REJECTED'],
  ],
  [
    'a registered plate in another colour goes to ask',
    { vehicle: null, read: { plateColor: 'blue' }, facts: { vehiclesWithPlate: 1 } },
    'ask',
    ['PLATE_COLOR_DIFFERS'],
  ],
  ['a vehicle picked in spite of its colour goes to ask', { read: { plateColor: 'blue' } }, 'ask', ['PLATE_COLOR_DIFFERS']],
  ['an unread colour is no objection when the plate is registered once', { read: { plateColor: 'unknown' } }, 'admit', ['REGISTERED']],
  [
    'an unread colour goes to ask when the plate is registered twice',
    { vehicle: null, read: { plateColor: 'unknown' }, facts: { vehiclesWithPlate: 2 } },
    'ask',
    ['PLATE_COLOR_UNREAD'],
  ],
  ['no plate goes to ask', { vehicle: null, read: { ...unknownPlate, noPlateReason: 'no-plate' } }, 'ask', ['NO_PLATE']],
  [
    'no plate is denied where the lane says so',
    { vehicle: null, read: { ...unknownPlate, noPlateReason: 'no-plate' }, lane: { noPlate: 'deny' } },
    'deny',
    ['NO_PLATE'],
  ],
  [
    'an unread plate goes the way of the lane for unread plates',
    { vehicle: null, read: { ...unknownPlate, noPlateReason: 'unread' }, lane: { noPlate: 'admit', unread: 'ask' } },
    'ask',
    ['PLATE_UNREAD'],
  ],
  ['confidence under the minimum goes to ask', { read: { confidence: 59.9 } }, 'ask', ['LOW_CONFIDENCE']],
  ['confidence at the minimum is enough', { read: { confidence: 60 } }, 'admit', ['REGISTERED']],
  ['without a number its confidence is no objection', { read: { plateNumber: null, noPlateReason: 'no-plate', confidence: 0 } }, 'ask', ['NO_PLATE']],
  ['a device that states no confidence raises no objection', { read: { confidence: null } }, 'admit', ['REGISTERED']],
  ['a suspected fake plate goes to ask', { read: { suspectedFake: true } }, 'ask', ['PLATE_SUSPECTED_FAKE']],
  ['a record past validUntil goes to ask', { vehicle: { validUntil: '2026-11-23' } }, 'ask', ['RECORD_EXPIRED']],
  ['a record on its last day is good', { vehicle: { validUntil: '2026-11-24' } }, 'admit', ['REGISTERED']],
  ['an inspection past inspectionUntil goes to ask', { vehicle: { inspectionUntil: '2026-11-01' } }, 'ask', ['INSPECTION_EXPIRED']],
  ['dates are not looked at when the rules say so', { vehicle: { validUntil: '2020-01-01' }, rules: { checkValidity: false } }, 'admit', ['REGISTERED']],
  // Passenger vehicles.
  [
    'a registered passenger vehicle is admitted',
    { vehicle: { vehicleType: 'K33', plateColor: 'blue', fuelType: 'petrol', emissionStage: 'china-3' }, read: { plateColor: 'blue' } },
    'admit',
    ['PASSENGER_VEHICLE'],
  ],
  [
    'a registered passenger vehicle of unknown stage is admitted',
    { vehicle: { vehicleType: 'K33', fuelType: 'unknown', emissionStage: 'unknown' } },
    'admit',
    ['PASSENGER_VEHICLE'],
  ],
  [
    'passenger vehicles go to ask when the rules say so',
    { vehicle: { vehicleType: 'K33' }, rules: { admitPassengerVehicles: false } },
    'ask',
    ['PASSENGER_VEHICLE'],
  ],
  ['an unregistered passenger vehicle goes to ask like any other', { vehicle: null, read: { plateColor: 'blue' } }, 'ask', ['UNREGISTERED']],
  ['an expired passenger vehicle goes to ask', { vehicle: { vehicleType: 'K33', validUntil: '2026-01-01' } }, 'ask', ['RECORD_EXPIRED']],
  // Emergency vehicles.
  [
    'an unregistered police car goes to ask',
    { vehicle: null, read: { plateNumber: '冀A1234警', plateColor: 'white' }, lane: { unregistered: 'deny' } },
    'ask',
    ['EMERGENCY_VEHICLE'],
  ],
  ['an unregistered fire engine goes to ask', { vehicle: null, read: { plateNumber: '冀X1234应急', plateColor: 'white' } }, 'ask', ['EMERGENCY_VEHICLE']],
  [
    'an unregistered WJ plate is admitted where the lane says so',
    { vehicle: null, read: { plateNumber: 'WJ冀12345', plateColor: 'white' }, lane: { emergencyVehicle: 'admit' } },
    'admit',
    ['EMERGENCY_VEHICLE'],
  ],
  [
    'an unregistered army plate is admitted where the lane says so',
    { vehicle: null, read: { plateNumber: 'KA12345', plateColor: 'white' }, lane: { emergencyVehicle: 'admit' } },
    'admit',
    ['EMERGENCY_VEHICLE'],
  ],
  [
    'an army plate in another colour is a misread until the guard has looked',
    { vehicle: null, read: { plateNumber: 'KA12345', plateColor: 'yellow' }, lane: { emergencyVehicle: 'admit', unregistered: 'admit' } },
    'ask',
    ['EMERGENCY_VEHICLE'],
  ],
  [
    'a registered fire engine of a barred stage is asked about, not denied',
    { vehicle: { plateNumber: '冀X1234应急', plateColor: 'white', emissionStage: 'china-4' }, read: { plateNumber: '冀X1234应急', plateColor: 'white' } },
    'ask',
    ['EMERGENCY_VEHICLE'],
  ],
  // Lists.
  ['the black list denies in', { facts: list('black') }, 'deny', ['LIST_BLACK']],
  ['the list of exceeding vehicles denies in', { facts: list('exceeding') }, 'deny', ['LIST_EXCEEDING']],
  ['the black list denies an unregistered vehicle', { vehicle: null, facts: list('black') }, 'deny', ['LIST_BLACK', 'UNREGISTERED']],
  ['the white list admits a barred stage', { vehicle: { emissionStage: 'china-4' }, facts: list('white') }, 'admit', ['LIST_WHITE']],
  ['the white list admits an unregistered vehicle', { vehicle: null, facts: list('white') }, 'admit', ['LIST_WHITE']],
  ['an exemption admits', { vehicle: { emissionStage: 'china-3' }, facts: list('exempt') }, 'admit', ['LIST_EXEMPT']],
  ['a running temporary entry admits', { vehicle: { validUntil: '2020-01-01' }, facts: list('temporary') }, 'admit', ['LIST_TEMPORARY']],
  ['a plate on both lists is denied', { facts: { lists: [...(list('white').lists ?? []), ...(list('exceeding').lists ?? [])] } }, 'deny', ['LIST_EXCEEDING']],
  // Which comes first.
  [
    'deny wins over doubts about the record',
    { vehicle: { emissionStage: 'china-4', reviewState: 'pending', validUntil: '2020-01-01' } },
    'deny',
    ['STAGE_BARRED', 'REVIEW_PENDING', 'RECORD_EXPIRED'],
  ],
  [
    'doubt about who it is wins over the stage on record',
    { read: { confidence: 40 }, vehicle: { emissionStage: 'china-4' } },
    'ask',
    ['LOW_CONFIDENCE', 'STAGE_BARRED'],
  ],
  ['a suspected fake plate profits from no white list', { read: { suspectedFake: true }, facts: list('white') }, 'ask', ['PLATE_SUSPECTED_FAKE']],
  ['a doubtful read profits from no white list', { read: { confidence: 40 }, facts: list('white') }, 'ask', ['LOW_CONFIDENCE']],
  ['a doubtful read of a black-listed number is denied', { read: { confidence: 40 }, facts: list('black') }, 'deny', ['LIST_BLACK', 'LOW_CONFIDENCE']],
  ['a doubtful read is not admitted as unregistered', { vehicle: null, read: { confidence: 40 }, lane: { unregistered: 'admit' } }, 'ask', ['LOW_CONFIDENCE']],
  // Out.
  ['out: what was let in is admitted', { read: { direction: 'out' }, facts: { openVisit: entered } }, 'admit', ['EXIT_OF_VISIT']],
  [
    'out: a barred stage that was let in is admitted',
    { read: { direction: 'out' }, vehicle: { emissionStage: 'china-2' }, facts: { openVisit: entered } },
    'admit',
    ['EXIT_OF_VISIT'],
  ],
  [
    'out: a black-listed vehicle that was let in is admitted',
    { read: { direction: 'out' }, facts: { ...list('black'), openVisit: entered } },
    'admit',
    ['EXIT_OF_VISIT'],
  ],
  [
    'out: an unregistered vehicle that was let in is admitted',
    { read: { direction: 'out' }, vehicle: null, facts: { openVisit: entered } },
    'admit',
    ['EXIT_OF_VISIT'],
  ],
  [
    'out: a doubtful read of a number that is inside is admitted',
    { read: { direction: 'out', confidence: 30, suspectedFake: true }, facts: { openVisit: entered } },
    'admit',
    ['EXIT_OF_VISIT'],
  ],
  ['out: an exit without an entry goes to ask', { read: { direction: 'out' } }, 'ask', ['EXIT_WITHOUT_ENTRY']],
  ['out: a white-listed vehicle without an entry goes to ask', { read: { direction: 'out' }, facts: list('white') }, 'ask', ['EXIT_WITHOUT_ENTRY']],
  ['out: a doubtful exit without an entry goes to ask', { read: { direction: 'out', confidence: 30 } }, 'ask', ['EXIT_WITHOUT_ENTRY', 'LOW_CONFIDENCE']],
  [
    'out: no plate goes the way of the lane',
    { vehicle: null, read: { ...unknownPlate, direction: 'out', noPlateReason: 'no-plate' }, lane: { noPlate: 'admit' } },
    'admit',
    ['NO_PLATE'],
  ],
  ['out: an unread plate goes to ask', { vehicle: null, read: { ...unknownPlate, direction: 'out', noPlateReason: 'unread' } }, 'ask', ['PLATE_UNREAD']],
  [
    'out: a rule set may bar exits by stage',
    {
      read: { direction: 'out' },
      vehicle: { emissionStage: 'china-3' },
      facts: { openVisit: entered },
      rules: { stageLimits: [{ id: 'o', title: '应急管控', vehicleClasses: ['H'], fuelTypes: ['diesel'], maxBarredStage: 'china-4', direction: 'out' }] },
    },
    'deny',
    ['STAGE_BARRED'],
  ],
  // Manual lanes.
  ['a manual lane asks where an automatic one admits', { lane: { mode: 'manual' } }, 'ask', ['LANE_MANUAL', 'REGISTERED']],
  ['a manual lane asks for the white list too', { lane: { mode: 'manual' }, facts: list('white') }, 'ask', ['LANE_MANUAL', 'LIST_WHITE']],
  [
    'a manual lane asks on the way out',
    { lane: { mode: 'manual' }, read: { direction: 'out' }, facts: { openVisit: entered } },
    'ask',
    ['LANE_MANUAL', 'EXIT_OF_VISIT'],
  ],
  ['a manual lane still denies', { lane: { mode: 'manual' }, vehicle: { emissionStage: 'china-4' } }, 'deny', ['STAGE_BARRED']],
];

describe('a fresh site', () => {
  test.each(table)('%s', (_sentence, scene, outcome, codes) => {
    const decision = play(scene);
    expect({ outcome: decision.outcome, codes: decision.reasons.map((reason) => reason.code) }).toEqual({ outcome, codes });
  });
});

describe('the sentences', () => {
  const text = (scene: Scene) => play(scene).reasons[0]?.text;

  test('say what guard and driver need', () => {
    expect(text({ vehicle: { emissionStage: 'china-4' } })).toBe('国四柴油货车，按现行规则禁止进厂');
    expect(text({ vehicle: { vehicleType: 'Q11', fuelType: 'natural-gas', emissionStage: 'china-3' } })).toBe('国三天然气牵引车，按现行规则禁止进厂');
    expect(text({})).toBe('国六柴油货车，准许进厂');
    expect(text({ vehicle: { fuelType: 'electric', emissionStage: 'electric' } })).toBe('纯电动货车，准许进厂');
    expect(text({ vehicle: null })).toBe('该车未登记，请门卫核验');
    expect(text({ read: { plateColor: 'blue' } })).toBe('登记为黄牌，本次识别为蓝牌，请门卫核对');
  });

  test('name the reason and the end of a list entry, a midnight end as the last whole day', () => {
    expect(text({ facts: list('temporary', '2026-11-30T16:00:00.000Z') })).toBe('临时放行车辆，准许进厂（环保检查，有效至 2026-11-30）');
    expect(text({ facts: list('exceeding', '2026-12-01T10:30:00+08:00') })).toBe('该车在排放超标名单内，禁止进厂（环保检查，有效至 2026-12-01 10:30）');
    expect(text({ facts: list('white') })).toBe('白名单车辆，准许进厂（环保检查）');
  });

  test('each reason names the file of its rule', () => {
    expect(play({ vehicle: { emissionStage: 'china-4', reviewState: 'pending' } }).reasons.map((reason) => reason.rule)).toEqual(['stage-limit', 'review']);
  });
});
