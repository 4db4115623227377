import { verdict } from '../rule.ts';
import type { Rule } from '../rule.ts';

/** A read less certain than the lane asks for. A device that states no confidence raises no objection. */
export const lowConfidence: Rule = {
  name: 'low-confidence',
  judge: ({ read, facts }) => {
    if (read.confidence === null || read.confidence >= facts.lane.minConfidence) return null;
    return verdict('ask', 'LOW_CONFIDENCE', `车牌识别可信度 ${read.confidence}，低于本通道要求的 ${facts.lane.minConfidence}，请门卫核对车牌`);
  },
};
