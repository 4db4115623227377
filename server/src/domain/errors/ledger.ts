import type { ErrorRow } from '../errors.ts';

export const ledgerErrors = {
  LEDGER_ENTRY_NOT_FOUND: { zh: '没有序号为 {seq} 的台账条目', next: '请核对序号', retry: 'no', status: 404 },
} as const satisfies Record<string, ErrorRow>;
