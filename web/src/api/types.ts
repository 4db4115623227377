import type {
  BarrierState,
  Direction,
  EmissionStage,
  FuelType,
  LaneMode,
  LanePath,
  ListKind,
  Outcome,
  PlateColor,
  ReviewState,
  Role,
  UploadState,
  VisitState,
} from '../lib/codes.ts';

/** The shapes of /api/v1 as the pages read them. */

export interface Page<T> {
  items: T[];
  nextCursor: string | null;
}

export interface Session {
  account: { id: string; name: string; displayName: string; role: Role };
  rights: string[];
  site: { id: string; name: string; timeZone: string };
  setupNeeded: boolean;
}

export interface Snapshot {
  kind: 'full' | 'plate' | 'body';
  sha256: string;
  url: string;
}

export interface Reason {
  code: string;
  text: string;
  rule?: string;
}

export interface PassageVehicle {
  id?: string;
  version?: number;
  emissionStage: EmissionStage;
  emissionSubstage?: 'a' | 'b' | null;
  fuelType: FuelType;
  vehicleType: string | null;
  vin: string | null;
  fleetName?: string | null;
  reviewState?: ReviewState;
  plateNumber?: string;
  plateColor?: PlateColor;
  validUntil?: string | null;
  inspectionUntil?: string | null;
}

export interface Answer {
  outcome: 'admit' | 'deny';
  by: string;
  at: string;
  reason: string;
}

export interface Passage {
  id: string;
  seq: number;
  siteId: string;
  entranceCode: string;
  laneId?: string;
  laneCode: string;
  direction: Direction;
  at?: string;
  capturedAt: string | null;
  receivedAt: string;
  live: boolean;
  plateNumber: string | null;
  plateColor: PlateColor;
  noPlateReason?: string | null;
  confidence: number | null;
  suspectedFake?: boolean;
  outcome: Outcome;
  reasons: Reason[];
  ruleSetVersion: number;
  barrier: BarrierState;
  passed?: boolean;
  vehicle: PassageVehicle | null;
  cargoName: string | null;
  cargoTonnes: string | number | null;
  snapshots: Snapshot[];
  visitId: string | null;
  uploads: { id?: string; regulatorId: string; regulatorName?: string; state: UploadState }[];
  answer?: Answer | null;
  questions?: string[];
  correctionCount?: number;
  evidenceCount?: number;
}

export interface Corrected {
  plateNumber?: string | null;
  plateColor?: PlateColor;
  cargoName?: string | null;
  cargoTonnes?: string | number | null;
}

export interface Correction {
  seq: number;
  before: Corrected;
  after: Corrected;
  by: string;
  at: string;
  reason: string;
  evidence?: string | null;
}

export interface TimelineStep {
  seq: number | null;
  at: string;
  kind: string;
  title: string;
  by: string | null;
  details: unknown;
}

export interface NearPlate {
  plateNumber: string;
  plateColor: PlateColor;
  distance: number;
  vehicleId: string;
}

export interface PassageDetail extends Passage {
  lift?: { seq: number; by: string; at: string; reason: string } | null;
  corrections?: Correction[];
  evidence?: { seq: number; receivedAt: string; plateText: string | null; confidence: number | null; snapshots: Snapshot[] }[];
  facts?: Record<string, unknown> | null;
  decisionReplay?: { outcome: Outcome; reasons: Reason[]; same: boolean } | null;
  timeline?: TimelineStep[];
  frame?: { contentType: string | null; text: string } | null;
  nearPlates?: NearPlate[];
}

export interface Visit {
  id: string;
  seq: number;
  state: VisitState;
  questions: string[];
  inEntranceCode: string | null;
  inLaneCode: string | null;
  outEntranceCode: string | null;
  outLaneCode: string | null;
  inAt: string | null;
  outAt: string | null;
  plateNumber: string | null;
  plateColor: PlateColor;
  vehicleType: string | null;
  registeredOn: string | null;
  vin: string | null;
  brandModel: string | null;
  fuelType: FuelType | null;
  emissionStage: EmissionStage | null;
  networked: boolean | null;
  useNature: string | null;
  inCargoName: string | null;
  inCargoTonnes: string | number | null;
  outCargoName: string | null;
  outCargoTonnes: string | number | null;
  fleetName: string | null;
  inPhotos: Snapshot[];
  outPhotos: Snapshot[];
  emissionInfoSheet: string | null;
  vehicleLicense: string | null;
  inPassageId: string | null;
  outPassageId: string | null;
  engineNumber: string | null;
  minutes?: number;
}

