import { accountErrors } from './errors/accounts.ts';
import { deviceErrors } from './errors/devices.ts';
import { exportErrors } from './errors/exports.ts';
import { httpErrors } from './errors/http.ts';
import { launchErrors } from './errors/launch.ts';
import { ledgerErrors } from './errors/ledger.ts';
import { passageErrors } from './errors/passages.ts';
import { registerErrors } from './errors/registers.ts';
import { siteErrors } from './errors/site.ts';
import { storageErrors } from './errors/storage.ts';
import { uploadErrors } from './errors/uploads.ts';

/** Whether the same call can succeed later: `no` needs a change, `later` needs time, `unknown` may have taken effect. */
export type RetryClass = 'no' | 'later' | 'unknown';

/** One row of the catalogue. `zh` and `next` may carry `{name}` placeholders filled from the params. */
export interface ErrorRow {
  zh: string;
  next: string;
  retry: RetryClass;
  /** HTTP status at the edge. */
  status: number;
}

/** Codes are never renamed; docs/errors.md is generated from this list. */
export const errorCatalogue = {
  ...accountErrors,
  ...deviceErrors,
  ...exportErrors,
  ...httpErrors,
  ...launchErrors,
  ...ledgerErrors,
  ...passageErrors,
  ...registerErrors,
  ...siteErrors,
  ...storageErrors,
  ...uploadErrors,
} as const satisfies Record<string, ErrorRow>;

export type ErrorCode = keyof typeof errorCatalogue;
export type ErrorParams = Record<string, string | number | boolean | null>;

/** The one error of our own: a catalogue code with params. Branch on `code`, never on the text. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly params: ErrorParams;
  constructor(code: ErrorCode, params: ErrorParams = {}, options?: { cause?: unknown }) {
    super(code, options);
    this.name = 'AppError';
    this.code = code;
    this.params = params;
  }
}

/** The Chinese sentence and the next step of a code, placeholders filled. */
export function explainError(code: ErrorCode, params: ErrorParams = {}): { message: string; next: string; retry: RetryClass; status: number } {
  const row: ErrorRow = errorCatalogue[code];
  const fill = (text: string) => text.replace(/\{(\w+)\}/g, (whole, name: string) => (name in params ? String(params[name]) : whole));
  return { message: fill(row.zh), next: fill(row.next), retry: row.retry, status: row.status };
}
