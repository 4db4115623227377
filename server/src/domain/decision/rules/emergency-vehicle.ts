import { classifyPlate, plateKinds } from '../../plates/plate-grammar.ts';
import { verdict } from '../rule.ts';
import type { Rule } from '../rule.ts';
import { stageLimitVerdict } from './stage-limit.ts';

/** Police, fire and rescue, armed police and army are not registered and are excepted from stage limits: the lane says whether they are asked for. */
export const emergencyVehicle: Rule = {
  name: 'emergency-vehicle',
  judge: (input) => {
    const { read, facts } = input;
    if (read.direction !== 'in' || read.plateNumber === null) return null;
    const { kind, emergency, colorFits } = classifyPlate(read.plateNumber, read.plateColor);
    const registered = facts.vehicle !== null || facts.vehiclesWithPlate > 0;
    if (!emergency || (registered && stageLimitVerdict(input) === null)) return null;
    // A yellow plate of two letters and five digits is a misread province, not the army: a wrong colour is for the guard.
    return facts.lane.emergencyVehicle === 'admit' && colorFits !== false
      ? verdict('admit', 'EMERGENCY_VEHICLE', `${plateKinds[kind]}，按本通道设置放行并记录`)
      : verdict('ask', 'EMERGENCY_VEHICLE', `${plateKinds[kind]}，请门卫核验后放行`);
  },
};
