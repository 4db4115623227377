import { AppError } from '../../domain/errors.ts';
import type { EntryKind } from '../../domain/ledger/entry.ts';
import type { LedgerReader, QueryResult, Readers, Writer } from '../../storage/contract.ts';

/** How long a proof without a stated size is made for the note that was handed out last. */
const noteStaysCurrentMs = 10_000;

interface LedgerSources {
  ledger: LedgerReader;
  readers: Readers;
  writer: Writer;
  /** ms of a clock that nobody sets. */
  elapsed: () => number;
}

/** What the ledger hands out: bytes, proofs and checkpoints from the writer's side, lists from a reader. */
export function createLedgerDesk({ ledger, readers, writer, elapsed }: LedgerSources) {
  let handedOut: { size: number; at: number } | null = null;
  /** Somebody who has just taken a note wants the proof that fits it, although trucks went on passing in between. */
  const sizeOfYoungNote = (seq: number): number | undefined =>
    handedOut !== null && seq < handedOut.size && elapsed() - handedOut.at <= noteStaysCurrentMs ? handedOut.size : undefined;
  /** An empty turn of the writer takes in what another process (the command line) has appended meanwhile. */
  const current = async (): Promise<LedgerReader> => {
    await writer
      .run(() => undefined)
      .catch((error: unknown) => {
        // Without a writable disk nothing new can have been appended by us; what is known is still handed out.
        if (!(error instanceof AppError && error.code === 'STORAGE_WRITE_FAILED')) throw error;
      });
    return ledger;
  };
  return {
    async checkpoint() {
      const reader = await current();
      const note = reader.checkpoint();
      handedOut = { size: reader.size, at: elapsed() };
      return note;
    },
    verifierKey: () => ledger.verifierKey(),
    entryBytes: async (seq: number) => (await current()).entryBytes(seq),
    inclusionProof: async (seq: number, treeSize?: number) => (await current()).inclusionProof(seq, treeSize ?? sizeOfYoungNote(seq)),
    consistencyProof: async (from: number, to: number) => (await current()).consistencyProof(from, to),
    entries: (query: {
      kind?: EntryKind | undefined;
      subject?: string | undefined;
      limit: number;
      cursor?: string | undefined;
    }): Promise<QueryResult<'ledger.entries'>> => readers.query('ledger.entries', query),
  };
}
export type LedgerDesk = ReturnType<typeof createLedgerDesk>;
