import type { EmissionStage } from './codes.ts';

/** 国零 to 国六 as 0 to 6; null for `electric`, `none` and `unknown`, which have no number. */
export function stageNumber(stage: EmissionStage): number | null {
  const digit = /^china-(\d)$/.exec(stage)?.[1];
  return digit === undefined ? null : Number(digit);
}

/** Negative when `a` is older than `b`, 0 when equal, positive when newer; `electric` is above every numbered stage. Null when either is `none` or `unknown`. */
export function compareStages(a: EmissionStage, b: EmissionStage): number | null {
  const [left, right] = [rank(a), rank(b)];
  return left === null || right === null ? null : Math.sign(left - right);
}

/** Whether a limit that bars `limit` and everything older bars `stage`. Electric is never barred; null when it cannot be said. */
export function isStageBarred(stage: EmissionStage, limit: EmissionStage): boolean | null {
  if (stage === 'electric') return false;
  const order = compareStages(stage, limit);
  return order === null ? null : order <= 0;
}

function rank(stage: EmissionStage): number | null {
  return stage === 'electric' ? 99 : stageNumber(stage);
}
