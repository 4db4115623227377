import type { Rule } from './rule.ts';
import { admittedList } from './rules/admitted-list.ts';
import { deniedList } from './rules/denied-list.ts';
import { emergencyVehicle } from './rules/emergency-vehicle.ts';
import { fakePlate } from './rules/fake-plate.ts';
import { letIn } from './rules/let-in.ts';
import { lowConfidence } from './rules/low-confidence.ts';
import { noPlate } from './rules/no-plate.ts';
import { passengerVehicle } from './rules/passenger-vehicle.ts';
import { plateColor } from './rules/plate-color.ts';
import { registered } from './rules/registered.ts';
import { review } from './rules/review.ts';
import { stageInDoubt } from './rules/stage-in-doubt.ts';
import { stageLimit } from './rules/stage-limit.ts';
import { unregistered } from './rules/unregistered.ts';
import { validity } from './rules/validity.ts';

/** In: the first rule that speaks carries the outcome. */
export const rulesIn: readonly Rule[] = [
  // A barred number stays barred even when the read is doubtful: both close the barrier, and this one says why.
  deniedList,
  // Doubt about who it is comes before all that follows from who it is: a misread or a copied plate
  // must profit from no white list, and must not be refused for another vehicle's stage.
  noPlate,
  fakePlate,
  lowConfidence,
  admittedList,
  emergencyVehicle,
  plateColor,
  unregistered,
  // From here on it is known who it is. A barred stage wins over doubts about the record:
  // neither a review nor a renewal would let this vehicle in, so the guard is not asked.
  stageLimit,
  review,
  validity,
  stageInDoubt,
  passengerVehicle,
  registered,
];

/** Out: a rule set may bar exits by stage; else the open visit decides, which also vouches for a doubtful read of its number. */
export const rulesOut: readonly Rule[] = [noPlate, stageLimit, letIn, fakePlate, lowConfidence];
