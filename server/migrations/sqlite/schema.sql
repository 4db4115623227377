CREATE TABLE account (
  site_id text not null,
  id text not null,
  name text not null,
  display_name text not null,
  role text not null,
  password_hash text,
  disabled integer not null default 0,
  created_at integer not null,
  password_changed_at integer,
  primary key (site_id, id)
) strict;

CREATE UNIQUE INDEX account_name on account (site_id, name);

CREATE TABLE api_token (
  site_id text not null,
  id text not null,
  name text not null,
  role text not null,
  token_hash text not null,
  created_at integer not null,
  created_by text not null,
  revoked_at integer,
  primary key (site_id, id)
) strict;

CREATE UNIQUE INDEX api_token_hash on api_token (site_id, token_hash);

CREATE TABLE correction (
  site_id text not null,
  seq integer not null,
  passage_id text not null,
  before text not null,
  after text not null,
  reason text not null,
  evidence text,
  corrected_by text not null,
  corrected_at integer not null,
  primary key (site_id, seq)
) strict;

CREATE INDEX correction_passage on correction (site_id, passage_id, seq);

CREATE TABLE daily_passage (
  site_id text not null,
  day_on text not null,
  lane_id text not null,
  direction text not null,
  outcome text not null,
  passed integer not null,
  emission_stage text not null,
  passages integer not null,
  primary key (site_id, day_on, lane_id, direction, outcome, passed, emission_stage)
) strict, without rowid;

CREATE TABLE device (
  site_id text not null,
  id text not null,
  lane_id text not null,
  adapter text not null,
  name text not null,
  settings text not null,
  token text not null,
  allowed_sources text not null,
  serial_number text,
  removed integer not null default 0,
  created_at integer not null,
  primary key (site_id, id)
) strict;

CREATE UNIQUE INDEX device_token on device (site_id, token);

CREATE TABLE device_frame (
  site_id text not null,
  sha256 text not null,
  device_id text not null,
  received_at integer not null,
  content_type text,
  passage_id text,
  problem text,
  frame blob not null,
  primary key (site_id, device_id, received_at, sha256)
) strict;

CREATE INDEX device_frame_passage on device_frame (site_id, passage_id) where passage_id is not null;

CREATE INDEX device_frame_problem on device_frame (site_id, device_id, received_at) where problem is not null;

CREATE TABLE device_read (
  site_id text not null,
  device_id text not null,
  event_key text not null,
  passage_id text not null,
  primary key (site_id, device_id, event_key)
) strict, without rowid;

CREATE TABLE entrance (
  site_id text not null,
  id text not null,
  code text not null,
  name text not null,
  removed integer not null default 0,
  primary key (site_id, id)
) strict;

CREATE UNIQUE INDEX entrance_code on entrance (site_id, code) where removed = 0;

CREATE TABLE export_job (
  site_id text not null,
  id text not null,
  kind text not null,
  format text not null,
  filter text not null,
  state text not null,
  rows integer not null default 0,
  problem text,
  created_by text not null,
  created_at integer not null,
  finished_at integer,
  primary key (site_id, id)
) strict;

CREATE TABLE gap (
  site_id text not null,
  id text not null,
  seq integer not null,
  kind text not null,
  subject text not null,
  since_at integer not null,
  until_at integer,
  details text not null,
  primary key (site_id, id)
) strict;

CREATE INDEX gap_open on gap (site_id, kind, subject) where until_at is null;

CREATE INDEX gap_seq on gap (site_id, seq);

CREATE TABLE lane (
  site_id text not null,
  id text not null,
  entrance_id text not null,
  code text not null,
  name text not null,
  direction text not null,
  mode text not null,
  settings text not null,
  hold_open integer not null default 0,
  removed integer not null default 0,
  primary key (site_id, id)
) strict;

CREATE UNIQUE INDEX lane_code on lane (site_id, entrance_id, code) where removed = 0;

CREATE TABLE ledger_checkpoint (
  site_id text not null,
  tree_size integer not null,
  note text not null,
  signed_at integer not null,
  primary key (site_id, tree_size)
) strict, without rowid;

