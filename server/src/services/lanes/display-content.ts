import { emissionStages, type Outcome } from '../../domain/codes.ts';
import type { DecisionReason, VehicleFacts } from '../../domain/decision/decision.ts';
import type { DisplayContent } from '../../devices/contract.ts';

const verdicts: Record<Outcome, string> = { admit: '允许通行', deny: '禁止通行', ask: '等待核验' };

export interface ShownDecision {
  outcome: Outcome;
  plateNumber: string | null;
  reasons: readonly DecisionReason[];
  facts: { vehicle: Pick<VehicleFacts, 'emissionStage' | 'emissionSubstage'> | null };
}

/** The words for a lane's display: plate, stage, control state, verdict. What is unknown is left out, not made up. */
export function displayContent(decision: ShownDecision): DisplayContent {
  const { outcome, plateNumber, reasons, facts } = decision;
  const stage =
    facts.vehicle && facts.vehicle.emissionStage !== 'unknown' ? emissionStages[facts.vehicle.emissionStage] + (facts.vehicle.emissionSubstage ?? '') : null;
  const why = outcome === 'admit' ? null : (reasons[0]?.text ?? null);
  return {
    outcome,
    plateNumber,
    stageText: stage,
    controlText: why,
    verdictText: verdicts[outcome],
    voiceText: [plateNumber, verdicts[outcome]].filter((part) => part !== null).join(' '),
  };
}
