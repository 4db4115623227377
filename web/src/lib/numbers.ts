const grouped = new Intl.NumberFormat('zh-CN');

/** `12,345`; `—` when unknown. */
export function countText(value: number | null | undefined): string {
  return typeof value === 'number' && Number.isFinite(value) ? grouped.format(value) : '—';
}

/** A share as `98.7%`; `—` when there is nothing to divide by. */
export function shareText(part: number | null | undefined, whole?: number | null): string {
  const share = whole === undefined ? part : typeof part === 'number' && whole ? part / whole : null;
  return typeof share === 'number' && Number.isFinite(share) ? `${(Math.floor(share * 1000) / 10).toFixed(1)}%` : '—';
}

/** Tons with three decimals, as the ledger wants. Takes the exact decimal text of the server. */
export function tonnesText(value: string | number | null | undefined): string {
  if (value === null || value === undefined || value === '') return '—';
  const number = Number(value);
  return Number.isFinite(number) ? number.toFixed(3) : String(value);
}

/** `1.2 GB`. */
export function bytesText(value: number | null | undefined): string {
  if (typeof value !== 'number' || !Number.isFinite(value)) return '—';
  const units = ['B', 'KB', 'MB', 'GB', 'TB'];
  let size = value;
  let unit = 0;
  while (size >= 1024 && unit < units.length - 1) {
    size /= 1024;
    unit += 1;
  }
  return `${unit === 0 ? size : size.toFixed(1)} ${units[unit]}`;
}
