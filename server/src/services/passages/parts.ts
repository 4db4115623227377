import type { Direction, LaneMode, LanePath } from '../../domain/codes.ts';
import type { DeviceAdapter } from '../../devices/contract.ts';

/** A lane as the gate needs it; times in seconds. */
export interface LaneConfig {
  id: string;
  entranceId: string;
  entranceCode: string;
  entranceName: string;
  code: string;
  name: string;
  direction: Direction;
  mode: LaneMode;
  holdOpen: boolean;
  /** The arm is to come down, and no device has taken that yet: it may still be held up. */
  releaseDue: boolean;
  minConfidence: number;
  mergeWindowSeconds: number;
  noPlate: LanePath;
  unread: LanePath;
  unregistered: LanePath;
  emergencyVehicle: 'ask' | 'admit';
  confirmSeconds: number;
}

/** A configured device with its adapter; `settings` passed the adapter's schema. */
export interface DeviceConfig {
  id: string;
  laneId: string;
  name: string;
  adapter: DeviceAdapter;
  settings: Record<string, unknown>;
  allowedSources: readonly string[];
  serialNumber: string | null;
}

/** The current settings of the site, read at each push; a change shows at once. */
export interface SiteConfig {
  deviceByToken(token: string): DeviceConfig | null;
  device(id: string): DeviceConfig | null;
  devices(): readonly DeviceConfig[];
  lane(id: string): LaneConfig | null;
  lanes(): readonly LaneConfig[];
  devicesOfLane(laneId: string): readonly DeviceConfig[];
  /** Displays whose bytes travel through this camera's serial port. */
  displaysVia(cameraId: string): readonly DeviceConfig[];
}

export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Milliseconds since some start that no change of the wall clock touches: for how long something took or may still take. */
  elapsed(): number;
  /** Runs once after `ms`; the result cancels it. Never keeps the process alive. */
  after(ms: number, run: () => void): () => void;
}

/** A vehicle that passed, as the outbox needs to know it. */
export interface PassedPassage {
  passageId: string;
  visitId: string | null;
  direction: Direction;
  plateNumber: string | null;
  /** Its pictures are still on their way: the device sends them after the read, or they have to be fetched. */
  picturesComing: boolean;
}
