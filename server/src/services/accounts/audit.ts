import type { AnyEntry, EntryKind } from '../../domain/ledger/entry.ts';
import { decodeEntry } from '../../domain/ledger/entry-codec.ts';
import type { Page } from '../../storage/contract.ts';
import type { AccountParts } from './parts.ts';

/** Everything that people and programs did, as distinct from what devices reported. */
const kinds: readonly EntryKind[] = ['act', 'passage-answer', 'manual-lift', 'correction', 'road-vehicle', 'list-entry', 'rule-set'];
/** Entries looked through for one page; a rare filter goes on at the cursor. */
const pageSize = 500;
const maxPages = 20;

export interface AuditItem {
  seq: number;
  /** ISO 8601 UTC. */
  at: string;
  by: AnyEntry['by'];
  kind: EntryKind;
  action: string;
  target: string;
  details: Record<string, unknown>;
}
export interface AuditFilter {
  /** ms since the epoch, `to` exclusive. */
  from: number | null;
  to: number | null;
  /** An action or its beginning, such as `session.` */
  action: string | null;
  /** Part of the author's name, or the id. */
  by: string | null;
  limit: number;
  /** The seq below which to go on. */
  cursor: number | null;
}

/** Reads what was done from the ledger itself, newest first. */
export function createAudit({ readers }: Pick<AccountParts, 'readers'>) {
  return {
    async audit(filter: AuditFilter): Promise<Page<AuditItem>> {
      const items: AuditItem[] = [];
      let below = filter.cursor ?? Number.MAX_SAFE_INTEGER;
      for (let page = 0; page < maxPages; page += 1) {
        const rows = await readers.query('audit.page', { kinds, below, limit: pageSize });
        for (const row of rows) {
          if (items.length === filter.limit) return { items, nextCursor: String(below) };
          below = row.seq;
          const item = auditItem(decodeEntry(row.bytes));
          if (matches(item, row.recorded_at, filter)) items.push(item);
        }
        const last = rows.at(-1);
        if (rows.length < pageSize || !last) return { items, nextCursor: null };
      }
      return { items, nextCursor: String(below) };
    },
  };
}

function matches(item: AuditItem, recordedAt: number, filter: AuditFilter): boolean {
  if (filter.from !== null && recordedAt < filter.from) return false;
  if (filter.to !== null && recordedAt >= filter.to) return false;
  if (filter.action !== null && !item.action.startsWith(filter.action)) return false;
  if (filter.by === null) return true;
  return ('name' in item.by && item.by.name.includes(filter.by)) || ('id' in item.by && item.by.id === filter.by);
}

/** One entry as a line of the audit: what was done to what, and how. */
function auditItem(entry: AnyEntry): AuditItem {
  const line = (action: string, target: string, details: Record<string, unknown>): AuditItem => {
    return { seq: entry.seq, at: entry.at, by: entry.by, kind: entry.kind, action, target, details };
  };
  switch (entry.kind) {
    case 'act':
      return line(entry.body.action, entry.body.target, entry.body.details);
    case 'passage-answer':
      return line(`passage.answer-${entry.body.outcome}`, entry.subject, { reason: entry.body.reason });
    case 'manual-lift':
      return line('lane.manual-lift', `lane:${entry.body.laneId}`, { reason: entry.body.reason, passageId: entry.body.passageId });
    case 'correction':
      return line('passage.correct', entry.subject, { before: entry.body.before, after: entry.body.after, reason: entry.body.reason });
    case 'road-vehicle':
      return line(`road-vehicle.${entry.body.change}`, entry.subject, {
        plateNumber: entry.body.vehicle.plateNumber,
        plateColor: entry.body.vehicle.plateColor,
        reason: entry.body.reason,
      });
    case 'list-entry':
      return line(`list-entry.${entry.body.change}`, entry.subject, { list: entry.body.list, plateNumber: entry.body.plateNumber, reason: entry.body.reason });
    case 'rule-set':
      return line(`rule-set.${entry.body.change}`, entry.subject, { version: entry.body.version, title: entry.body.ruleSet.title });
    default:
      return line(entry.kind, entry.subject, {});
  }
}
