const tables: Readonly<Record<string, string>> = {
  passage: '通行记录',
  visit: '进出厂台账',
  road_vehicle: '运输车辆',
  list_entry: '名单',
  rule_set: '管控规则',
  gap: '中断记录',
  daily_passage: '每日统计',
  ledger_subtree: '台账校验树',
  ledger_checkpoint: '检查点',
  correction: '更正',
  device_read: '识别记录',
  time_block: '时段索引',
};

/** The table of a projection by the name people know it by; one without such a name stays as it is. */
export function tableWord(table: string): string {
  return tables[table] ?? table;
}

/** A finding of the verification as people read it: entries by `#`, checkpoints by how many entries they cover. */
export function findingText(text: string): string {
  return text
    .replaceAll(/ ?\bseq (\d+)/g, '条目 #$1')
    .replaceAll(/检查点 (?:ledger_)?checkpoint (\d+) ?/g, '检查点（条目数 $1）')
    .replaceAll(/（([a-z_]+(?:、[a-z_]+)*)）$/g, '，字段 $1');
}
