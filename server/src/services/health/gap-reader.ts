import type { GapKind } from '../../domain/ledger/entry.ts';
import { formatInstant } from '../../domain/time.ts';
import type { Readers } from '../../storage/contract.ts';
import { gapWords } from './gap-words.ts';
import type { OpenGap } from './gaps.ts';

/**
 * Lists interruptions with their words; `nameOf` gives the name of a device, lane or platform by its id. The first page begins
 * with those that are open and could not be written: a full disk is the trouble that nobody may overlook.
 */
export function createGapReader({ readers, nameOf, unwritten }: { readers: Readers; nameOf: (id: string) => string | null; unwritten: () => OpenGap[] }) {
  return async (query: { open?: boolean | undefined; kind?: GapKind | undefined; limit: number; cursor?: string | undefined }) => {
    const first = query.cursor === undefined && query.open !== false;
    const inMemory = first ? unwritten().filter((gap) => query.kind === undefined || gap.kind === query.kind) : [];
    const page = await readers.query('gap.list', query);
    const known = new Set(page.items.map((item) => item.id));
    const unlisted = inMemory.filter(({ id }) => !known.has(id)).map(({ since, ...gap }) => ({ ...gap, sinceAt: Date.parse(since), untilAt: null }));
    const items = [...unlisted, ...page.items].map(({ id, kind, subject, sinceAt, untilAt, details }) => ({
      id,
      kind,
      ...gapWords[kind],
      subject,
      subjectName: nameOf(subject),
      since: formatInstant(sinceAt),
      until: untilAt === null ? null : formatInstant(untilAt),
      details,
    }));
    return { items, nextCursor: page.nextCursor };
  };
}
export type GapReader = ReturnType<typeof createGapReader>;
