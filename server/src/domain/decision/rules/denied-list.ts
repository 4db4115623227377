import { describeEnd } from '../words.ts';
import type { Rule } from '../rule.ts';

const words = { black: { code: 'LIST_BLACK', title: '黑名单' }, exceeding: { code: 'LIST_EXCEEDING', title: '排放超标名单' } } as const;

/** A plate on the black list or the list of exceeding vehicles does not come in. */
export const deniedList: Rule = {
  name: 'denied-list',
  judge: ({ read, facts }) => {
    if (read.direction !== 'in') return null;
    const reasons = facts.lists.flatMap((entry) => {
      const word = entry.list === 'black' || entry.list === 'exceeding' ? words[entry.list] : null;
      return word ? [{ code: word.code, text: `该车在${word.title}内，禁止进厂（${entry.reason}${describeEnd(entry.endAt)}）` }] : [];
    });
    return reasons.length > 0 ? { outcome: 'deny', reasons } : null;
  },
};
