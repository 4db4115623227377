import { beijingDate } from '../../time.ts';
import type { Rule } from '../rule.ts';

/** Registration and inspection are good through the day they name, in Beijing. */
export const validity: Rule = {
  name: 'validity',
  judge: ({ read, facts, rules, now }) => {
    if (read.direction !== 'in' || facts.vehicle === null || !rules.checkValidity) return null;
    const { validUntil, inspectionUntil } = facts.vehicle;
    const today = beijingDate(now);
    const reasons = [];
    if (validUntil !== null && validUntil < today) reasons.push({ code: 'RECORD_EXPIRED', text: `车辆备案已于 ${validUntil} 到期，请门卫核验` });
    if (inspectionUntil !== null && inspectionUntil < today)
      reasons.push({ code: 'INSPECTION_EXPIRED', text: `车辆年检已于 ${inspectionUntil} 到期，请门卫核验` });
    return reasons.length > 0 ? { outcome: 'ask', reasons } : null;
  },
};
