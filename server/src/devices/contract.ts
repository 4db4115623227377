import type { z } from 'zod';
import type { Outcome, PlateColor, SnapshotKind } from '../domain/codes.ts';

/** How far an adapter has been proven: by the vendor's manual, our simulator, a device on the bench, or a site. Shown in the UI. */
export type Verified = 'manual' | 'simulator' | 'bench' | 'site';

export type Capability = 'plate-source' | 'snapshot-source' | 'barrier' | 'barrier-hold' | 'text-display' | 'announcer' | 'vehicle-sensor' | 'serial-port';

/** One pushed HTTP request, whole. `path` is what follows `/in/<token>`; `body` is at most 16 MiB. */
export interface DeviceRequest {
  method: string;
  path: string;
  query: Record<string, string>;
  contentType: string | null;
  body: Uint8Array;
  /** ISO 8601 UTC. */
  receivedAt: string;
  /** The address the device itself used up to and including the token, without query; a camera posts requested pictures there. */
  url?: string | null;
}

/**
 * `frame` is the body worth keeping as evidence: pictures cut out, the device's own passwords dropped.
 * When decoding fails, `frame` (if present) is what may be kept of the body; without it the body is kept as it came.
 */
export type DecodeResult =
  | { ok: true; serialNumber: string | null; events: DeviceEvent[]; frame: Uint8Array }
  | { ok: false; problem: string; frame?: Uint8Array };

export interface PlateReadEvent {
  kind: 'plate-read';
  /** The device's natural key of the read (devices.md §0.3); null when it has none. */
  eventKey: string | null;
  /** The plate exactly as sent; the pipeline normalises. */
  plateText: string | null;
  plateColor: PlateColor;
  confidence: number | null;
  /** The device's time as text, and as ISO 8601 UTC when it can be read (a time without zone is Beijing time). */
  capturedAtText: string | null;
  capturedAt: string | null;
  /** False when the device says that it stored the read, or that it belongs to history. Never opens then. */
  live: boolean;
  suspectedFake: boolean;
  /** The device moved the arm by itself (own white list). */
  openedLocally: boolean;
  /** More pictures of the same event follow under the same key. */
  more: boolean;
  read: Record<string, string | number | boolean>;
  pictures: DevicePicture[];
  /** What the adapter needs again in `reply` (such as a record id to acknowledge). */
  ack: Record<string, string | number>;
}
export type DevicePicture = { kind: SnapshotKind; bytes: Uint8Array } | { kind: SnapshotKind; url: string };

export type DeviceEvent =
  | PlateReadEvent
  /** Registration, heartbeat or command poll. `mayHold`: the device waits for a command with an open request. */
  | { kind: 'heartbeat'; mayHold: boolean; details: Record<string, string | number> }
  | { kind: 'input'; input: number; value: 0 | 1 }
  | { kind: 'serial-data'; channel: number; bytes: Uint8Array }
  /** A requested picture, not a read. */
  | { kind: 'snapshot'; pictures: DevicePicture[] };

export interface SerialFrame {
  channel: 0 | 1;
  bytes: Uint8Array;
}

/** What the lane wants to show; the adapter lays it out. Texts are Chinese. */
export interface DisplayContent {
  outcome: Outcome;
  plateNumber: string | null;
  stageText: string | null;
  controlText: string | null;
  verdictText: string;
  voiceText: string | null;
}

/** Commands for a device, each only on purpose: an absent member does nothing. */
export interface DeviceCommands {
  /** One opening pulse. Only ever `true` by a decision or a named person, checked against the 3 s limit by the caller. */
  openBarrier: boolean;
  /** `hold` keeps the arm open, `release` ends it. */
  hold: 'hold' | 'release' | null;
  serial: SerialFrame[];
  show: DisplayContent | null;
  snapshot: boolean;
}

/** `stored: false` must reach the device as "not taken", so that it keeps and re-sends the read. */
export interface DeviceAnswer {
  request: DeviceRequest;
  events: DeviceEvent[];
  stored: boolean;
  /** The verdict for a generic reply template; null for duplicates, stored reads and everything that is not a decision. */
  verdict: Outcome | null;
  commands: DeviceCommands;
}

export interface WireReply {
  status: number;
  contentType: string;
  body: string | Uint8Array;
}

/**
 * `accepted` is not an opened arm. `refused`: the device said no. `failed`: it may have done it or not. `expired`: its time was up
 * before it went out. The last three carry a Chinese reason.
 */
export type CommandResult = { state: 'accepted' } | { state: 'confirmed' } | { state: 'refused' | 'failed' | 'expired'; reason: string };

/** A channel that we open to the device (ISAPI). Every call has a time-out and resolves; it never throws. */
export interface DeviceConnection {
  /** `notAfter`: the time by `ConnectionIo.elapsed` after which the pulse must not be sent any more. */
  openBarrier?(notAfter?: number): Promise<CommandResult>;
  setHold?(hold: 'hold' | 'release'): Promise<CommandResult>;
  barrierPosition?(): Promise<'open' | 'closed' | 'unknown'>;
  show?(content: DisplayContent): Promise<CommandResult>;
  announce?(text: string): Promise<CommandResult>;
  snapshot?(): Promise<{ bytes: Uint8Array } | { reason: string }>;
  /** Is it there, does the password fit: one Chinese sentence on failure. */
  probe(): Promise<{ ok: true; details: Record<string, string> } | { ok: false; reason: string }>;
  close(): void;
}

interface AdapterBase {
  /** Equals the file name without ending. */
  id: string;
  title: string;
  models: readonly string[];
  verified: Verified;
  /** Chinese titles and defaults by `.meta({ title })`; secrets by `.meta({ secret: true })`, the address they go to by `.meta({ secretsGoHere: true })`. Draws the settings form. */
  settings: z.ZodObject;
  capabilities: readonly Capability[];
}

export interface CameraAdapter extends AdapterBase {
  kind: 'camera';
  /** `reply`: commands travel in replies to the device's own requests; `call`: over `connect`. */
  commandPath: 'reply' | 'call' | 'none';
  /** Without a sign of life for so long the camera counts as silent, s. */
  silentAfterSeconds: number;
  decode(request: DeviceRequest, settings: unknown): DecodeResult;
  reply(answer: DeviceAnswer, settings: unknown): WireReply;
  connect?(settings: unknown, io: ConnectionIo): DeviceConnection;
}

/** A card behind a camera's serial port. `via` and `serialChannel` are settings that every display has. */
export interface DisplayAdapter extends AdapterBase {
  kind: 'display';
  encode(content: DisplayContent, settings: unknown): SerialFrame[];
}

export type DeviceAdapter = CameraAdapter | DisplayAdapter;

export interface ConnectionIo {
  /** Milliseconds since some start; a change of the wall clock does not touch them. */
  elapsed(): number;
  random(): number;
  log(level: 'info' | 'warn', message: string, details?: Record<string, unknown>): void;
}