export type DisplayColor = 'green' | 'red' | 'amber';
export interface LaneStatus {
  laneId: string;
  code: string;
  name: string;
  direction: Direction;
  entranceId: string;
  entranceCode: string;
  entranceName: string;
  mode: LaneMode;
  holdOpen: boolean;
  camera: { deviceId: string | null; state: 'online' | 'silent' | 'never' | 'none'; lastSeenAt: string | null; reason: string | null };
  barrier: { state: 'ready' | 'unknown' | 'unconfirmed' | 'held-open' | 'none'; reason: string | null };
  display: { state: string; lines: { text: string; color: DisplayColor }[]; at: string | null };
  lastPassage: Passage | null;
  queue: number;
}

export interface Gap {
  id: string;
  kind: string;
  title: string;
  subject: string;
  subjectName: string | null;
  since: string;
  until: string | null;
  details: Record<string, unknown> | null;
  next: string | null;
}

export interface Notice {
  level: 'info' | 'warn' | 'error';
  code: string;
  message: string;
  next: string | null;
  at: string;
}

export interface Entrance {
  id: string;
  code: string;
  name: string;
}

export interface Lane {
  id: string;
  entranceId: string;
  code: string;
  name: string;
  direction: Direction;
  mode: LaneMode;
  holdOpen?: boolean;
  minConfidence: number;
  mergeWindowSeconds: number;
  noPlate: LanePath;
  unread: LanePath;
  unregistered: LanePath;
  emergencyVehicle: 'ask' | 'admit';
  confirmSeconds: number;
}

export interface JsonSchema {
  type?: string | string[];
  title?: string;
  description?: string;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  enum?: (string | number)[];
  const?: unknown;
  default?: unknown;
  items?: JsonSchema;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  allOf?: JsonSchema[];
  minimum?: number;
  maximum?: number;
  format?: string;
  additionalProperties?: boolean | JsonSchema;
  'x-secret'?: boolean;
  secret?: boolean;
  [extension: string]: unknown;
}

export interface AdapterInfo {
  id: string;
  title: string;
  kind?: string;
  models?: string[];
  verified: string;
  capabilities: string[] | Record<string, unknown>;
  settingsSchema: JsonSchema;
}

export interface Device {
  id: string;
  laneId: string;
  adapter: string;
  name: string;
  settings: Record<string, unknown>;
  allowedSources: string[];
  serialNumber: string | null;
  ingressPath: string | null;
  pushUrl: string | null;
  adapterTitle?: string;
  kind?: 'camera' | 'display' | null;
  problem?: string | null;
  createdAt?: string;
  status?: {
    state: 'online' | 'silent' | 'never' | 'none';
    reason?: string | null;
    lastSeenAt: string | null;
    lastProblem: string | null;
    clockSkewMs: number | null;
    reads: number;
    duplicates: number;
    undecodable: number;
  } | null;
}

export interface RoadVehicle {
  id: string;
  plateNumber: string;
  plateColor: PlateColor;
  vehicleType: string | null;
  vin: string | null;
  registeredOn: string | null;
  brandModel: string | null;
  engineModel: string | null;
  engineMaker: string | null;
  engineNumber: string | null;
  fuelType: FuelType;
  emissionStage: EmissionStage;
  emissionSubstage: 'a' | 'b' | null;
  emissionEvidence: string | null;
  networked: boolean | null;
  useNature: string | null;
  fleetName: string | null;
  ownerName: string | null;
  validUntil: string | null;
  inspectionUntil: string | null;
  emissionInfoSheetSha256: string | null;
  vehicleLicenseSha256: string | null;
  remark: string | null;
  reviewState: ReviewState;
  reviewedBy: string | null;
  createdBy: string;
  createdAt: string;
  updatedAt: string;
  version: number;
  findings?: Finding[];
}

