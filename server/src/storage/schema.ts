import type { Generated } from 'kysely';

/** Row types of the tables in migrations; STRICT integers are numbers, blobs are Uint8Array. Instants `_at` are ms since the epoch. */

export interface LedgerEntryTable {
  site_id: string;
  seq: number;
  bytes: Uint8Array;
  leaf_hash: Uint8Array;
  kind: string;
  subject: string;
  recorded_at: number;
}

export interface LedgerSubtreeTable {
  site_id: string;
  position: number;
  hash: Uint8Array;
}

export interface LedgerCheckpointTable {
  site_id: string;
  tree_size: number;
  note: string;
  signed_at: number;
}

export interface PassageTable {
  site_id: string;
  id: string;
  seq: number;
  entrance_id: string;
  entrance_code: string;
  lane_id: string;
  lane_code: string;
  device_id: string | null;
  direction: string;
  live: number;
  captured_at: number | null;
  received_at: number;
  passed_at: number;
  plate_text: string | null;
  plate_number: string | null;
  no_plate_reason: string | null;
  plate_color: string;
  confidence: number | null;
  suspected_fake: number;
  outcome: string;
  reasons: string;
  rule_set_id: string;
  rule_set_version: number;
  barrier: string;
  passed: number;
  answer: string | null;
  vehicle_id: string | null;
  vehicle: string | null;
  emission_stage: string;
  fuel_type: string;
  cargo_name: string | null;
  cargo_tonnes: string | null;
  snapshots: string;
  evidence_count: number;
  correction_count: number;
  visit_id: string | null;
  questions: string;
  event_key: string | null;
}

export interface TimeBlockTable {
  site_id: string;
  noun: string;
  block: number;
  from_at: number;
  until_at: number;
}

export interface DeviceReadTable {
  site_id: string;
  device_id: string;
  event_key: string;
  passage_id: string;
}

export interface VisitTable {
  site_id: string;
  id: string;
  seq: number;
  plate_number: string | null;
  plate_color: string;
  vehicle_id: string | null;
  in_passage_id: string | null;
  in_at: number | null;
  in_entrance_code: string | null;
  in_lane_code: string | null;
  out_passage_id: string | null;
  out_at: number | null;
  out_entrance_code: string | null;
  out_lane_code: string | null;
  in_cargo_name: string | null;
  in_cargo_tonnes: string | null;
  out_cargo_name: string | null;
  out_cargo_tonnes: string | null;
  vehicle: string | null;
  questions: string;
  state: string;
}

export interface CorrectionTable {
  site_id: string;
  seq: number;
  passage_id: string;
  before: string;
  after: string;
  reason: string;
  evidence: string | null;
  corrected_by: string;
  corrected_at: number;
}

export interface RoadVehicleTable {
  site_id: string;
  id: string;
  seq: number;
  plate_number: string;
  plate_color: string;
  vehicle_type: string | null;
  fuel_type: string;
  emission_stage: string;
  review_state: string;
  fleet_name: string | null;
  valid_until: string | null;
  inspection_until: string | null;
  removed: number;
  record: string;
}

export interface ListEntryTable {
  site_id: string;
  id: string;
  seq: number;
  list: string;
  plate_number: string;
  plate_color: string | null;
  reason: string;
  start_at: number | null;
  end_at: number | null;
  added_by: string;
  added_at: number;
  ended_by: string | null;
  ended_at: number | null;
}

export interface RuleSetTable {
  site_id: string;
  id: string;
  seq: number;
  version: number;
  state: string;
  content: string;
  created_at: number;
  created_by: string;
  published_at: number | null;
  published_by: string | null;
}

export interface GapTable {
  site_id: string;
  id: string;
  seq: number;
  kind: string;
  subject: string;
  since_at: number;
  until_at: number | null;
  details: string;
}

export interface DailyPassageTable {
  site_id: string;
  day_on: string;
  lane_id: string;
  direction: string;
  outcome: string;
  passed: number;
  emission_stage: string;
  passages: number;
}

