import type { Rule } from '../rule.ts';

/** A vehicle without a plate and a plate that was not read take the path of the lane, in both directions: nobody knows who it is. */
export const noPlate: Rule = {
  name: 'no-plate',
  judge: ({ read, facts }) => {
    if (read.plateNumber !== null) return null;
    const bare = read.noPlateReason === 'no-plate';
    const path = bare ? facts.lane.noPlate : facts.lane.unread;
    const who = bare ? '无牌车' : '未识别到车牌';
    const what = { ask: '请门卫核验', deny: '按本通道设置禁止通行', admit: '按本通道设置放行并记录' }[path];
    return { outcome: path, reasons: [{ code: bare ? 'NO_PLATE' : 'PLATE_UNREAD', text: `${who}，${what}` }] };
  },
};
