import { verdict } from '../rule.ts';
import type { Rule } from '../rule.ts';

/** A read less certain than the lane asks for. A device that states no confidence raises no objection, and without a number there is nothing to be certain of. */
export const lowConfidence: Rule = {
  name: 'low-confidence',
  judge: ({ read, facts }) => {
    if (read.plateNumber === null || read.confidence === null || read.confidence >= facts.lane.minConfidence) return null;
    return verdict('ask', 'LOW_CONFIDENCE', `车牌识别可信度 ${read.confidence}，低于本通道要求的 ${facts.lane.minConfidence}，请门卫核对车牌`);
  },
};
