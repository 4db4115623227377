import { verdict } from '../rule.ts';
import type { Rule } from '../rule.ts';

/** The camera thinks that the plate is printed, drawn or shown on a screen. */
export const fakePlate: Rule = {
  name: 'fake-plate',
  judge: ({ read }) => (read.suspectedFake ? verdict('ask', 'PLATE_SUSPECTED_FAKE', '疑似假牌，请门卫核验') : null),
};
