/** What the ledger writes about, `noun:id`, in words. */
const nouns: Record<string, string> = {
  session: '登录',
  passage: '通行',
  'manual-lift': '人工抬杆',
  'barrier-states': '道闸状态',
  gap: '中断',
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

/** Nouns whose ids say nothing to people: the line that names one carries its time and number. */
const nameless = new Set(['gap', 'ledger', 'verification', 'setup', 'session', 'export']);

/** The name people gave to a thing, null when it is not known, or gone. */
export type NameOf = (noun: string, id: string) => string | null;

/** The word of a noun; null for one that is not known. */
export function nounWord(noun: string): string | null {
  return nouns[noun] ?? null;
}

/** `device:…` in its parts; null when it is no such pair. */
export function parseSubject(subject: string): { noun: string; id: string } | null {
  const cut = subject.indexOf(':');
  return cut > 0 && cut < subject.length - 1 ? { noun: subject.slice(0, cut), id: subject.slice(cut + 1) } : null;
}

/** `设备 东门进厂道相机`, `通行 #77`; a thing without a known name by the beginning of its id; what is not understood stays as it is written. */
export function subjectText(subject: string, nameOf: NameOf): string {
  const parts = parseSubject(subject);
  const word = parts && nounWord(parts.noun);
  if (subject === 'site') return '本站';
  if (!parts || !word) return subject;
  const name = nameOf(parts.noun, parts.id) ?? (nameless.has(parts.noun) ? null : shortId(parts.id));
  return name === null ? word : `${word} ${name}`;
}

/** Numbers in full, of a long id the beginning. */
export function shortId(id: string): string {
  if (/^\d+$/.test(id)) return `#${id}`;
  return id.length > 16 ? `${id.slice(0, 8)}…` : id;
}
