import { classifyPlate } from '../../plates/plate-grammar.ts';
import type { Rule } from '../rule.ts';

/** A plate that nobody has registered takes the path of the lane. Emergency vehicles have a rule of their own. */
export const unregistered: Rule = {
  name: 'unregistered',
  judge: ({ read, facts }) => {
    if (
      read.direction !== 'in' ||
      read.plateNumber === null ||
      facts.vehicle !== null ||
      facts.vehiclesWithPlate > 0 ||
      classifyPlate(read.plateNumber).emergency
    )
      return null;
    const path = facts.lane.unregistered;
    const what = { ask: '请门卫核验', deny: '按本通道设置禁止进厂', admit: '按本通道设置放行并记录' }[path];
    return { outcome: path, reasons: [{ code: 'UNREGISTERED', text: `该车未登记，${what}` }] };
  },
};
