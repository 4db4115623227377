import { verdict } from '../rule.ts';
import type { Rule } from '../rule.ts';
import { describeEnd } from '../words.ts';

const words = {
  white: { code: 'LIST_WHITE', title: '白名单车辆' },
  exempt: { code: 'LIST_EXEMPT', title: '豁免车辆' },
  temporary: { code: 'LIST_TEMPORARY', title: '临时放行车辆' },
} as const;

/** White, exempt and running temporary entries let a vehicle in, whatever its record says. */
export const admittedList: Rule = {
  name: 'admitted-list',
  judge: ({ read, facts }) => {
    if (read.direction !== 'in') return null;
    for (const entry of facts.lists) {
      if (entry.list !== 'white' && entry.list !== 'exempt' && entry.list !== 'temporary') continue;
      const word = words[entry.list];
      return verdict('admit', word.code, `${word.title}，准许进厂（${entry.reason}${describeEnd(entry.endAt)}）`);
    }
    return null;
  },
};
