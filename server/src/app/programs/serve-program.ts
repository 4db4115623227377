import { AppError } from '../../domain/errors.ts';
import { standBackWhole } from '../../storage/background-work.ts';
import type { ProgramMessage } from './run-program.ts';

/** The other side of `runProgram`: does the one order behind everybody else, tells its end, and ends; also when the server that gave it ends. */
export function serveProgram<Order, Progress>(work: (order: Order, onProgress: (progress: Progress) => void) => Promise<unknown>): void {
  standBackWhole();
  process.once('disconnect', () => process.exit());
  process.once('message', (order: Order) => {
    work(order, (progress) => void tell({ progress }))
      .then((result): ProgramMessage => ({ result }))
      .catch((error: unknown): ProgramMessage => {
        if (error instanceof AppError) return { error: { code: error.code, params: error.params } };
        // The server logs it: a trace on its standard error would stand among its structured lines.
        return { failed: error instanceof Error ? (error.stack ?? error.message) : String(error) };
      })
      .then(tell)
      .then(() => process.disconnect());
  });
}

/** Resolves when the message is on its way: the process may not end before. */
function tell(message: ProgramMessage): Promise<void> {
  return new Promise((resolve) => process.send?.(message, () => resolve()));
}
