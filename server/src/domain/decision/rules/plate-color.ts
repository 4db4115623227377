import { verdict } from '../rule.ts';
import type { Rule } from '../rule.ts';
import { describeColor } from '../words.ts';

/** The number is registered, this colour is not: number and colour together name a vehicle. An unread colour is no objection when the number is registered once. */
export const plateColor: Rule = {
  name: 'plate-color',
  judge: ({ read, facts }) => {
    if (read.direction !== 'in' || read.plateNumber === null) return null;
    const { vehicle, vehiclesWithPlate } = facts;
    if (vehicle === null) {
      if (vehiclesWithPlate === 0) return null;
      if (read.plateColor === 'unknown') return verdict('ask', 'PLATE_COLOR_UNREAD', `该车牌登记了 ${vehiclesWithPlate} 种颜色，本次颜色未识别，请门卫核对`);
      return verdict('ask', 'PLATE_COLOR_DIFFERS', `该车牌登记的是其他颜色，本次识别为${describeColor(read.plateColor)}，请门卫核对`);
    }
    if (read.plateColor === 'unknown' || vehicle.plateColor === 'unknown' || read.plateColor === vehicle.plateColor) return null;
    return verdict('ask', 'PLATE_COLOR_DIFFERS', `登记为${describeColor(vehicle.plateColor)}，本次识别为${describeColor(read.plateColor)}，请门卫核对`);
  },
};