export interface SiteSettingTable {
  site_id: string;
  name: string;
  value: string;
}

export interface EntranceTable {
  site_id: string;
  id: string;
  code: string;
  name: string;
  removed: Generated<number>;
}

export interface LaneTable {
  site_id: string;
  id: string;
  entrance_id: string;
  code: string;
  name: string;
  direction: string;
  mode: string;
  settings: string;
  hold_open: Generated<number>;
  removed: Generated<number>;
}

export interface DeviceTable {
  site_id: string;
  id: string;
  lane_id: string;
  adapter: string;
  name: string;
  settings: string;
  token: string;
  allowed_sources: string;
  serial_number: string | null;
  removed: Generated<number>;
  created_at: number;
}

export interface DeviceFrameTable {
  site_id: string;
  sha256: string;
  device_id: string;
  received_at: number;
  content_type: string | null;
  passage_id: string | null;
  problem: string | null;
  frame: Uint8Array;
}

export interface PhotoLinkTable {
  site_id: string;
  token: string;
  sha256: string;
  passage_id: string | null;
}

export interface RegulatorTable {
  site_id: string;
  id: string;
  protocol: string;
  name: string;
  settings: string;
  enabled: Generated<number>;
  created_at: number;
  removed: Generated<number>;
}

export interface UploadTable {
  site_id: string;
  id: string;
  regulator_id: string;
  passage_id: string;
  visit_id: string | null;
  direction: string;
  plate_number: string | null;
  recorded_at: number;
  state: string;
  attempts: Generated<number>;
  next_attempt_at: number | null;
  message: string | null;
  remote: string | null;
  accepted_at: number | null;
}

export interface UploadAttemptTable {
  site_id: string;
  upload_id: string;
  number: number;
  started_at: number;
  finished_at: number | null;
  state: string;
  status: number | null;
  request: string;
  reply: string | null;
  message: string | null;
}

export interface AccountTable {
  site_id: string;
  id: string;
  name: string;
  display_name: string;
  role: string;
  password_hash: string | null;
  disabled: Generated<number>;
  created_at: number;
  password_changed_at: number | null;
}

export interface SessionTable {
  site_id: string;
  token_hash: string;
  account_id: string;
  created_at: number;
  last_seen_at: number;
  expires_at: number;
  source: string;
}

export interface ApiTokenTable {
  site_id: string;
  id: string;
  name: string;
  role: string;
  token_hash: string;
  created_at: number;
  created_by: string;
  revoked_at: number | null;
}

export interface OneTimeLinkTable {
  site_id: string;
  token_hash: string;
  purpose: string;
  account_id: string | null;
  expires_at: number;
  used_at: number | null;
}

export interface ExportJobTable {
  site_id: string;
  id: string;
  kind: string;
  format: string;
  filter: string;
  state: string;
  rows: Generated<number>;
  problem: string | null;
  created_by: string;
  created_at: number;
  finished_at: number | null;
}

export interface Database {
  ledger_entry: LedgerEntryTable;
  ledger_subtree: LedgerSubtreeTable;
  ledger_checkpoint: LedgerCheckpointTable;
  passage: PassageTable;
  time_block: TimeBlockTable;
  device_read: DeviceReadTable;
  visit: VisitTable;
  correction: CorrectionTable;
  road_vehicle: RoadVehicleTable;
  list_entry: ListEntryTable;
  rule_set: RuleSetTable;
  gap: GapTable;
  daily_passage: DailyPassageTable;
  site_setting: SiteSettingTable;
  entrance: EntranceTable;
  lane: LaneTable;
  device: DeviceTable;
  device_frame: DeviceFrameTable;
  photo_link: PhotoLinkTable;
  regulator: RegulatorTable;
  upload: UploadTable;
  upload_attempt: UploadAttemptTable;
  account: AccountTable;
  session: SessionTable;
  api_token: ApiTokenTable;
  one_time_link: OneTimeLinkTable;
  export_job: ExportJobTable;
}