CREATE TABLE ledger_entry (
  site_id text not null,
  seq integer not null,
  bytes blob not null,
  leaf_hash blob not null,
  kind text not null,
  subject text not null,
  recorded_at integer not null,
  primary key (site_id, seq)
) strict;

CREATE INDEX ledger_entry_kind on ledger_entry (site_id, kind, seq);

CREATE INDEX ledger_entry_subject on ledger_entry (site_id, subject, seq);

CREATE TRIGGER ledger_entry_no_delete before delete on ledger_entry begin
  select raise(abort, 'ledger_entry is append-only');
end;

CREATE TRIGGER ledger_entry_no_replace before insert on ledger_entry
when exists (select 1 from ledger_entry where site_id = new.site_id and seq = new.seq)
  or (new.rowid <> -1 and exists (select 1 from ledger_entry where rowid = new.rowid)) begin
  select raise(abort, 'ledger_entry is append-only');
end;

CREATE TRIGGER ledger_entry_no_update before update on ledger_entry begin
  select raise(abort, 'ledger_entry is append-only');
end;

CREATE TABLE ledger_subtree (
  site_id text not null,
  position integer not null,
  hash blob not null,
  primary key (site_id, position)
) strict, without rowid;

CREATE TABLE list_entry (
  site_id text not null,
  id text not null,
  seq integer not null,
  list text not null,
  plate_number text not null,
  plate_color text,
  reason text not null,
  start_at integer,
  end_at integer,
  added_by text not null,
  added_at integer not null,
  ended_by text,
  ended_at integer,
  primary key (site_id, id)
) strict;

CREATE INDEX list_entry_plate on list_entry (site_id, plate_number);

CREATE INDEX list_entry_seq on list_entry (site_id, seq);

CREATE TABLE one_time_link (
  site_id text not null,
  token_hash text not null,
  purpose text not null,
  account_id text,
  expires_at integer not null,
  used_at integer,
  primary key (site_id, token_hash)
) strict, without rowid;

CREATE TABLE passage (
  site_id text not null,
  id text not null,
  seq integer not null,
  entrance_id text not null,
  entrance_code text not null,
  lane_id text not null,
  lane_code text not null,
  device_id text,
  direction text not null,
  live integer not null,
  captured_at integer,
  received_at integer not null,
  passed_at integer not null,
  plate_text text,
  plate_number text,
  no_plate_reason text,
  plate_color text not null,
  confidence real,
  suspected_fake integer not null,
  outcome text not null,
  reasons text not null,
  rule_set_id text not null,
  rule_set_version integer not null,
  barrier text not null,
  passed integer not null,
  answer text,
  vehicle_id text,
  vehicle text,
  emission_stage text not null,
  fuel_type text not null,
  cargo_name text,
  cargo_tonnes text,
  snapshots text not null,
  evidence_count integer not null,
  correction_count integer not null,
  visit_id text,
  questions text not null,
  event_key text,
  primary key (site_id, id)
) strict;

CREATE INDEX passage_lane on passage (site_id, lane_id, seq);

CREATE INDEX passage_outcome on passage (site_id, outcome, seq) where outcome <> 'admit';

CREATE INDEX passage_plate on passage (site_id, plate_number, seq);

CREATE INDEX passage_question on passage (site_id, seq) where questions <> '[]';

CREATE UNIQUE INDEX passage_seq on passage (site_id, seq);

CREATE INDEX passage_stage on passage (site_id, emission_stage, seq);

CREATE INDEX passage_time on passage (site_id, passed_at, seq);

CREATE INDEX passage_unsettled on passage (site_id, seq) where barrier in ('requested', 'accepted');

CREATE INDEX passage_waiting on passage (site_id, seq) where outcome = 'ask' and answer is null and passed = 0;

CREATE TABLE photo_link (
  site_id text not null,
  token text not null,
  sha256 text not null,
  passage_id text,
  primary key (site_id, token)
) strict, without rowid;

CREATE UNIQUE INDEX photo_link_sha256 on photo_link (site_id, sha256);

