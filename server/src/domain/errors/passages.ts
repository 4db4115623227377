import type { ErrorRow } from '../errors.ts';

export const passageErrors = {
  PASSAGE_NOT_FOUND: { zh: '没有编号为 {id} 的通行记录', next: '请核对编号', retry: 'no', status: 404 },
  PASSAGE_ANSWERED: { zh: '这条通行记录已由 {by} 答复', next: '如需改变，请做更正或人工放行', retry: 'no', status: 409 },
  PASSAGE_NOT_ASKED: { zh: '这条通行记录不需要答复', next: '如需放行，请使用人工放行并填写原因', retry: 'no', status: 409 },
  PASSAGE_OTHER_LANE: { zh: '通行记录 {id} 不在这条通道', next: '请在该记录所在的通道操作', retry: 'no', status: 409 },
  CORRECTION_EMPTY: { zh: '更正没有改变任何内容', next: '请填写要更正的车牌或货物', retry: 'no', status: 400 },
  CORRECTION_PLATE_INVALID: { zh: '“{plate}”不是车牌号码', next: '请核对后重新填写', retry: 'no', status: 400 },
  LANE_COMMAND_FAILED: { zh: '命令没有送达设备：{reason}', next: '请检查设备连接，必要时手动操作道闸', retry: 'later', status: 502 },
  VISIT_NOT_FOUND: { zh: '没有编号为 {id} 的进出记录', next: '请核对编号', retry: 'no', status: 404 },
  STORAGE_WRITE_FAILED: { zh: '台账没有写入磁盘', next: '请立即检查磁盘空间；写入恢复前按人工流程放行并登记', retry: 'later', status: 503 },
} as const satisfies Record<string, ErrorRow>;
