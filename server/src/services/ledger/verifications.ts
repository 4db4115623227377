import { randomUUID } from 'node:crypto';
import { AppError } from '../../domain/errors.ts';
import type { Actor } from '../../domain/ledger/entry.ts';
import { formatInstant } from '../../domain/time.ts';
import type { Writer } from '../../storage/contract.ts';

/** What a run over the stored content found; problems begin with their place (`seq N: …`, a path, `table key: …`). */
export interface VerifyFound {
  entries: number;
  pictures: number;
  projections: number;
  problems: readonly string[];
}
export interface VerifyStep {
  pass: 'entries' | 'projections' | 'pictures';
  done: number;
  total: number;
}

export interface VerificationProblem {
  seq: number | null;
  file: string | null;
  table: string | null;
  key: string | null;
  text: string;
}

interface Run {
  id: string;
  state: 'running' | 'done' | 'failed';
  startedAt: number;
  finishedAt: number | null;
  progress: { entries: number; total: number; pictures: number; projections: number };
  found: VerifyFound | null;
  failure: string | null;
}

/** Runs kept for the page; every finished run is an entry besides. */
const keptRuns = 20;

/** Verification asked for by a person: one at a time, in threads of its own, its result written into the ledger. */
export function createVerifications(parts: {
  writer: Writer;
  now: () => number;
  verify: (onProgress: (step: VerifyStep) => void) => Promise<VerifyFound>;
  onError: (error: unknown) => void;
}) {
  const { writer, now } = parts;
  const runs: Run[] = [];

  const record = (run: Run, by: Actor) => {
    const details = run.found
      ? {
          ok: run.found.problems.length === 0,
          entries: run.found.entries,
          pictures: run.found.pictures,
          projections: run.found.projections,
          problems: run.found.problems.length,
          first: run.found.problems[0] ?? null,
        }
      : { ok: null, failure: run.failure };
    return writer.run((tx) => {
      tx.append({
        kind: 'act',
        subject: 'ledger:verification',
        at: new Date(now()).toISOString(),
        by,
        body: { action: 'ledger.verified', target: `verification:${run.id}`, details },
      });
    });
  };

  const work = async (run: Run, by: Actor) => {
    try {
      run.found = await parts.verify(({ pass, done, total }) => {
        run.progress[pass] = done;
        if (pass === 'entries') run.progress.total = total;
      });
      run.state = 'done';
    } catch (error) {
      run.state = 'failed';
      run.failure = error instanceof AppError ? error.code : String(error);
      parts.onError(error);
    }
    run.finishedAt = now();
    await record(run, by).catch(parts.onError);
  };

  return {
    /** Begins a run. Throws LEDGER_VERIFY_RUNNING while one is under way. */
    start(by: Actor): { id: string } {
      if (runs.some((run) => run.state === 'running')) throw new AppError('LEDGER_VERIFY_RUNNING');
      const run: Run = {
        id: randomUUID(),
        state: 'running',
        startedAt: now(),
        finishedAt: null,
        progress: { entries: 0, total: 0, pictures: 0, projections: 0 },
        found: null,
        failure: null,
      };
      runs.unshift(run);
      runs.length = Math.min(runs.length, keptRuns);
      void work(run, by);
      return { id: run.id };
    },
    list: () => runs.map(shown),
    /** Throws LEDGER_VERIFY_NOT_FOUND. */
    find(id: string) {
      const run = runs.find((each) => each.id === id);
      if (!run) throw new AppError('LEDGER_VERIFY_NOT_FOUND', { id });
      return shown(run);
    },
  };
}
export type Verifications = ReturnType<typeof createVerifications>;

function shown(run: Run) {
  const { found } = run;
  return {
    id: run.id,
    state: run.state,
    startedAt: formatInstant(run.startedAt),
    finishedAt: run.finishedAt === null ? null : formatInstant(run.finishedAt),
    progress: { ...run.progress },
    ok: found ? found.problems.length === 0 : null,
    checked: found ? { entries: found.entries, pictures: found.pictures, projections: found.projections } : null,
    problems: found ? found.problems.map(problemOf) : run.failure === null ? [] : [{ ...nowhere, text: `校验没有完成：${run.failure}` }],
  };
}

const nowhere = { seq: null, file: null, table: null, key: null };

/** The place and the words of one problem. */
export function problemOf(line: string): VerificationProblem {
  const seq = /^seq (\d+): ([\s\S]*)$/.exec(line);
  if (seq) return { ...nowhere, seq: Number(seq[1]), text: seq[2] ?? '' };
  const file = /^(\/[^:]*|[A-Za-z]:[^:]*): ([\s\S]*)$/.exec(line);
  if (file) return { ...nowhere, file: file[1] ?? '', text: file[2] ?? '' };
  const row = /^(\w+)(?: ([^:]*))?: ([\s\S]*)$/.exec(line);
  return row ? { ...nowhere, table: row[1] ?? '', key: row[2] ?? null, text: row[3] ?? '' } : { ...nowhere, text: line };
}
