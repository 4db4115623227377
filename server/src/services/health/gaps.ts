import { randomUUID } from 'node:crypto';
import type { GapKind } from '../../domain/ledger/entry.ts';
import type { Writer } from '../../storage/contract.ts';

export type GapDetails = Record<string, string | number | boolean | null>;

export interface OpenGap {
  id: string;
  kind: GapKind;
  subject: string;
  since: string;
  details: GapDetails;
}

/**
 * Interruptions that people must know of. One of a kind per subject is open at a time; opening and closing are entries,
 * so that an inspector sees what was missed and how long. Storage trouble itself is kept in memory until it can be written.
 */
export function createGaps(parts: {
  writer: Writer;
  now: () => number;
  onChanged: (gap: OpenGap & { until: string | null }) => void;
  onError: (error: unknown) => void;
  open?: readonly OpenGap[];
}) {
  const { writer, now } = parts;
  const open = new Map<string, OpenGap>((parts.open ?? []).map((gap) => [`${gap.kind}:${gap.subject}`, gap]));
  let last: Promise<unknown> = Promise.resolve();
  let unwritten: (() => Promise<unknown>)[] = [];
  const opening = new Set<string>();

  const write = (gap: OpenGap, until: string | null, details: GapDetails) => {
    if (until === null) opening.add(gap.id);
    const job = async () => {
      await writer.run((tx) =>
        tx.append({
          kind: 'gap',
          subject: `gap:${gap.id}`,
          at: until ?? gap.since,
          by: { type: 'system', name: 'health' },
          body: { id: gap.id, change: until === null ? 'opened' : 'closed', kind: gap.kind, subject: gap.subject, since: gap.since, until, details },
        }),
      );
      opening.delete(gap.id);
    };
    last = last.then(job).catch((error) => {
      unwritten.push(job);
      parts.onError(error);
    });
    parts.onChanged({ ...gap, until, details });
  };

  return {
    open(kind: GapKind, subject: string, details: GapDetails = {}): void {
      const key = `${kind}:${subject}`;
      if (open.has(key)) return;
      const gap: OpenGap = { id: randomUUID(), kind, subject, since: new Date(now()).toISOString(), details };
      open.set(key, gap);
      write(gap, null, details);
    },
    close(kind: GapKind, subject: string, details: GapDetails = {}): void {
      const key = `${kind}:${subject}`;
      const gap = open.get(key);
      if (!gap) return;
      open.delete(key);
      write(gap, new Date(now()).toISOString(), { ...gap.details, ...details });
    },
    list(): OpenGap[] {
      return [...open.values()];
    },
    /** The open ones that no list of the database has yet. */
    unwritten(): OpenGap[] {
      return [...open.values()].filter((gap) => opening.has(gap.id));
    },
    /** Writes again what could not be written while the storage was full. */
    retryUnwritten(): void {
      const jobs = unwritten;
      unwritten = [];
      for (const job of jobs) {
        last = last.then(job).catch((error) => {
          unwritten.push(job);
          parts.onError(error);
        });
      }
    },
    /** Resolves when everything so far has been written or has failed. */
    async settle(): Promise<void> {
      await last;
    },
  };
}
export type Gaps = ReturnType<typeof createGaps>;
