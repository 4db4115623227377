import { decide } from './decide.ts';
import type { Decision, DecisionFacts, PassageRead, VehicleFacts } from './decision.ts';
import { defaultRuleSet } from './default-rules.ts';
import type { RuleSetContent } from './rule-set.ts';

export const now = '2026-11-24T02:00:00.000Z';
/** A registered, reviewed china-6 diesel truck. */
export const truck: VehicleFacts = {
  id: 'v1',
  version: 1,
  plateNumber: '冀A12345',
  plateColor: 'yellow',
  vehicleType: 'H11',
  fuelType: 'diesel',
  emissionStage: 'china-6',
  emissionSubstage: null,
  reviewState: 'approved',
  validUntil: null,
  inspectionUntil: null,
  vin: null,
  fleetName: null,
};
export const entered = { visitId: 'visit-1', enteredAt: '2026-11-24T01:00:00.000Z' };

/** What differs from a clean read of that truck on an automatic lane. */
export interface Scene {
  read?: Partial<PassageRead>;
  lane?: Partial<DecisionFacts['lane']>;
  vehicle?: Partial<VehicleFacts> | null;
  facts?: Partial<DecisionFacts>;
  rules?: Partial<RuleSetContent>;
}

/** Decides a scene under the base rules of the B-grade line. */
export function play(scene: Scene): Decision {
  const read: PassageRead = {
    direction: 'in',
    plateNumber: '冀A12345',
    noPlateReason: null,
    plateColor: 'yellow',
    confidence: 97,
    suspectedFake: false,
    ...scene.read,
  };
  const vehicle = scene.vehicle === null ? null : { ...truck, ...scene.vehicle };
  const facts: DecisionFacts = {
    lane: { mode: 'automatic', minConfidence: 60, noPlate: 'ask', unread: 'ask', unregistered: 'ask', emergencyVehicle: 'ask', ...scene.lane },
    vehicle,
    vehiclesWithPlate: vehicle ? 1 : 0,
    lists: [],
    openVisit: null,
    ...scene.facts,
  };
  return decide(read, facts, { ...defaultRuleSet('china-4'), ...scene.rules }, now);
}
/** The facts of one list entry for the plate. */
export function list(kind: DecisionFacts['lists'][number]['list'], endAt: string | null = null): Partial<DecisionFacts> {
  return { lists: [{ id: 'l1', list: kind, reason: '环保检查', endAt }] };
}
export const unknownPlate: Partial<PassageRead> = { plateNumber: null, plateColor: 'unknown', confidence: null };
