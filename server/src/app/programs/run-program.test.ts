import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { AppError } from '../../domain/errors.ts';
import { draft, passageBody } from '../../testing/sample-drafts.ts';
import { openTempSite } from '../../testing/temp-database.ts';
import { verifyBeside } from './index.ts';
import { runProgram } from './run-program.ts';

const never = new AbortController().signal;

it('a verification beside the server finds what the ledger holds, and tells how far it is', async () => {
  const site = await openTempSite();
  await site.writer.run((tx) => tx.append(draft('passage', passageBody(), { at: 0 })));
  const seen: string[] = [];
  const report = await verifyBeside({ folder: site.folder, onProgress: ({ pass }) => seen.push(pass), signal: never });
  expect(report).toMatchObject({ entries: 1, problems: [] });
  expect(seen).toContain('entries');
  await site.remove();
});

it('an error of the catalogue comes back as it was thrown', async () => {
  const refused = verifyBeside({ folder: '/nowhere', onProgress: () => undefined, signal: never });
  await expect(refused).rejects.toMatchObject({ code: 'STORAGE_DATABASE_MISSING', params: { folder: '/nowhere' } });
});

it('a program that ends without a word has failed', async () => {
  const broken = runProgram({
    program: new URL('./missing.ts', import.meta.url),
    order: {},
    failure: 'EXPORT_WRITE_FAILED',
    onProgress: () => undefined,
    signal: never,
  });
  await expect(broken).rejects.toMatchObject({ code: 'EXPORT_WRITE_FAILED' });
});

it.runIf(process.platform === 'linux')('a stop ends the process, says why, and no later program is begun', async () => {
  const site = await openTempSite();
  const stop = new AbortController();
  const reason = new AppError('STORAGE_CLOSED');
  const before = programs();
  const run = verifyBeside({ folder: site.folder, onProgress: () => undefined, signal: stop.signal });
  const started = programs().filter((pid) => !before.includes(pid));
  expect(started).toHaveLength(1);
  stop.abort(reason);
  await expect(run).rejects.toBe(reason);
  expect(programs().filter((pid) => started.includes(pid))).toEqual([]);
  await expect(verifyBeside({ folder: site.folder, onProgress: () => undefined, signal: stop.signal })).rejects.toBe(reason);
  await site.remove();
});

/** Processes that this thread has started; other threads run other tests, which start their own. */
function programs(): string[] {
  return readFileSync('/proc/thread-self/children', 'utf8')
    .split(' ')
    .filter((pid) => pid !== '');
}
