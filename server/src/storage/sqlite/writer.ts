import type { Database } from 'better-sqlite3';
import { AppError } from '../../domain/errors.ts';
import type { WriteTx, Writer } from '../contract.ts';
import { isDiskProblem } from './connection.ts';
import { prepareGateLookups } from './gate-lookups.ts';
import type { LedgerLog } from './ledger.ts';
import { createQueryRunner } from './statements.ts';

/** Whether the last group of jobs reached the disk; `cause` is the error of the file system or of SQLite. */
export type WriterState = { writable: true } | { writable: false; cause: unknown };

export interface SqliteWriter extends Writer {
  /** Refuses new jobs and writes those that wait. */
  close(): void;
}

interface Job {
  run(tx: WriteTx): unknown;
  resolve(value: unknown): void;
  reject(error: unknown): void;
}
type Outcome = { job: Job; ok: boolean; value: unknown };

/** More jobs than this wait for the next group, so that one turn stays short. */
const largestGroup = 1024;
/** A group waits for at most so many turns of the loop, and only while each of them brings more jobs. */
const mostTurns = 6;

/** The one writer of a site. Jobs queued in one turn of the event loop, and in the next ones while they keep coming, share a transaction and its fsync. */
export function createWriter({
  db,
  siteId,
  log,
  onState,
}: {
  db: Database;
  siteId: string;
  log: LedgerLog;
  onState?: (state: WriterState) => void;
}): SqliteWriter {
  const [begin, commit, rollback] = [db.prepare('begin immediate'), db.prepare('commit'), db.prepare('rollback')];
  const [savepoint, release, undo] = [db.prepare('savepoint job'), db.prepare('release job'), db.prepare('rollback to job')];
  const dataVersion = db.prepare<[], number>('pragma data_version').pluck();
  const query = createQueryRunner(db, siteId);
  const gate = prepareGateLookups(db, siteId);

  let queue: Job[] = [];
  let closed = false;
  let scheduled = false;
  let writable = true;
  let seenVersion = dataVersion.get();
  let stale = false;
  let inJob = false;
  let brokenAppend: { error: unknown } | null = null;

  const tx: WriteTx = {
    siteId,
    gate,
    query,
    get nextSeq() {
      return log.nextSeq;
    },
    append(draft) {
      if (!inJob) throw new TypeError('a write transaction is over when its job returns');
      try {
        return log.append(draft);
      } catch (error) {
        // An append that failed half-way may have left an entry without its projections; its job cannot go on.
        brokenAppend ??= { error };
        throw error;
      }
    },
  };

  const run = (job: Job): Outcome => {
    inJob = true;
    brokenAppend = null;
    try {
      const value = job.run(tx);
      if (brokenAppend) throw (brokenAppend as { error: unknown }).error;
      if (value instanceof Promise) {
        value.catch(() => undefined);
        throw new TypeError('a job of the writer is synchronous');
      }
      return { job, ok: true, value };
    } catch (error) {
      return { job, ok: false, value: error };
    } finally {
      inJob = false;
    }
  };

  /**
   * Runs the jobs of a group. Without savepoints a job that throws undoes all of them (null), and the group is run again
   * with one each: throwing jobs are rare, and two statements a job are a tenth of a passage.
   */
  const runJobs = (group: readonly Job[], guarded: boolean): Outcome[] | null => {
    const start = log.mark();
    const outcomes: Outcome[] = [];
    for (const job of group) {
      const mark = guarded ? log.mark() : start;
      if (guarded) savepoint.run();
      const outcome = run(job);
      outcomes.push(outcome);
      // SQLite ends the whole transaction by itself on some errors of the disk.
      if (!outcome.ok && (isDiskProblem(outcome.value) || !db.inTransaction)) throw outcome.value;
      if (!outcome.ok) {
        log.undoTo(mark);
        if (guarded) undo.run();
        else if (group.length > 1) return null;
      }
      if (guarded) release.run();
    }
    return outcomes;
  };

  /** Begins a transaction on the state of the database, which another process may have moved on. */
  const open = () => {
    begin.run();
    const version = dataVersion.get();
    if (stale || version !== seenVersion) log.reload();
    [stale, seenVersion] = [false, version];
  };

  const runGroup = (group: readonly Job[]): Outcome[] => {
    open();
    let outcomes = runJobs(group, false);
    if (outcomes === null) {
      rollback.run();
      open();
      outcomes = runJobs(group, true) ?? [];
    }
    if (outcomes.some((outcome) => outcome.ok)) commit.run();
    else rollback.run();
    log.committed();
    return outcomes;
  };

  const restore = () => {
    try {
      if (db.inTransaction) rollback.run();
      log.reload();
      stale = false;
    } catch {
      // Nothing can be read either; the next group begins with the state of the database.
      stale = true;
    }
  };

  const report = (state: WriterState) => {
    if (state.writable === writable) return;
    writable = state.writable;
    onState?.(state);
  };

  const flush = () => {
    scheduled = false;
    const group = queue.slice(0, largestGroup);
    queue = queue.slice(largestGroup);
    if (queue.length > 0) schedule();
    if (group.length === 0) return;
    let outcomes: Outcome[];
    try {
      outcomes = runGroup(group);
    } catch (cause) {
      restore();
      const error = new AppError('STORAGE_WRITE_FAILED', {}, { cause });
      for (const job of group) job.reject(error);
      report({ writable: false, cause });
      return;
    }
    for (const { job, ok, value } of outcomes) ok ? job.resolve(value) : job.reject(value);
    report({ writable: true });
  };

  /** Trucks at several lanes are told of within a millisecond, over more than one turn of the loop: a turn that brings more puts the group off once more. */
  const gather = (seen: number, turn: number) => {
    if (turn < mostTurns && queue.length > seen) setImmediate(gather, queue.length, turn + 1);
    else flush();
  };
  const schedule = () => {
    if (scheduled) return;
    scheduled = true;
    setImmediate(gather, 0, 0);
  };

  return {
    gate,
    query,
    run<T>(job: (tx: WriteTx) => T): Promise<T> {
      if (closed) return Promise.reject(new AppError('STORAGE_CLOSED'));
      return new Promise<T>((resolve, reject) => {
        queue.push({ run: job, resolve: resolve as (value: unknown) => void, reject });
        schedule();
      });
    },
    close() {
      closed = true;
      while (queue.length > 0) flush();
    },
  };
}
