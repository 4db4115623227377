import type { GapKind } from '../../domain/ledger/entry.ts';
import { formatInstant } from '../../domain/time.ts';
import type { Readers } from '../../storage/contract.ts';
import { gapWords } from './gap-words.ts';

/** Lists interruptions with their words; `nameOf` gives the name of a device, lane or platform by its id. */
export function createGapReader({ readers, nameOf }: { readers: Readers; nameOf: (id: string) => string | null }) {
  return async (query: { open?: boolean | undefined; kind?: GapKind | undefined; limit: number; cursor?: string | undefined }) => {
    const page = await readers.query('gap.list', query);
    const items = page.items.map(({ id, kind, subject, sinceAt, untilAt, details }) => ({
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
