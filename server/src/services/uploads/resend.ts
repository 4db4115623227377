import { AppError } from '../../domain/errors.ts';
import { utcInstant } from '../../domain/time.ts';
import type { Actor } from '../../domain/ledger/entry.ts';
import type { Writer, WriteTx } from '../../storage/contract.ts';
import type { UploadFilter } from './upload-reader.ts';

/** Rows a transaction: a bulk of fifty thousand must not hold the gate. */
const atOnce = 500;

export interface ResendParts {
  writer: Writer;
  now: () => number;
  wake: () => void;
}

/** A person sends again, after a repair or a look at the platform. Each act is an entry in the same transaction. */
export function createResend({ writer, now, wake }: ResendParts) {
  const record = (tx: WriteTx, target: string, details: Record<string, unknown>, by: Actor) =>
    tx.append({ kind: 'act', subject: target, at: utcInstant(now()), by, body: { action: 'upload.resend', target, details } });

  return {
    /** One that is being sent this moment is on its way already and is left alone. Throws UPLOAD_NOT_FOUND, UPLOAD_ACCEPTED. */
    async one(id: string, reason: string | null, by: Actor): Promise<void> {
      await writer.run((tx) => {
        const item = tx.query('upload.get', { id });
        if (!item) throw new AppError('UPLOAD_NOT_FOUND', { id });
        if (item.state === 'accepted') throw new AppError('UPLOAD_ACCEPTED', { id });
        if (item.state === 'sending') return;
        tx.query('upload.resend', { ids: [id], at: now() });
        record(
          tx,
          `upload:${id}`,
          { passageId: item.passage_id, regulatorId: item.regulator_id, stateBefore: item.state, messageBefore: item.message, reason },
          by,
        );
      });
      wake();
    },

    /** Everything that fits the filter and is refused, unclear, put off or waiting for a person. Returns how many. */
    async many(filter: UploadFilter & { ids?: string[] | undefined }, reason: string | null, by: Actor): Promise<number> {
      let cursor: string | undefined;
      let total = 0;
      for (;;) {
        const ids = await writer.run((tx): string[] => {
          const found = tx.query('upload.resendable', { ...filter, limit: atOnce, cursor });
          if (found.length === 0) return [];
          const sent = tx.query('upload.resend', { ids: found, at: now() });
          record(tx, 'upload:many', { filter: given(filter), uploads: sent, first: found.at(-1), last: found[0], reason }, by);
          return found;
        });
        total += ids.length;
        wake();
        if (ids.length < atOnce) return total;
        cursor = ids.at(-1);
      }
    },
  };
}
export type Resend = ReturnType<typeof createResend>;

/** The ledger keeps what was asked, not what was left open; ids stand as first and last. */
function given({ ids: _ids, ...filter }: UploadFilter & { ids?: string[] | undefined }): Record<string, unknown> {
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));
}
