-- The ledger: nothing updates or deletes an entry.
create table ledger_entry (
  site_id text not null,
  seq integer not null,
  bytes blob not null,
  leaf_hash blob not null,
  kind text not null,
  subject text not null,
  recorded_at integer not null,
  primary key (site_id, seq)
) strict;
create index ledger_entry_subject on ledger_entry (site_id, subject, seq);
create index ledger_entry_kind on ledger_entry (site_id, kind, seq);

create trigger ledger_entry_no_update before update on ledger_entry begin
  select raise(abort, 'ledger_entry is append-only');
end;
create trigger ledger_entry_no_delete before delete on ledger_entry begin
  select raise(abort, 'ledger_entry is append-only');
end;
-- INSERT OR REPLACE deletes without firing the delete trigger, so the replaced key is refused here; also by rowid (-1: none was given).
create trigger ledger_entry_no_replace before insert on ledger_entry
when exists (select 1 from ledger_entry where site_id = new.site_id and seq = new.seq)
  or (new.rowid <> -1 and exists (select 1 from ledger_entry where rowid = new.rowid)) begin
  select raise(abort, 'ledger_entry is append-only');
end;

-- One hash per complete subtree of 256 leaves, derived from leaf_hash.
create table ledger_subtree (
  site_id text not null,
  position integer not null,
  hash blob not null,
  primary key (site_id, position)
) strict, without rowid;

create table ledger_checkpoint (
  site_id text not null,
  tree_size integer not null,
  note text not null,
  signed_at integer not null,
  primary key (site_id, tree_size)
) strict, without rowid;

-- Projections: rebuilt from the ledger and compared by verification.
create table passage (
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
create unique index passage_seq on passage (site_id, seq);
create index passage_plate on passage (site_id, plate_number, seq);
create index passage_lane on passage (site_id, lane_id, seq);
create index passage_time on passage (site_id, passed_at, seq);
create index passage_stage on passage (site_id, emission_stage, seq);
create index passage_outcome on passage (site_id, outcome, seq) where outcome <> 'admit';
create index passage_unsettled on passage (site_id, seq) where barrier in ('requested', 'accepted');
create index passage_question on passage (site_id, seq) where questions <> '[]';
create index passage_waiting on passage (site_id, seq) where outcome = 'ask' and answer is null and passed = 0;

-- Earliest and latest instant in every block of 256 seqs: lists are newest first by seq, and skip the blocks outside from/to.
create table time_block (
  site_id text not null,
  noun text not null,
  block integer not null,
  from_at integer not null,
  until_at integer not null,
  primary key (site_id, noun, block)
) strict, without rowid;

-- Keys of every read that became a passage or evidence of one: a re-sent read is found here.
create table device_read (
  site_id text not null,
  device_id text not null,
  event_key text not null,
  passage_id text not null,
  primary key (site_id, device_id, event_key)
) strict, without rowid;

create table visit (
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
create unique index visit_seq on visit (site_id, seq);
create index visit_plate on visit (site_id, plate_number, seq);
create index visit_inside on visit (site_id, plate_number) where state = 'inside';
create index visit_state on visit (site_id, state, seq);

create table correction (
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
create index correction_passage on correction (site_id, passage_id, seq);

create table road_vehicle (
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
create unique index road_vehicle_plate on road_vehicle (site_id, plate_number, plate_color) where removed = 0;
create index road_vehicle_seq on road_vehicle (site_id, seq);
create index road_vehicle_review on road_vehicle (site_id, review_state, seq);

create table list_entry (
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
create index list_entry_plate on list_entry (site_id, plate_number);
create index list_entry_seq on list_entry (site_id, seq);

create table rule_set (
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

create table gap (
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
create index gap_open on gap (site_id, kind, subject) where until_at is null;
create index gap_seq on gap (site_id, seq);

create table daily_passage (
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

-- Settings and operation: not derived from the ledger; every change of them is an `act` entry.
create table site_setting (
  site_id text not null,
  name text not null,
  value text not null,
  primary key (site_id, name)
) strict, without rowid;

create table entrance (
  site_id text not null,
  id text not null,
  code text not null,
  name text not null,
  removed integer not null default 0,
  primary key (site_id, id)
) strict;
create unique index entrance_code on entrance (site_id, code) where removed = 0;

create table lane (
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
create unique index lane_code on lane (site_id, entrance_id, code) where removed = 0;

create table device (
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
create unique index device_token on device (site_id, token);

-- Bodies as they came, pictures cut out; `passage_id` is null for bodies that could not be decoded.
create table device_frame (
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
create index device_frame_passage on device_frame (site_id, passage_id) where passage_id is not null;
create index device_frame_problem on device_frame (site_id, device_id, received_at) where problem is not null;

create table photo_link (
  site_id text not null,
  token text not null,
  sha256 text not null,
  passage_id text,
  primary key (site_id, token)
) strict, without rowid;
create unique index photo_link_sha256 on photo_link (site_id, sha256);

create table regulator (
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

create table upload (
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
create unique index upload_passage on upload (site_id, regulator_id, passage_id);
create index upload_of_passage on upload (site_id, passage_id);
create index upload_due on upload (site_id, regulator_id, next_attempt_at) where state in ('waiting', 'retry', 'unknown', 'sending');
create index upload_state on upload (site_id, state, id);
create index upload_visit on upload (site_id, regulator_id, visit_id);
create index upload_recorded on upload (site_id, regulator_id, recorded_at);

create table upload_attempt (
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

create table account (
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
create unique index account_name on account (site_id, name);

create table session (
  site_id text not null,
  token_hash text not null,
  account_id text not null,
  created_at integer not null,
  last_seen_at integer not null,
  expires_at integer not null,
  source text not null,
  primary key (site_id, token_hash)
) strict;
create index session_account on session (site_id, account_id);

create table api_token (
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
create unique index api_token_hash on api_token (site_id, token_hash);

create table one_time_link (
  site_id text not null,
  token_hash text not null,
  purpose text not null,
  account_id text,
  expires_at integer not null,
  used_at integer,
  primary key (site_id, token_hash)
) strict, without rowid;

create table export_job (
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
