import defaults from '../../../standards/default-rules.json' with { type: 'json' };
import { ruleSetContent } from './rule-set.ts';
import type { RuleSetContent } from './rule-set.ts';

/** The stage line chosen at set-up: the newest stage of diesel and gas trucks that stays out. */
export type StageLine = 'china-3' | 'china-4' | 'china-5';

/** The lines a set-up page offers, with their sentences. */
export const stageLines: readonly { line: StageLine; title: string }[] = defaults.items.map((item) => ({ line: item.line as StageLine, title: item.title }));

/** The base rules of a fresh site for a stage line (`china-4` is the B-grade line). */
export function defaultRuleSet(line: StageLine = 'china-4'): RuleSetContent {
  const item = defaults.items.find((each) => each.line === line);
  if (!item) throw new RangeError(`no default rules for ${line}`);
  return ruleSetContent.parse({ title: `${defaults.title}：${item.title}`, source: defaults.source, stageLimits: [item.stageLimit], ...defaults.defaults });
}
