import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { codesOf, directions, emissionStages, fuelTypes, laneModes, lanePaths, listKinds, plateColors, reviewStates } from '../codes.ts';
import { now, play, truck } from './decide.scenes.ts';
import { decide, decideBy } from './decide.ts';
import type { DecisionFacts, PassageRead, VehicleFacts } from './decision.ts';
import { defaultRuleSet } from './default-rules.ts';
import type { RuleSetContent } from './rule-set.ts';
import { rulesIn, rulesOut } from './rules.ts';

describe('a rule that fails', () => {
  const broken = {
    name: 'broken',
    judge: () => {
      throw new Error('broken');
    },
  };
  const given = {
    read: { direction: 'in', plateNumber: '冀A12345', noPlateReason: null, plateColor: 'yellow', confidence: 97, suspectedFake: false } as PassageRead,
    rules: defaultRuleSet(),
    now,
  };
  const facts: DecisionFacts = {
    lane: { mode: 'automatic', minConfidence: 60, noPlate: 'admit', unread: 'admit', unregistered: 'admit', emergencyVehicle: 'admit' },
    vehicle: truck,
    vehiclesWithPlate: 1,
    lists: [],
    openVisit: null,
  };

  test('asks, wherever it stands before the admitting one', () => {
    for (let at = 0; at < rulesIn.length; at++) {
      expect(decideBy([...rulesIn.slice(0, at), broken, ...rulesIn.slice(at)], { ...given, facts }).reasons[0]).toEqual({
        code: 'RULE_FAILED',
        text: '规则执行出错，请门卫核验',
        rule: 'broken',
      });
    }
  });

  test('does not soften a deny that came before', () => {
    expect(decideBy([...rulesIn, broken], { ...given, facts: { ...facts, vehicle: { ...truck, emissionStage: 'china-3' } } }).outcome).toBe('deny');
  });

  test('an unreadable instant or mangled facts ask', () => {
    expect(decide(given.read, facts, given.rules, 'soon').outcome).toBe('ask');
    expect(
      decide(
        { ...given.read, direction: 'out' },
        { ...facts, lane: null, openVisit: { visitId: 'v', enteredAt: now } } as unknown as DecisionFacts,
        given.rules,
        now,
      ).outcome,
    ).toBe('ask');
    expect(decide(given.read, { ...facts, lists: null } as unknown as DecisionFacts, given.rules, now).outcome).toBe('ask');
    expect(decide(given.read, facts, { ...given.rules, stageLimits: null } as unknown as RuleSetContent, now).outcome).toBe('ask');
  });

  test('no rule at all asks', () => {
    expect(decideBy([], { ...given, facts })).toEqual({
      outcome: 'ask',
      reasons: [{ code: 'NO_RULE_APPLIES', text: '没有适用的规则，请门卫核验', rule: 'decide' }],
    });
  });
});

describe('properties', () => {
  const vehicle = fc.record({
    plateColor: fc.constantFrom(...codesOf(plateColors)),
    vehicleType: fc.constantFrom('H11', 'Q11', 'Z51', 'K33', 'B11', 'X99', 'M11', null),
    fuelType: fc.constantFrom(...codesOf(fuelTypes)),
    emissionStage: fc.constantFrom(...codesOf(emissionStages)),
    reviewState: fc.constantFrom(...codesOf(reviewStates)),
    validUntil: fc.constantFrom(null, '2026-11-23', '2027-01-01'),
  });
  const scene = fc.record({
    vehicle: fc.option(vehicle),
    read: fc.record({
      direction: fc.constantFrom(...codesOf(directions)),
      plateNumber: fc.constantFrom('冀A12345', '冀A1234警', null),
      plateColor: fc.constantFrom(...codesOf(plateColors)),
      confidence: fc.constantFrom(null, 10, 99),
      suspectedFake: fc.boolean(),
      noPlateReason: fc.constantFrom('no-plate', 'unread', null),
    }),
    lane: fc.record({
      mode: fc.constantFrom(...codesOf(laneModes)),
      noPlate: fc.constantFrom(...codesOf(lanePaths)),
      unread: fc.constantFrom(...codesOf(lanePaths)),
      unregistered: fc.constantFrom(...codesOf(lanePaths)),
    }),
    facts: fc.record({
      lists: fc.array(fc.record({ id: fc.constant('l'), list: fc.constantFrom(...codesOf(listKinds)), reason: fc.constant('r'), endAt: fc.constant(null) }), {
        maxLength: 2,
      }),
    }),
  });

  test('every decision has a reason, and the same scene is decided alike', () => {
    fc.assert(
      fc.property(scene, (drawn) => {
        const decision = play(drawn);
        expect(decision.reasons.length).toBeGreaterThan(0);
        expect(decision.reasons.some((reason) => reason.code === 'RULE_FAILED')).toBe(false);
        expect(play(drawn)).toEqual(decision);
      }),
      { numRuns: 500 },
    );
  });

  test('a manual lane never admits', () => {
    fc.assert(
      fc.property(scene, (drawn) => void expect(play({ ...drawn, lane: { ...drawn.lane, mode: 'manual' } }).outcome).not.toBe('admit')),
      { numRuns: 500 },
    );
  });

  test('a truck of unknown or barred stage comes in only by a list', () => {
    fc.assert(
      fc.property(scene, fc.constantFrom('china-0', 'china-3', 'china-4', 'unknown', 'none'), (drawn, emissionStage) => {
        const decision = play({
          ...drawn,
          read: { ...drawn.read, plateNumber: '冀A12345', direction: 'in' },
          vehicle: { ...drawn.vehicle, vehicleType: 'H11', fuelType: 'diesel', emissionStage: emissionStage as VehicleFacts['emissionStage'] },
        });
        if (decision.outcome === 'admit') expect(decision.reasons[0]?.rule).toBe('admitted-list');
      }),
      { numRuns: 500 },
    );
  });
});

test('each rule stands once in an order and has a file of its name', () => {
  expect(new Set(rulesIn.map((rule) => rule.name)).size).toBe(rulesIn.length);
  expect(rulesOut.map((rule) => rule.name)).toEqual(['no-plate', 'stage-limit', 'let-in', 'fake-plate', 'low-confidence']);
});
