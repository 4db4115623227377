import type { Decision, DecisionFacts, DecisionReason, PassageRead } from './decision.ts';
import type { Rule, RuleInput, Verdict } from './rule.ts';
import type { RuleSetContent } from './rule-set.ts';
import { rulesIn, rulesOut } from './rules.ts';

/**
 * What happens to a vehicle at a lane. Pure: the same read, facts, rules and instant give the same decision for ever, so any decision can be replayed.
 * The first rule that speaks carries the outcome; after an `ask` or a `deny` the later objections are added, so that the guard sees all at once.
 * Never throws: a rule that fails gives `ask` with `RULE_FAILED`. `now` is an ISO instant.
 */
export function decide(read: PassageRead, facts: DecisionFacts, rules: RuleSetContent, now: string): Decision {
  return decideBy(read.direction === 'in' ? rulesIn : rulesOut, { read, facts, rules, now });
}

/** `decide` over a given order of rules. */
export function decideBy(order: readonly Rule[], given: RuleInput): Decision {
  const reasons: DecisionReason[] = [];
  let outcome: Decision['outcome'] | null = null;
  for (const rule of order) {
    const said = judge(rule, given);
    // Once there is an objection nothing that follows can admit.
    if (said === null || (outcome !== null && said.outcome === 'admit')) continue;
    outcome ??= said.outcome;
    reasons.push(...said.reasons.map(({ code, text }) => ({ code, text, rule: rule.name })));
    if (outcome === 'admit') break;
  }
  if (outcome === null) return { outcome: 'ask', reasons: [{ code: 'NO_RULE_APPLIES', text: '没有适用的规则，请门卫核验', rule: 'decide' }] };
  if (outcome === 'admit' && given.facts.lane?.mode !== 'automatic') {
    return { outcome: 'ask', reasons: [{ code: 'LANE_MANUAL', text: '本通道为人工模式，请门卫核验后放行', rule: 'decide' }, ...reasons] };
  }
  return { outcome, reasons };
}

function judge(rule: Rule, given: RuleInput): Verdict | null {
  try {
    return rule.judge(given);
  } catch {
    // An error never opens a barrier; it stands among the reasons with the name of its rule.
    return { outcome: 'ask', reasons: [{ code: 'RULE_FAILED', text: '规则执行出错，请门卫核验' }] };
  }
}
