import type { Direction } from '../../domain/codes.ts';
import { type RuleSetContent, ruleSetContent } from '../../domain/decision/rule-set.ts';
import { AppError } from '../../domain/errors.ts';
import type { LaneConfig } from '../passages/parts.ts';
import { laneBehaviour } from '../sites/lane-settings.ts';

/** The content alone, without the members of a stored pack. */
export function contentOf(rules: RuleSetContent): RuleSetContent {
  return ruleSetContent.parse(rules);
}

/** Throws RULES_INVALID for limits that share an id, that can meet no vehicle, or that name no stage. */
export function checkRules({ stageLimits }: RuleSetContent): void {
  const ids = new Set<string>();
  for (const limit of stageLimits) {
    const problem = problemOf(limit, ids);
    if (problem !== null) throw new AppError('RULES_INVALID', { problem, limitId: limit.id });
    ids.add(limit.id);
  }
}

function problemOf(limit: RuleSetContent['stageLimits'][number], earlier: ReadonlySet<string>): string | null {
  const name = `「${limit.title}」`;
  if (limit.id.trim() === '' || limit.title.trim() === '') return '每条排放阶段限制都要有编号和名称';
  if (earlier.has(limit.id)) return `编号 ${limit.id} 用了两次`;
  if (limit.vehicleClasses.length === 0) return `${name}没有选择车辆类型`;
  if (limit.fuelTypes.length === 0) return `${name}没有选择燃料类型`;
  if (limit.maxBarredStage === 'none' || limit.maxBarredStage === 'unknown') return `${name}禁止的最高排放阶段须是一个阶段`;
  return null;
}

/** A lane with the default behaviour, to try rules on before there is a real one. */
export function tryLane(direction: Direction): LaneConfig {
  const place = { id: '', entranceId: '', entranceCode: '', entranceName: '', code: '', name: '' };
  return { ...laneBehaviour.parse({}), ...place, direction, holdOpen: false, releaseDue: false };
}
