import { decide } from '../../domain/decision/decide.ts';
import type { Decision } from '../../domain/decision/decision.ts';
import type { RuleSetContent } from '../../domain/decision/rule-set.ts';
import { normalizePlate, plateColorOf } from '../../domain/plates/normalize-plate.ts';
import type { GateLookups } from '../../storage/contract.ts';
import { gatherFacts } from './gather-facts.ts';
import type { ArrivedRead } from './passage-intake.ts';
import type { LaneConfig } from './parts.ts';

export interface UnstoredRead {
  laneId: string;
  plateNumber: string | null;
  receivedAt: string;
  decision: Decision;
}

/** The verdict of a read that could not be written, for the guard's eyes only. A failing lookup gives `ask`. */
export function decideUnstored(arrived: ArrivedRead, lane: LaneConfig, parts: { gate: GateLookups; ruleSet: RuleSetContent }): UnstoredRead {
  const { read, receivedAt } = arrived;
  const plate = normalizePlate(read.plateText);
  const color = plateColorOf(read.plateColor, plate);
  const now = new Date(receivedAt).toISOString();
  const told = { laneId: lane.id, plateNumber: plate.number, receivedAt: now };
  try {
    const facts = gatherFacts(parts.gate, lane, { number: plate.number, color }, receivedAt);
    const seen = {
      direction: lane.direction,
      plateNumber: plate.number,
      noPlateReason: plate.reason,
      plateColor: color,
      confidence: read.confidence,
      suspectedFake: read.suspectedFake,
    };
    return { ...told, decision: decide(seen, facts, parts.ruleSet, now) };
  } catch {
    return { ...told, decision: { outcome: 'ask', reasons: [{ code: 'FACTS_UNREADABLE', text: '车辆资料暂时读不到，请人工核验', rule: 'storage' }] } };
  }
}
