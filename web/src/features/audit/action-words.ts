const nouns: Record<string, string> = {
  session: '登录',
  passage: '通行',
  lane: '通道',
  'road-vehicle': '车辆',
  'list-entry': '名单',
  'rule-set': '规则',
  device: '设备',
  entrance: '出入口',
  account: '账号',
  token: '令牌',
  upload: '上报',
  regulator: '监管平台',
  export: '导出',
  site: '站点',
  setup: '首次设置',
  ledger: '台账',
  document: '证件照片',
  verification: '台账校验',
};

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
  return verbs[verb] && nouns[noun] ? `${verbs[verb]}${nouns[noun]}` : action;
}

export function targetWord(target: string): string {
  const [noun, id] = [target.slice(0, target.indexOf(':')), target.slice(target.indexOf(':') + 1)];
  return nouns[noun] ? `${nouns[noun]} ${id.slice(0, 13)}` : target;
}
