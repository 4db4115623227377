import type { Direction, EmissionStage, FuelType, LaneMode, LanePath, ListKind, Outcome, PlateColor, ReviewState } from '../codes.ts';

/** One sentence of a decision. `code` is stable, `text` is what the guard and the driver read, `rule` names the rule file. */
export interface DecisionReason {
  code: string;
  text: string;
  rule: string;
}

export interface Decision {
  outcome: Outcome;
  /** In the order of the rules; the first one carries the outcome. */
  reasons: DecisionReason[];
}

/** The read as the rules see it. */
export interface PassageRead {
  direction: Direction;
  plateNumber: string | null;
  /** Why there is no plate: `no-plate` (a vehicle without one), `unread`, `invalid`. Null when there is one. */
  noPlateReason: string | null;
  plateColor: PlateColor;
  /** 0–100, null when the device states none. */
  confidence: number | null;
  suspectedFake: boolean;
}

/** Everything a decision depends on besides the read; stored in the entry, so that it can be replayed. */
export interface DecisionFacts {
  lane: {
    mode: LaneMode;
    minConfidence: number;
    noPlate: LanePath;
    unread: LanePath;
    unregistered: LanePath;
    emergencyVehicle: 'ask' | 'admit';
  };
  /** The registered vehicle that the read means; null when none, or when `colourMismatch` leaves it open. */
  vehicle: VehicleFacts | null;
  /** How many registered vehicles carry this plate, in any colour. */
  vehiclesWithPlate: number;
  /** List entries for this plate (and colour, where given) whose time frame contains the instant of decision. */
  lists: { id: string; list: ListKind; reason: string; endAt: string | null }[];
  /** The open visit of this plate, if it is inside. */
  openVisit: { visitId: string; enteredAt: string } | null;
}

export interface VehicleFacts {
  id: string;
  version: number;
  plateNumber: string;
  plateColor: PlateColor;
  vehicleType: string | null;
  fuelType: FuelType;
  emissionStage: EmissionStage;
  emissionSubstage: 'a' | 'b' | null;
  reviewState: ReviewState;
  validUntil: string | null;
  inspectionUntil: string | null;
  vin: string | null;
  fleetName: string | null;
  /** The rest of the record as it stood, for the ledger's columns; no rule looks at it. */
  details?: VehicleDetails;
}

export interface VehicleDetails {
  registeredOn: string | null;
  brandModel: string | null;
  engineNumber: string | null;
  networked: boolean | null;
  useNature: string | null;
  emissionInfoSheetSha256: string | null;
  vehicleLicenseSha256: string | null;
}
