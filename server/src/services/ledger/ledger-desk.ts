import type { EntryKind } from '../../domain/ledger/entry.ts';
import type { LedgerReader, QueryResult, Readers } from '../../storage/contract.ts';

/** What the ledger hands out: bytes, proofs and checkpoints from the writer's side, lists from a reader. */
export function createLedgerDesk({ ledger, readers }: { ledger: LedgerReader; readers: Readers }) {
  return {
    checkpoint: () => ledger.checkpoint(),
    verifierKey: () => ledger.verifierKey(),
    entryBytes: (seq: number) => ledger.entryBytes(seq),
    inclusionProof: (seq: number, treeSize?: number) => ledger.inclusionProof(seq, treeSize),
    consistencyProof: (from: number, to: number) => ledger.consistencyProof(from, to),
    entries: (query: {
      kind?: EntryKind | undefined;
      subject?: string | undefined;
      limit: number;
      cursor?: string | undefined;
    }): Promise<QueryResult<'ledger.entries'>> => readers.query('ledger.entries', query),
  };
}
export type LedgerDesk = ReturnType<typeof createLedgerDesk>;
