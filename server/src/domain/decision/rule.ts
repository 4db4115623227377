import type { Outcome } from '../codes.ts';
import type { DecisionFacts, PassageRead } from './decision.ts';
import type { RuleSetContent } from './rule-set.ts';

/** Everything a rule may look at. `now` is the instant of decision. */
export interface RuleInput {
  read: PassageRead;
  facts: DecisionFacts;
  rules: RuleSetContent;
  now: string;
}

/** What a rule says: an outcome with one or more sentences. Null from a rule means that it has nothing to say. */
export interface Verdict {
  outcome: Outcome;
  reasons: { code: string; text: string }[];
}

/** A rule is pure and has the name of its file. */
export interface Rule {
  name: string;
  judge: (input: RuleInput) => Verdict | null;
}

/** A verdict of one sentence. */
export function verdict(outcome: Outcome, code: string, text: string): Verdict {
  return { outcome, reasons: [{ code, text }] };
}
