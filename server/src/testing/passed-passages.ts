import type { Direction, PlateColor } from '../domain/codes.ts';
import type { PassageBody, SnapshotRef } from '../domain/ledger/entry.ts';
import type { WriteTx } from '../storage/contract.ts';

export interface PassedVehicle {
  direction: Direction;
  plateNumber: string | null;
  plateColor?: PlateColor;
  /** ms since the epoch. */
  at: number;
  /** The visit that an exit closes; an exit without one is an orphan. */
  visitId?: string | null;
  snapshots?: SnapshotRef[];
}

/** Appends the entry of a vehicle that passed, as the gate does, and says what the outbox must know of it. */
export function appendPassed(tx: WriteTx, vehicle: PassedVehicle) {
  const id = String(tx.nextSeq);
  const at = new Date(vehicle.at).toISOString();
  const { direction, plateNumber, plateColor = 'yellow', snapshots = [] } = vehicle;
  const visitId = direction === 'in' ? id : (vehicle.visitId ?? id);
  const effect = direction === 'in' ? 'open' : vehicle.visitId ? 'close' : 'orphan-out';
  const body: PassageBody = {
    laneId: direction === 'in' ? 'lane-in' : 'lane-out',
    laneCode: direction === 'in' ? '01' : '02',
    entranceId: 'entrance-a',
    entranceCode: 'A',
    direction,
    deviceId: 'camera-1',
    adapter: 'generic-json',
    eventKey: null,
    live: true,
    capturedAt: at,
    capturedAtText: null,
    receivedAt: at,
    clockSkewMs: 0,
    plateText: plateNumber,
    plateNumber,
    noPlateReason: plateNumber === null ? 'no-plate' : null,
    plateColor,
    confidence: 98,
    suspectedFake: false,
    openedLocally: false,
    read: {},
    snapshots,
    frameSha256: '0'.repeat(64),
    outcome: 'admit',
    reasons: [],
    ruleSetId: 'rules-1',
    ruleSetVersion: 1,
    facts: {
      lane: { mode: 'automatic', minConfidence: 60, noPlate: 'ask', unread: 'ask', unregistered: 'ask', emergencyVehicle: 'ask' },
      vehicle: null,
      vehiclesWithPlate: 0,
      lists: [],
      openVisit: null,
    },
    barrier: 'confirmed',
    passed: true,
    visit: { effect, visitId, questions: [] },
  };
  tx.append({ kind: 'passage', subject: null, at, by: { type: 'device', id: 'camera-1' }, body });
  return { passageId: id, visitId, direction, plateNumber, picturesComing: false, at: vehicle.at };
}
