import { vehicleGroup } from '../../vehicle-types.ts';
import { verdict } from '../rule.ts';
import type { Rule } from '../rule.ts';

/** Registered passenger vehicles come in without a look at their stage, unless the rule set leaves them to the guard. */
export const passengerVehicle: Rule = {
  name: 'passenger-vehicle',
  judge: ({ read, facts, rules }) => {
    if (read.direction !== 'in' || facts.vehicle === null || vehicleGroup(facts.vehicle.vehicleType) !== 'passenger') return null;
    return rules.admitPassengerVehicles
      ? verdict('admit', 'PASSENGER_VEHICLE', '已登记客车，准许进厂')
      : verdict('ask', 'PASSENGER_VEHICLE', '客车，按现行规则由门卫核验');
  },
};
