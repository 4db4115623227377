import { classifyPlate } from '../../plates/plate-grammar.ts';
import { limitsOf } from '../stage-limits.ts';
import type { Rule, RuleInput, Verdict } from '../rule.ts';
import { verdict } from '../rule.ts';
import { describeVehicle } from '../words.ts';

/** The deny of the first stage limit that certainly meets the registered vehicle, or null. */
export function stageLimitVerdict(input: RuleInput): Verdict | null {
  const { vehicle } = input.facts;
  if (vehicle === null || !limitsOf(input).some(({ meets }) => meets === true)) return null;
  return verdict('deny', 'STAGE_BARRED', `${describeVehicle(vehicle)}，按现行规则禁止${input.read.direction === 'in' ? '进厂' : '出厂'}`);
}

/** Vehicles of a barred stage. Emergency vehicles are excepted: their own rule has spoken. */
export const stageLimit: Rule = {
  name: 'stage-limit',
  judge: (input) => (classifyPlate(input.read.plateNumber ?? '').emergency ? null : stageLimitVerdict(input)),
};
