import type { paths } from './schema.d.ts';
import type { PlateColor } from '../lib/codes.ts';

/** The shapes of /api/v1 as the pages read them. */

/** What a GET of this path answers, from the API document. */
type Ok<P extends keyof paths> = paths[P] extends { get: { responses: { 200: { content: { 'application/json': infer B } } } } } ? B : never;
/** One row of a list. */
type Item<P extends keyof paths> = Ok<P> extends { items: (infer T)[] } ? T : never;

export type Session = Ok<'/api/v1/session'>;
export type Passage = Item<'/api/v1/passages'>;
export type PassageDetail = Ok<'/api/v1/passages/{id}'>;
export type Visit = Item<'/api/v1/visits'>;
export type LaneStatus = Item<'/api/v1/lanes/status'>;
export type Entrance = Item<'/api/v1/entrances'>;
export type Lane = Item<'/api/v1/lanes'>;
export type Device = Item<'/api/v1/devices'>;
export type RoadVehicle = Ok<'/api/v1/road-vehicles/{id}'>;
export type ListEntry = Item<'/api/v1/list-entries'>;
export type RuleSet = Item<'/api/v1/rule-sets'>;
export type Regulator = Item<'/api/v1/regulators'>;
export type Upload = Item<'/api/v1/uploads'>;
export type UploadDetail = Ok<'/api/v1/uploads/{id}'>;
export type UploadSummary = Item<'/api/v1/uploads/summary'>;
export type UploadRate = Ok<'/api/v1/uploads/rate'>;
export type Account = Item<'/api/v1/accounts'>;
export type ApiToken = Item<'/api/v1/tokens'>;
export type DailyCount = Item<'/api/v1/statistics/daily'>;
export type Snapshot = Passage['snapshots'][number];
export type Reason = Passage['reasons'][number];
export type Correction = Passage['corrections'][number];
export type NearPlate = Omit<PassageDetail['nearPlates'][number], 'plateColor'> & { plateColor: PlateColor };
export type UploadAttempt = UploadDetail['attemptList'][number];
export type VehicleChange = Item<'/api/v1/road-vehicles/{id}/history'>;
export type AuditItem = Item<'/api/v1/audit'>;
export type Frame = Item<'/api/v1/devices/{id}/frames'>;
export type ReasonGroup = Item<'/api/v1/uploads/reasons'>;
export type RuleChange = Ok<'/api/v1/rule-sets/{id}/compare'>['changes'][number];
export type Gap = Item<'/api/v1/gaps'>;
export type SystemState = Ok<'/api/v1/system'>;
export type LedgerRow = Item<'/api/v1/ledger/entries'>;
export type LedgerProofShape = Ok<'/api/v1/ledger/entries/{seq}/proof'>;
export type Verification = Item<'/api/v1/ledger/verifications'>;
export type ExportJob = Ok<'/api/v1/exports/{id}'>;
export type SiteSettings = Ok<'/api/v1/site'>;
export type RateFigures = UploadRate['totals'][number];
export type StageLimit = RuleSet['stageLimits'][number];
export type RuleSetContent = Omit<RuleSet, 'id' | 'version' | 'state' | 'createdAt' | 'createdBy' | 'publishedAt' | 'publishedBy'>;

export interface Page<T> {
  items: T[];
  nextCursor: string | null;
}

export interface Corrected {
  plateNumber?: string | null;
  plateColor?: PlateColor;
  cargoName?: string | null;
  cargoTonnes?: string | number | null;
}

export interface TimelineStep {
  seq: number | null;
  at: string;
  kind: string;
  title: string;
  by: string | null;
  details: unknown;
}

export type DisplayColor = 'green' | 'red' | 'amber';
export interface Notice {
  level: 'info' | 'warn' | 'error';
  code: string;
  message: string;
  next: string | null;
  at: string;
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
