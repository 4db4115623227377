import { verdict } from '../rule.ts';
import type { Rule } from '../rule.ts';
import { describeVehicle } from '../words.ts';

/** A registered vehicle to which no rule before objects. */
export const registered: Rule = {
  name: 'registered',
  judge: ({ read, facts }) =>
    read.direction === 'in' && facts.vehicle !== null ? verdict('admit', 'REGISTERED', `${describeVehicle(facts.vehicle)}，准许进厂`) : null,
};
