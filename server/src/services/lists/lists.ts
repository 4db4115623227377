import { randomUUID } from 'node:crypto';
import type { ListKind, PlateColor } from '../../domain/codes.ts';
import { AppError } from '../../domain/errors.ts';
import type { Actor } from '../../domain/ledger/entry.ts';
import type { Page, QueryResult, Readers, WriteTx, Writer } from '../../storage/contract.ts';
import type { Clock } from '../passages/parts.ts';
import { soughtPlate, typedPlate } from '../vehicles/plate-number.ts';

export interface NewListEntry {
  list: ListKind;
  plateNumber: string;
  /** Null: in every colour. */
  plateColor: PlateColor | null;
  reason: string;
  /** ms since the epoch; null: at once, and without end. */
  startAt: number | null;
  endAt: number | null;
}
export interface ListFilter {
  list?: ListKind | undefined;
  plateNumber?: string | undefined;
  active?: boolean | undefined;
  limit: number;
  cursor?: string | undefined;
}
type Stored = NonNullable<QueryResult<'list-entry.get'>>;
/** Instants in ms; `active`: in force now. */
export type ListEntry = Stored & { active: boolean };

/** Black, white, temporary, exceeding and exempt plates: the gate reads what is committed, so an entry counts for the next passage. */
export function createLists({ writer, readers, clock }: { writer: Writer; readers: Readers; clock: Pick<Clock, 'now'> }) {
  const isoOrNull = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString());
  const withState = (entry: Stored): ListEntry => {
    const now = clock.now();
    const begun = entry.startAt === null || entry.startAt <= now;
    return { ...entry, active: entry.endedAt === null && begun && (entry.endAt === null || now < entry.endAt) };
  };
  const stored = (tx: WriteTx, id: string): Stored => {
    const entry = tx.query('list-entry.get', { id });
    if (!entry) throw new AppError('LIST_ENTRY_NOT_FOUND', { id });
    return entry;
  };
  const append = (tx: WriteTx, change: 'added' | 'ended', entry: NewListEntry & { id: string }, by: Actor): ListEntry => {
    const { id, list, plateNumber, plateColor, reason } = entry;
    tx.append({
      kind: 'list-entry',
      subject: `list-entry:${id}`,
      at: new Date(clock.now()).toISOString(),
      by,
      body: { id, change, list, plateNumber, plateColor, reason, startAt: isoOrNull(entry.startAt), endAt: isoOrNull(entry.endAt) },
    });
    return withState(stored(tx, id));
  };

  return {
    /** Throws PLATE_INVALID, LIST_END_NEEDED, LIST_TIMES_REVERSED. A plate may stand in a list more than once, with other times and reasons. */
    async add(draft: NewListEntry, by: Actor): Promise<ListEntry> {
      const plateNumber = typedPlate(draft.plateNumber);
      if (draft.list === 'temporary' && draft.endAt === null) throw new AppError('LIST_END_NEEDED');
      if (draft.endAt !== null && draft.endAt <= (draft.startAt ?? Number.NEGATIVE_INFINITY)) throw new AppError('LIST_TIMES_REVERSED');
      return writer.run((tx) => append(tx, 'added', { ...draft, plateNumber, id: randomUUID() }, by));
    },

    /** Takes a plate off before its time; the entry stays readable. Throws LIST_ENTRY_NOT_FOUND, LIST_ENTRY_ENDED. */
    end(id: string, reason: string, by: Actor): Promise<ListEntry> {
      return writer.run((tx) => {
        const entry = stored(tx, id);
        if (entry.endedAt !== null) throw new AppError('LIST_ENTRY_ENDED', { id });
        return append(tx, 'ended', { ...entry, reason }, by);
      });
    },

    /** Throws LIST_ENTRY_NOT_FOUND. */
    async get(id: string): Promise<ListEntry> {
      const entry = await readers.query('list-entry.get', { id });
      if (!entry) throw new AppError('LIST_ENTRY_NOT_FOUND', { id });
      return withState(entry);
    },

    async list({ active, plateNumber, ...filter }: ListFilter): Promise<Page<ListEntry>> {
      const page = await readers.query('list-entry.list', {
        ...filter,
        plateNumber: plateNumber === undefined ? undefined : soughtPlate(plateNumber),
        active: active === undefined ? undefined : { is: active, now: clock.now() },
      });
      return { items: page.items.map(withState), nextCursor: page.nextCursor };
    },
  };
}
export type Lists = ReturnType<typeof createLists>;