export interface Finding {
  code: string;
  level: 'conflict' | 'suspicious' | 'info';
  text: string;
}

export interface ListEntry {
  id: string;
  list: ListKind;
  plateNumber: string;
  plateColor: PlateColor | null;
  reason: string;
  startAt: string | null;
  endAt: string | null;
  addedBy: string;
  addedAt: string;
  endedBy: string | null;
  endedAt: string | null;
  active?: boolean;
}

export interface StageLimit {
  id: string;
  title: string;
  vehicleClasses: string[];
  fuelTypes: FuelType[];
  maxBarredStage: EmissionStage;
  direction: Direction;
}

export interface RuleSetContent {
  title: string;
  source: string;
  stageLimits: StageLimit[];
  requireReview: boolean;
  checkValidity: boolean;
  admitPassengerVehicles: boolean;
}

export interface RuleSet extends RuleSetContent {
  id: string;
  version: number;
  state: 'draft' | 'published' | 'superseded';
  createdAt: string;
  createdBy: string;
  publishedAt: string | null;
  publishedBy: string | null;
}

export interface Regulator {
  id: string;
  protocol: string;
  protocolTitle?: string;
  verified?: string;
  name: string;
  enabled: boolean;
  problem?: string | null;
  settings: Record<string, unknown>;
}

export interface Upload {
  id: string;
  regulatorId: string;
  regulatorName: string;
  passageId: string;
  visitId: string | null;
  direction: Direction;
  laneCode: string;
  at: string;
  plateNumber: string | null;
  plateColor: PlateColor;
  state: UploadState;
  attention: 'entry' | 'incomplete' | null;
  attempts: number;
  nextAttemptAt: string | null;
  message: string | null;
  acceptedAt: string | null;
  recordedAt: string;
  remote?: Record<string, string> | null;
  attemptList?: UploadAttempt[];
}

export interface UploadSummary {
  regulatorId: string;
  name: string;
  protocol: string;
  enabled: boolean;
  problem: string | null;
  liveLagMs: number | null;
  oldestWaitingAt: string | null;
  lagMs: number;
  waiting: number;
  waitingForEntry: number;
  incomplete: number;
  inFlight: number;
  acceptedToday: number;
  rejected: number;
  unknown: number;
  circuit: 'closed' | 'open' | 'half-open' | null;
  since: string | null;
  message: string | null;
}

export interface RateFigures {
  regulatorId: string;
  produced: number;
  enqueued: number;
  accepted: number;
  onTime: number;
  acceptedRate: number | null;
  onTimeRate: number | null;
  filter: { regulatorId: string; from: string; to: string; laneId?: string };
}

export interface UploadRate {
  from: string;
  to: string;
  onTimeMinutes: number;
  definitions: { accepted: string; onTime: string };
  totals: RateFigures[];
  days: (RateFigures & { day: string })[];
  lanes: (RateFigures & { laneId: string; laneCode: string; entranceCode: string })[];
}

export interface UploadAttempt {
  number: number;
  startedAt: string;
  finishedAt: string | null;
  state: UploadState;
  status: number | null;
  request: unknown;
  reply: unknown;
  message: string | null;
}

export interface Account {
  id: string;
  name: string;
  displayName: string;
  role: Role;
  disabled: boolean;
  createdAt?: string;
}

export interface ApiToken {
  id: string;
  name: string;
  role: Role;
  createdAt: string;
  createdBy: string;
  revokedAt: string | null;
}

export interface ExportJob {
  id: string;
  kind: 'visits' | 'passages';
  format: 'xlsx' | 'csv';
  state: 'running' | 'done' | 'failed';
  rows: number;
  url: string | null;
  problem?: string | null;
  createdAt?: string;
  finishedAt?: string | null;
}

export interface DailyCount {
  day: string;
  laneId: string;
  direction: Direction;
  outcome: Outcome;
  passed: boolean;
  emissionStage: EmissionStage;
  passages: number;
}
