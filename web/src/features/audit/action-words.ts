import { nounWord } from '../../lib/subjects.ts';

const actions: Record<string, string> = {
  'session.start': '登录',
  'session.end': '退出登录',
  'session.refused': '登录被拒',
  'session.locked': '登录被锁定',
  'session.link': '生成一次性登录链接',
  'session.end-all': '强制退出',
  'passage.answer-admit': '核验放行',
  'passage.answer-deny': '核验拒绝',
  'passage.correct': '更正通行记录',
  'lane.manual-lift': '人工抬杆',
  'lane.hold': '道闸常开',
  'lane.release': '道闸恢复',
  'lane.mode': '切换通道模式',
  'lane.display-test': '显示屏测试',
  'ledger.verified': '台账校验',
  'setup.complete': '完成首次设置',
  'rule-set.drafted': '起草规则',
  'rule-set.published': '发布规则',
  'list-entry.added': '加入名单',
  'list-entry.ended': '移出名单',
  'rule-set.publish': '发布规则',
  'account.password': '修改密码',
  'upload.backlog-drained': '积压补传完毕',
  'export.done': '导出完成',
  'export.failed': '导出失败',
  'lift.photo': '抬杆抓拍',
  'device.rotate-token': '更换推送地址',
  'device.learn-serial': '记住设备序列号',
  'device.forget-serial': '清除设备序列号',
};

const verbs: Record<string, string> = {
  create: '新建',
  created: '登记',
  update: '修改',
  updated: '修改',
  reviewed: '复核',
  remove: '删除',
  removed: '注销',
  revoke: '吊销',
  resend: '重新上报',
  test: '测试',
  start: '开始',
};

/** An action in words; one that is not known stays as it is written in the ledger. */
export function actionWord(action: string): string {
  const known = actions[action];
  if (known) return known;
  const [noun, verb] = [action.slice(0, action.lastIndexOf('.')), action.slice(action.lastIndexOf('.') + 1)];
  const word = nounWord(noun);
  return verbs[verb] && word ? `${verbs[verb]}${word}` : action;
}
