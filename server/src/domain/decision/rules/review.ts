import { verdict } from '../rule.ts';
import type { Rule } from '../rule.ts';

/** A record that no second person has looked at, or that was sent back, admits nobody by itself. */
export const review: Rule = {
  name: 'review',
  judge: ({ read, facts, rules }) => {
    if (read.direction !== 'in' || facts.vehicle === null) return null;
    if (facts.vehicle.reviewState === 'rejected') return verdict('ask', 'REVIEW_REJECTED', '车辆登记信息已被退回，请门卫核验');
    if (facts.vehicle.reviewState === 'pending' && rules.requireReview) return verdict('ask', 'REVIEW_PENDING', '车辆登记信息尚未复核，请门卫核验');
    return null;
  },
};
