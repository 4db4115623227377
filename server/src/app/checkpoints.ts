import type { Clock } from '../services/passages/parts.ts';
import type { LedgerReader } from '../storage/contract.ts';

/** Entries newer than the last signed note can be cut off unseen, so one is signed often; ms. */
const everyMs = 10 * 60_000;

/** Signs a checkpoint now, every ten minutes, and once more at the end. `onError` hears of a disk that takes none. */
export function signCheckpoints({ ledger, clock, onError }: { ledger: LedgerReader; clock: Clock; onError: (error: unknown) => void }): () => void {
  let cancel = () => {};
  const sign = () => {
    try {
      if (ledger.size > 0) ledger.checkpoint();
    } catch (error) {
      onError(error);
    }
  };
  const again = () => {
    sign();
    cancel = clock.after(everyMs, again);
  };
  again();
  return () => {
    cancel();
    sign();
  };
}
