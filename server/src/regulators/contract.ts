import type { z } from 'zod';
import type { Direction, EmissionStage, FuelType, PlateColor } from '../domain/codes.ts';

/** One leg of a visit as it is uploaded. Unknown values are null or `unknown`; a protocol maps, it never invents. */
export interface UploadRecord {
  passageId: string;
  visitId: string | null;
  direction: Direction;
  /** ISO 8601 UTC. */
  at: string;
  entranceCode: string;
  laneCode: string;
  plateNumber: string | null;
  plateColor: PlateColor;
  vehicle: {
    vehicleType: string | null;
    vin: string | null;
    registeredOn: string | null;
    brandModel: string | null;
    engineNumber: string | null;
    fuelType: FuelType;
    emissionStage: EmissionStage;
    networked: boolean | null;
    useNature: string | null;
    fleetName: string | null;
    emissionInfoSheetUrl: string | null;
    vehicleLicenseUrl: string | null;
  } | null;
  cargoName: string | null;
  cargoTonnes: string | null;
  /** Absolute URLs that stay reachable as long as the record exists. */
  headPhotoUrl: string | null;
  bodyPhotoUrl: string | null;
}

export interface WireMessage {
  method: 'GET' | 'POST' | 'PUT';
  url: string;
  headers: Record<string, string>;
  body: string;
}
export interface WireResponse {
  status: number;
  body: string;
  /** Names in lower case. Absent in captured fixtures that kept none. */
  headers?: Record<string, string>;
}

/** `retry`: they surely did not take it. `unknown`: they may have. `session`: log in again and send the same record again. */
export type Receipt =
  | { state: 'accepted'; remote: Record<string, string>; message: string }
  | { state: 'rejected'; message: string }
  | { state: 'retry'; message: string; afterMs: number | null }
  | { state: 'unknown'; message: string }
  | { state: 'session'; message: string };

export type LoginResult = { ok: true; token: string; expiresInSeconds: number | null } | { ok: false; retry: boolean; message: string };

export interface EncodeContext {
  settings: unknown;
  token: string | null;
  /** What the platform returned for the other leg of the same visit, e.g. its id that the exit must echo. Null when there is none. */
  entryRemote: Record<string, string> | null;
}

/** `incomplete` waits for a person (a missing code, an exit whose entry was never accepted) and names what is missing in Chinese. */
export type EncodeResult = { ok: true; messages: WireMessage[] } | { ok: false; missing: string };

export interface RegulatorCapabilities {
  preAuthorise: boolean;
  history: boolean;
  photoMode: 'base64' | 'url' | 'file';
  downlink: 'none' | 'poll' | 'push';
  /** The exit is sent only after the entry of the same visit was accepted. */
  perVisitOrder: boolean;
  heartbeat: boolean;
}

export interface RegulatorProtocol {
  id: string;
  title: string;
  verified: 'manual' | 'simulator' | 'bench' | 'site';
  /** Chinese titles by `.meta({ title })`; secrets by `.meta({ secret: true })`, the address they go to by `.meta({ secretsGoHere: true })`. Draws the settings form. `publicBaseUrl`, where there is one, is the root of the pictures' addresses. */
  settings: z.ZodObject;
  capabilities: RegulatorCapabilities;
  /** Whether an `unknown` result may be sent again without creating a second record there. */
  idempotent(settings: unknown): boolean;
  limits(settings: unknown): { maxInFlight: number; ratePerSecond: number | null; timeoutMs: number };
  /** Null when the protocol has no session. */
  login: ((settings: unknown) => WireMessage) | null;
  interpretLogin(response: WireResponse): LoginResult;
  encode(record: UploadRecord, context: EncodeContext): EncodeResult;
  interpretReply(response: WireResponse): Receipt;
}
