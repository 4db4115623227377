import type { QueryParams } from '../../storage/contract.ts';

export type ExportKind = 'visits' | 'passages';
export type ExportFormat = 'xlsx' | 'csv';

/** What the list of a kind can be narrowed by; instants in ms. */
export interface ExportFilters {
  visits: Omit<QueryParams<'export.visits'>, 'limit' | 'cursor'>;
  passages: Omit<QueryParams<'passage.list'>, 'limit' | 'cursor'>;
}

/** What is asked: every row of the list with this filter. */
export type ExportRequest = { [K in ExportKind]: { kind: K; format: ExportFormat; filter: ExportFilters[K] } }[ExportKind];

/** Plain data for the program that writes. `file` is the finished file's path. */
export type ExportTask = ExportRequest & { file: string };

/** Resolves with the number of rows when the file is whole. Rejects with an AppError, or with the reason of `signal`. */
export type RunExport = (task: ExportTask, options: { onRows: (rows: number) => void; signal: AbortSignal }) => Promise<number>;

/** Days that a finished file stays. */
export const keptDays = 7;
