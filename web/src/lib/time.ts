const beijingMs = 8 * 3_600_000;

function shifted(instant: string | number | null | undefined): Date | null {
  if (instant === null || instant === undefined || instant === '') return null;
  const ms = typeof instant === 'number' ? instant : Date.parse(instant);
  return Number.isFinite(ms) ? new Date(ms + beijingMs) : null;
}

/** `YYYY-MM-DD HH:mm:ss` in Beijing, `—` when there is no instant. */
export function dateTimeText(instant: string | number | null | undefined): string {
  return shifted(instant)?.toISOString().slice(0, 19).replace('T', ' ') ?? '—';
}

/** `HH:mm:ss` in Beijing. */
export function clockText(instant: string | number | null | undefined): string {
  return shifted(instant)?.toISOString().slice(11, 19) ?? '—';
}

/** `YYYY-MM-DD` in Beijing. */
export function dateText(instant: string | number | null | undefined): string {
  return shifted(instant)?.toISOString().slice(0, 10) ?? '—';
}

/** `MM-DD HH:mm:ss`, for narrow places where the year is clear. */
export function shortText(instant: string | number | null | undefined): string {
  return shifted(instant)?.toISOString().slice(5, 19).replace('T', ' ') ?? '—';
}

/** The first instant of a Beijing day as the API takes it. */
export function dayStart(date: string): string {
  return `${date}T00:00:00+08:00`;
}

/** The last second of a Beijing day as the API takes it. */
export function dayEnd(date: string): string {
  return `${date}T23:59:59.999+08:00`;
}

/** The Beijing date `days` before today. */
export function daysAgo(days: number, now = Date.now()): string {
  return dateText(now - days * 86_400_000);
}

/** A stretch of time in words: `8 秒`, `3 分 12 秒`, `2 小时 5 分`, `4 天 3 小时`. */
export function durationText(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 60) return `${seconds} 秒`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return seconds % 60 === 0 ? `${minutes} 分` : `${minutes} 分 ${seconds % 60} 秒`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return minutes % 60 === 0 ? `${hours} 小时` : `${hours} 小时 ${minutes % 60} 分`;
  return `${Math.floor(hours / 24)} 天 ${hours % 24} 小时`;
}

/** How long ago, for use beside an absolute time only. */
export function agoText(instant: string | null | undefined, now = Date.now()): string {
  if (!instant) return '';
  const ms = now - Date.parse(instant);
  return Number.isFinite(ms) ? `${durationText(ms)}前` : '';
}
