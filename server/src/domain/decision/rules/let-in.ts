import { verdict } from '../rule.ts';
import type { Rule } from '../rule.ts';

/** Out: what was let in goes out; an exit without an entry is for a person. */
export const letIn: Rule = {
  name: 'let-in',
  judge: ({ read, facts }) => {
    if (read.direction !== 'out' || read.plateNumber === null) return null;
    return facts.openVisit ? verdict('admit', 'EXIT_OF_VISIT', '已登记进厂，准许出厂') : verdict('ask', 'EXIT_WITHOUT_ENTRY', '没有该车的进厂记录，请门卫核验');
  },
};