CREATE TABLE regulator (
  site_id text not null,
  id text not null,
  protocol text not null,
  name text not null,
  settings text not null,
  enabled integer not null default 1,
  created_at integer not null,
  removed integer not null default 0,
  primary key (site_id, id)
) strict;

CREATE TABLE road_vehicle (
  site_id text not null,
  id text not null,
  seq integer not null,
  plate_number text not null,
  plate_color text not null,
  vehicle_type text,
  fuel_type text not null,
  emission_stage text not null,
  review_state text not null,
  fleet_name text,
  valid_until text,
  inspection_until text,
  removed integer not null,
  record text not null,
  primary key (site_id, id)
) strict;

CREATE UNIQUE INDEX road_vehicle_plate on road_vehicle (site_id, plate_number, plate_color) where removed = 0;

CREATE INDEX road_vehicle_review on road_vehicle (site_id, review_state, seq);

CREATE INDEX road_vehicle_seq on road_vehicle (site_id, seq);

CREATE TABLE rule_set (
  site_id text not null,
  id text not null,
  seq integer not null,
  version integer not null,
  state text not null,
  content text not null,
  created_at integer not null,
  created_by text not null,
  published_at integer,
  published_by text,
  primary key (site_id, id)
) strict;

CREATE TABLE schema_migration (number integer primary key, file text not null, sha256 text not null, applied_at integer not null) strict;

CREATE TABLE session (
  site_id text not null,
  token_hash text not null,
  account_id text not null,
  created_at integer not null,
  last_seen_at integer not null,
  expires_at integer not null,
  source text not null,
  primary key (site_id, token_hash)
) strict;

CREATE INDEX session_account on session (site_id, account_id);

CREATE TABLE site_setting (
  site_id text not null,
  name text not null,
  value text not null,
  primary key (site_id, name)
) strict, without rowid;

CREATE TABLE time_block (
  site_id text not null,
  noun text not null,
  block integer not null,
  from_at integer not null,
  until_at integer not null,
  primary key (site_id, noun, block)
) strict, without rowid;

CREATE TABLE upload (
  site_id text not null,
  id text not null,
  regulator_id text not null,
  passage_id text not null,
  visit_id text,
  direction text not null,
  plate_number text,
  recorded_at integer not null,
  state text not null,
  attempts integer not null default 0,
  next_attempt_at integer,
  message text,
  remote text,
  accepted_at integer,
  primary key (site_id, id)
) strict;

CREATE INDEX upload_due on upload (site_id, regulator_id, next_attempt_at) where state in ('waiting', 'retry', 'unknown', 'sending');

CREATE INDEX upload_of_passage on upload (site_id, passage_id);

CREATE UNIQUE INDEX upload_passage on upload (site_id, regulator_id, passage_id);

CREATE INDEX upload_recorded on upload (site_id, regulator_id, recorded_at);

CREATE INDEX upload_state on upload (site_id, state, id);

CREATE INDEX upload_visit on upload (site_id, regulator_id, visit_id);

CREATE TABLE upload_attempt (
  site_id text not null,
  upload_id text not null,
  number integer not null,
  started_at integer not null,
  finished_at integer,
  state text not null,
  status integer,
  request text not null,
  reply text,
  message text,
  primary key (site_id, upload_id, number)
) strict;

CREATE TABLE visit (
  site_id text not null,
  id text not null,
  seq integer not null,
  plate_number text,
  plate_color text not null,
  vehicle_id text,
  in_passage_id text,
  in_at integer,
  in_entrance_code text,
  in_lane_code text,
  out_passage_id text,
  out_at integer,
  out_entrance_code text,
  out_lane_code text,
  in_cargo_name text,
  in_cargo_tonnes text,
  out_cargo_name text,
  out_cargo_tonnes text,
  vehicle text,
  questions text not null,
  state text not null,
  primary key (site_id, id)
) strict;

CREATE INDEX visit_inside on visit (site_id, plate_number) where state = 'inside';

CREATE INDEX visit_plate on visit (site_id, plate_number, seq);

CREATE UNIQUE INDEX visit_seq on visit (site_id, seq);

CREATE INDEX visit_state on visit (site_id, state, seq);
