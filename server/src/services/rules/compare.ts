import { type RuleSetContent, ruleSetContent, stageLimit } from '../../domain/decision/rule-set.ts';

/** One difference; `path` names the field, `title` says it in Chinese. An absent value is null. */
export interface RuleChange {
  path: string;
  title: string;
  before: unknown;
  after: unknown;
}

type Fields = Readonly<Record<string, { meta(): { title?: string | undefined } | undefined }>>;

/** What differs between two packs, in the order of the schema; stage limits are matched by their id. */
export function compareRuleSets(before: RuleSetContent, after: RuleSetContent): RuleChange[] {
  const { stageLimits, ...plain } = ruleSetContent.shape;
  const limitsTitle = titleOf({ stageLimits }, 'stageLimits');
  return [...differences(plain, before, after, '', ''), ...compareLimits(before.stageLimits, after.stageLimits, limitsTitle)];
}

function compareLimits(before: RuleSetContent['stageLimits'], after: RuleSetContent['stageLimits'], title: string): RuleChange[] {
  const ids = new Set([...before, ...after].map((limit) => limit.id));
  return [...ids].flatMap((id) => {
    const [old, now] = [before, after].map((limits) => limits.find((limit) => limit.id === id));
    const name = `${title} › ${(now ?? old)?.title}`;
    if (old && now) return differences(stageLimit.shape, old, now, `stageLimits.${id}.`, `${name} › `);
    return [{ path: `stageLimits.${id}`, title: name, before: old ?? null, after: now ?? null }];
  });
}

function differences(fields: Fields, before: object, after: object, pathPrefix: string, titlePrefix: string): RuleChange[] {
  const [old, now] = [before as Record<string, unknown>, after as Record<string, unknown>];
  return Object.keys(fields)
    .filter((key) => JSON.stringify(old[key]) !== JSON.stringify(now[key]))
    .map((key) => ({ path: pathPrefix + key, title: titlePrefix + titleOf(fields, key), before: old[key] ?? null, after: now[key] ?? null }));
}

function titleOf(fields: Fields, key: string): string {
  return fields[key]?.meta()?.title ?? key;
}
