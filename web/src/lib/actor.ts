import { roles, wordOf } from './codes.ts';

/** The system's own names as the ledger has them. */
const systemNames = new Set(['base-rules', 'health', 'login', 'demo', 'uploads', 'system']);

/** Who did it, as people read it. Takes a name or the author of an entry. */
export function actorText(by: unknown): string {
  if (typeof by === 'string') return systemNames.has(by) ? '系统' : by;
  if (by === null || typeof by !== 'object') return '—';
  const { type, name, id, role } = by as { type?: string; name?: string; id?: string; role?: string };
  if (type === 'system') return '系统';
  if (type === 'device') return `设备 ${id ?? ''}`;
  if (type === 'token') return `令牌 ${name ?? id ?? ''}`;
  return role ? `${name ?? id ?? ''}（${wordOf(roles, role)}）` : (name ?? id ?? '—');
}
