import type { ErrorRow } from '../errors.ts';

export const ledgerErrors = {
  LEDGER_VERIFY_RUNNING: { zh: '台账校验正在进行', next: '请等这一次完成后再运行', retry: 'later', status: 409 },
  LEDGER_VERIFY_NOT_FOUND: { zh: '没有编号为 {id} 的校验', next: '程序重启后以前的结果请在操作记录中查看', retry: 'no', status: 404 },
  LEDGER_ENTRY_NOT_FOUND: { zh: '没有序号为 {seq} 的台账条目', next: '请核对序号', retry: 'no', status: 404 },
  LEDGER_VALUE_UNENCODABLE: { zh: '内容含有台账无法原样保存的值（{path}：{problem}）', next: '请去掉不可见或残缺的字符后重新提交', retry: 'no', status: 400 },
  LEDGER_ENTRY_UNREADABLE: { zh: '台账条目的内容无法读取：{problem}', next: '请运行 greengate ledger verify，并用备份核对', retry: 'no', status: 500 },
} as const satisfies Record<string, ErrorRow>;
