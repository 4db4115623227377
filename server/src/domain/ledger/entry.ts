import type { BarrierState, Direction, ListKind, Outcome, PlateColor, ReviewState, SnapshotKind } from '../codes.ts';
import type { DecisionFacts, DecisionReason, VehicleFacts } from '../decision/decision.ts';
import type { RoadVehicle } from '../road-vehicle.ts';
import type { RuleSet } from '../decision/rule-set.ts';

/** Who caused an entry: a device's report, a person, a program's token, or the system by itself. */
export type Actor =
  | { type: 'device'; id: string }
  | { type: 'account'; id: string; name: string; role: string }
  | { type: 'token'; id: string; name: string; role: string }
  | { type: 'system'; name: string };

export interface SnapshotRef {
  kind: SnapshotKind;
  /** Lower-case hex; also the name of the file. */
  sha256: string;
  bytes: number;
}

export interface VisitEffect {
  /** `open`: an in begins a visit; `close`: an out ends one; `orphan-out`: an out without an in; `none`: nobody passed (yet). */
  effect: 'open' | 'close' | 'orphan-out' | 'none';
  visitId: string | null;
  /** Visible open questions, e.g. `second-in` (another visit of this plate is still open), `colour-changed`. */
  questions: VisitQuestion[];
  /** Questions asked before, on this or another visit, that this passage answers: it had been missing. */
  answered?: { visitId: string; question: VisitQuestion }[];
}
export type VisitQuestion = 'second-in' | 'orphan-out' | 'colour-changed';

export interface PassageBody {
  laneId: string;
  laneCode: string;
  entranceId: string;
  entranceCode: string;
  direction: Direction;
  deviceId: string;
  adapter: string;
  /** The device's own key of this read; a re-sent read has the same. */
  eventKey: string | null;
  /** False for stored, historical and expired reads: they are recorded and never move a barrier. */
  live: boolean;
  /** ISO 8601 UTC. `capturedAt` is what the device says, null when it says nothing readable. */
  capturedAt: string | null;
  capturedAtText: string | null;
  receivedAt: string;
  /** receivedAt − capturedAt in ms for live reads, otherwise null. */
  clockSkewMs: number | null;
  plateText: string | null;
  plateNumber: string | null;
  noPlateReason: string | null;
  plateColor: PlateColor;
  confidence: number | null;
  suspectedFake: boolean;
  openedLocally: boolean;
  /** Further facts of the read worth keeping as evidence (plate type, vehicle colour, trigger), small scalars only. */
  read: Record<string, string | number | boolean>;
  snapshots: SnapshotRef[];
  /** SHA-256 of what the device sent, as it is kept: its pictures, named above, are cut out of it. */
  frameSha256: string;
  outcome: Outcome;
  reasons: DecisionReason[];
  ruleSetId: string;
  ruleSetVersion: number;
  facts: DecisionFacts;
  barrier: BarrierState;
  /** True when a vehicle passed: admitted, or opened locally. A later answer or lift may make it true. */
  passed: boolean;
  visit: VisitEffect;
}

/** One body per kind. `subject` of an entry is `<noun>:<id>`; see `entrySubject` in the storage README. */
export interface EntryBodies {
  passage: PassageBody;
  /** The same vehicle read again within the merge window, or more pictures of it: evidence, no second pulse. */
  'passage-evidence': {
    passageId: string;
    deviceId: string;
    eventKey: string | null;
    receivedAt: string;
    plateText: string | null;
    confidence: number | null;
    openedLocally: boolean;
    snapshots: SnapshotRef[];
    frameSha256: string;
  };
  'passage-answer': {
    passageId: string;
    outcome: 'admit' | 'deny';
    reason: string;
    barrier: BarrierState;
    passed: boolean;
    visit: VisitEffect;
    /** The record of the vehicle when it was only registered while it waited; absent when nothing is added. */
    vehicle?: VehicleFacts;
  };
  /** A person lifted the barrier: with a passage in front of it or without one. */
  'manual-lift': {
    laneId: string;
    passageId: string | null;
    reason: string;
    snapshots: SnapshotRef[];
    barrier: BarrierState;
    passed: boolean;
    visit: VisitEffect;
    /** As in `passage-answer`. */
    vehicle?: VehicleFacts;
  };
  /** Later states of commands, many in one entry. `passageId` or `liftSeq` names the command. */
  'barrier-states': { states: { passageId: string | null; liftSeq: number | null; state: BarrierState; at: string }[] };
  correction: {
    passageId: string;
    before: CorrectedValues;
    after: CorrectedValues;
    reason: string;
    evidence: string | null;
    visit: VisitCorrection | null;
    /** With another plate or colour: the record that those mean, or null when nobody is registered under them. */
    vehicle?: VehicleFacts | null;
  };
  'road-vehicle': {
    id: string;
    change: 'created' | 'updated' | 'reviewed' | 'removed';
    vehicle: RoadVehicle;
    before: RoadVehicle | null;
    reason: string | null;
  };
  'list-entry': {
    id: string;
    change: 'added' | 'ended';
    list: ListKind;
    plateNumber: string;
    plateColor: PlateColor | null;
    reason: string;
    startAt: string | null;
    endAt: string | null;
  };
  'rule-set': { id: string; change: 'drafted' | 'published'; version: number; ruleSet: RuleSet };
  /** Something interrupted or wrong that people must know of: opened and closed by two entries with the same id. */
  gap: {
    id: string;
    change: 'opened' | 'closed';
    kind: GapKind;
    subject: string;
    since: string;
    until: string | null;
    details: Record<string, string | number | boolean | null>;
  };
  /** Every other act of a person or token: settings, accounts, exports, re-sends, mode of a lane. Never carries a secret. */
  act: { action: string; target: string; details: Record<string, unknown> };
}
export type EntryKind = keyof EntryBodies;

export interface CorrectedValues {
  plateNumber?: string | null;
  plateColor?: PlateColor;
  cargoName?: string | null;
  cargoTonnes?: string | null;
}
/** What a corrected plate does to the pairing: detach from one visit, attach to another. */
export interface VisitCorrection {
  fromVisitId: string | null;
  to: VisitEffect;
}

export type GapKind =
  | 'device-silent'
  | 'device-clock'
  | 'device-serial'
  | 'device-undecodable'
  | 'device-unreachable'
  | 'barrier-unconfirmed'
  | 'storage-full'
  | 'disk-low'
  | 'platform-unreachable'
  | 'platform-rejecting'
  | 'server-stopped'
  | 'clock-jump';

/** What a service hands to the ledger; the ledger adds site, seq and makes the bytes. */
export interface EntryDraft<K extends EntryKind = EntryKind> {
  kind: K;
  /** `<noun>:<id>`: passage, road-vehicle, list-entry, rule-set, lane, device, account … Null: the subject is the entry itself, `passage:<seq>` for a passage. */
  subject: string | null;
  /** ISO 8601 UTC with ms. */
  at: string;
  by: Actor;
  body: EntryBodies[K];
}

/** The stored content of an entry, exactly what is canonicalised into `bytes`. */
export interface Entry<K extends EntryKind = EntryKind> extends Omit<EntryDraft<K>, 'subject'> {
  v: 1;
  site: string;
  seq: number;
  subject: string;
}
/** Discriminated union over the kinds. */
export type AnyEntry = { [K in EntryKind]: Entry<K> }[EntryKind];
export type { ReviewState };
