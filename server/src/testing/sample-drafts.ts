import type { Actor, EntryBodies, EntryDraft, EntryKind, PassageBody, VisitEffect } from '../domain/ledger/entry.ts';
import type { RoadVehicle } from '../domain/road-vehicle.ts';
import type { RuleSet } from '../domain/decision/rule-set.ts';

/** Drafts of every kind with made-up plates; a test states only what it is about. */
const start = Date.parse('2026-03-01T00:00:00.000Z');

export const guard: Actor = { type: 'account', id: 'account-1', name: '王门卫', role: 'guard' };
export const noEffect: VisitEffect = { effect: 'none', visitId: null, questions: [] };

/** A draft at `at` ms after 2026-03-01 08:00 in Beijing. */
export function draft<K extends EntryKind>(
  kind: K,
  body: EntryBodies[K],
  { at = 0, by = guard, subject = null }: { at?: number; by?: Actor; subject?: string | null } = {},
): EntryDraft<K> {
  return { kind, subject, at: new Date(start + at).toISOString(), by, body };
}

/** An admitted diesel truck entering by lane-1, with the parts given instead. */
export function passageBody(parts: Partial<PassageBody> = {}): PassageBody {
  const vehicle = {
    id: 'vehicle-1',
    version: 1,
    plateNumber: '测A00001',
    plateColor: 'yellow',
    vehicleType: 'H11',
    fuelType: 'diesel',
    emissionStage: 'china-6',
    emissionSubstage: 'b',
    reviewState: 'approved',
    validUntil: '2027-01-01',
    inspectionUntil: null,
    vin: 'LTEST000000000001',
    fleetName: '测试车队',
  } as const;
  return {
    laneId: 'lane-1',
    laneCode: '1',
    entranceId: 'entrance-1',
    entranceCode: 'E1',
    direction: 'in',
    deviceId: 'device-1',
    adapter: 'generic-json',
    eventKey: null,
    live: true,
    capturedAt: '2026-03-01T00:00:00.000Z',
    capturedAtText: '2026-03-01 08:00:00',
    receivedAt: '2026-03-01T00:00:01.000Z',
    clockSkewMs: 1000,
    plateText: '测A00001',
    plateNumber: '测A00001',
    noPlateReason: null,
    plateColor: 'yellow',
    confidence: 97.5,
    suspectedFake: false,
    openedLocally: false,
    read: { trigger: 'video' },
    snapshots: [],
    frameSha256: 'f'.repeat(64),
    outcome: 'admit',
    reasons: [{ code: 'REGISTERED', text: '已登记车辆，符合要求', rule: 'registered' }],
    ruleSetId: 'rules-1',
    ruleSetVersion: 1,
    facts: {
      lane: { mode: 'automatic', minConfidence: 60, noPlate: 'ask', unread: 'ask', unregistered: 'ask', emergencyVehicle: 'ask' },
      vehicle,
      vehiclesWithPlate: 1,
      lists: [],
      openVisit: null,
    },
    barrier: 'requested',
    passed: true,
    visit: noEffect,
    ...parts,
  };
}

export function vehicleRecord(parts: Partial<RoadVehicle> = {}): RoadVehicle {
  return {
    id: 'vehicle-1',
    plateNumber: '测A00001',
    plateColor: 'yellow',
    vehicleType: 'H11',
    fuelType: 'diesel',
    emissionStage: 'china-6',
    reviewState: 'approved',
    reviewedBy: '李环保',
    createdBy: '李环保',
    createdAt: '2026-03-01T00:00:00.000Z',
    updatedAt: '2026-03-01T00:00:00.000Z',
    version: 1,
    ...parts,
  };
}

export function ruleSetRecord(parts: Partial<RuleSet> = {}): RuleSet {
  return {
    id: 'rules-1',
    version: 1,
    state: 'draft',
    title: '基础规则',
    source: '测试',
    stageLimits: [],
    requireReview: true,
    checkValidity: true,
    admitPassengerVehicles: true,
    createdAt: '2026-03-01T00:00:00.000Z',
    createdBy: '李环保',
    publishedAt: null,
    publishedBy: null,
    ...parts,
  };
}
