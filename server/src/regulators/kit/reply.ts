import { parseExactJson } from '../../domain/exact-json.ts';
import type { Receipt, WireResponse } from '../contract.ts';

/** The JSON object of a reply (a byte order mark does not matter), or null when the body is none. Nothing is thrown, whatever came. */
export function replyObject(body: string): Record<string, unknown> | null {
  try {
    const value = parseExactJson(body.replace(/^\ufeff/, ''));
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

/** The first non-empty text or number found at one of the paths (`['data', 'token']`), as text; null when there is none. */
export function textAt(source: Record<string, unknown> | null, paths: readonly (readonly string[])[]): string | null {
  for (const path of paths) {
    let value: unknown = source;
    for (const name of path) value = isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
    if (typeof value === 'number' && Number.isFinite(value)) return String(value);
    if (typeof value === 'string' && value.trim() !== '') return value.trim();
  }
  return null;
}

/** Yes or no of a member that may also be a number or a text; null when it is not there or says neither. */
export function flagAt(source: Record<string, unknown>, name: string): boolean | null {
  const value = Object.hasOwn(source, name) ? String(source[name]).trim().toLowerCase() : '';
  return value === 'true' || value === '1' ? true : value === 'false' || value === '0' ? false : null;
}

/** Milliseconds named by `Retry-After` in seconds, at most an hour; null when it says nothing of use (dates are not read: their clock is not ours). */
export function retryAfterMs(response: WireResponse): number | null {
  const seconds = Number(response.headers?.['retry-after'] ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? Math.min(seconds, 3600) * 1000 : null;
}

/**
 * What an HTTP status says when no business code says more; `words` and `code` are the platform's own, where it gave any. A fault behind the platform's door (5xx, 408)
 * may come after the record was taken; a door that is not there (redirect, 404, 405) surely took nothing.
 */
export function receiptOfStatus(response: WireResponse, words: string | null, code: string | null): Receipt {
  const { status } = response;
  const said = words === null ? `HTTP ${status}` : `HTTP ${status}：${words}`;
  if (status === 401) return { state: 'session', message: said };
  if (status === 429) return { state: 'retry', message: `平台限流，${said}`, afterMs: retryAfterMs(response) };
  if (status === 408 || status >= 500) return { state: 'unknown', message: `平台故障，${said}` };
  if (status < 200) return { state: 'unknown', message: `答复不完整，${said}` };
  if (status < 300) return { state: 'unknown', message: `看不懂平台的答复，${said}` };
  if (status < 400) return { state: 'retry', message: `平台要求改址，请核对地址，${said}`, afterMs: null };
  if ((status === 404 || status === 405) && (code === null || code === String(status)))
    return { state: 'retry', message: `平台没有这个接口，请核对地址，${said}`, afterMs: null };
  return { state: 'rejected', message: said };
}

/** The beginning of a text for people: one line, at most `limit` characters. */
export function clip(text: string, limit = 200): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > limit ? `${line.slice(0, limit)}…` : line;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
