import { randomUUID } from 'node:crypto';
import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import type { Role } from '../../domain/codes.ts';
import type { ErrorCode } from '../../domain/errors.ts';
import { AppError, explainError } from '../../domain/errors.ts';
import type { Actor } from '../../domain/ledger/entry.ts';
import { may } from '../../domain/rights.ts';
import { beijingText, formatInstant } from '../../domain/time.ts';
import type { Page, QueryResult, Readers, Writer } from '../../storage/contract.ts';
import type { ExportFormat, ExportKind, ExportRequest, RunExport } from './export-job.ts';
import { keptDays } from './export-job.ts';
import { exportFile, removeFilesBut } from './kept-files.ts';

type StoredJob = NonNullable<QueryResult<'export.get'>>;
type Author = StoredJob['createdBy'];

/** A job as people see it; `url` is there while its file is and the asker may have it. */
export interface ExportJob {
  id: string;
  kind: ExportKind;
  format: ExportFormat;
  state: StoredJob['state'];
  rows: number;
  url: string | null;
  problem: string | null;
  createdAt: string;
  createdBy: string;
  finishedAt: string | null;
  filter: Record<string, unknown>;
}

/** Who asks. */
export interface Asker {
  actor: Actor;
  role: Role;
}

export interface ExportParts {
  writer: Writer;
  readers: Readers;
  clock: { now(): number; after(ms: number, run: () => void): () => void };
  /** Where the files are, and what writes one. */
  files: { folder: string; run: RunExport };
  onError(error: unknown): void;
}

const dayMs = 86_400_000;
const retryMs = 5_000;
const mostOfOne = 5;
const fileTitles: Record<ExportKind, string> = { visits: '进出厂台账', passages: '通行记录' };
const mediaTypes: Record<ExportFormat, string> = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv; charset=utf-8',
};
const interrupted = '服务在导出途中停止，请重新导出';

/** Files of the list's rows, written one at a time in the background; asking and its end are entries of the ledger. */
export function createExports({ writer, readers, clock, files, onError }: ExportParts) {
  const stopping = new AbortController();
  /** Unfinished jobs with the rows taken so far. */
  const unfinished = new Map<string, { rows: number; createdBy: Author }>();
  let queue: Promise<void> = Promise.resolve();
  let stopSweeping = () => {};

  const at = () => new Date(clock.now()).toISOString();
  const wait = (ms: number) =>
    new Promise<void>((resolve) => {
      const stopTimer = clock.after(ms, resolve);
      stopping.signal.addEventListener('abort', stopTimer, { once: true });
      stopping.signal.addEventListener('abort', () => resolve(), { once: true });
    });

  const finish = (job: Pick<StoredJob, 'id' | 'kind' | 'format'>, by: Actor, end: { rows: number; problem: string | null }) =>
    writer.run((tx) => {
      const { rows, problem } = end;
      const { id, kind, format } = job;
      const target = `export:${id}`;
      tx.query('export.finish', { id, state: problem === null ? 'done' : 'failed', rows, problem, at: clock.now() });
      const body =
        problem === null
          ? { action: 'export.done', target, details: { kind, format, rows } }
          : { action: 'export.failed', target, details: { kind, format, problem } };
      tx.append({ kind: 'act', subject: target, at: at(), by, body });
    });

  /** The end of a job is written even when the database cannot be for a while; until then the job runs on. */
  const settle = async (...end: Parameters<typeof finish>) => {
    while (!stopping.signal.aborted) {
      try {
        return await finish(...end);
      } catch (error) {
        onError(error);
        await wait(retryMs);
      }
    }
  };

  const perform = async (id: string, request: ExportRequest, by: Author) => {
    if (stopping.signal.aborted) return;
    const job = { id, kind: request.kind, format: request.format };
    const onRows = (rows: number) => unfinished.set(id, { rows, createdBy: by });
    try {
      const rows = await files.run({ ...request, file: exportFile(files.folder, job) }, { onRows, signal: stopping.signal });
      await settle(job, by, { rows, problem: null });
    } catch (error) {
      if (stopping.signal.aborted) return;
      const code: ErrorCode = error instanceof AppError ? error.code : 'EXPORT_WRITE_FAILED';
      if (code !== 'EXPORT_NO_SPACE') onError(error);
      const { message, next } = explainError(code, error instanceof AppError ? error.params : {});
      await settle(job, by, { rows: 0, problem: `${message}。${next}` });
    } finally {
      unfinished.delete(id);
    }
  };

  const sweep = () =>
    removeFilesBut(files.folder, async () => {
      // A job that ends while the question is under way stands in neither list, so the running ones are noted before it.
      const running = [...unfinished.keys()];
      const kept = await readers.query('export.doneSince', { since: clock.now() - keptDays * dayMs });
      return new Set([...kept, ...running]);
    });
  const sweepDaily = () => {
    stopSweeping = clock.after(dayMs, () => {
      sweep().catch(onError);
      sweepDaily();
    });
  };

  const fileKept = (job: StoredJob) => job.state === 'done' && (job.finishedAt ?? 0) >= clock.now() - keptDays * dayMs;
  const out = (job: StoredJob, asker: Asker): ExportJob => ({
    id: job.id,
    kind: job.kind,
    format: job.format,
    state: job.state,
    rows: unfinished.get(job.id)?.rows ?? job.rows,
    url: fileKept(job) && mayDownload(job, asker) ? `/api/v1/exports/${job.id}/file` : null,
    problem: job.problem,
    createdAt: formatInstant(job.createdAt),
    createdBy: job.createdBy.name,
    finishedAt: job.finishedAt === null ? null : formatInstant(job.finishedAt),
    filter: JSON.parse(job.filter) as Record<string, unknown>,
  });
  const jobFor = async (id: string, asker: Asker) => {
    const job = await readers.query('export.get', { id });
    if (!job || !(isOwn(job, asker) || seesAll(asker))) throw new AppError('EXPORT_NOT_FOUND', { id });
    return job;
  };

  return {
    /** What a stop left unfinished has failed; files beyond their time go. Call once, when this process is surely the only one. */
    start(): void {
      const left = writer.query('export.unfinished', {}).filter(({ id }) => !unfinished.has(id));
      for (const job of left) queue = queue.then(() => settle(job, { type: 'system', name: 'export' }, { rows: 0, problem: interrupted }));
      queue = queue.then(sweep).catch(onError);
      sweepDaily();
    },

    /** Queues an export; at most one is written at a time. Throws EXPORT_TOO_MANY. */
    async create(request: ExportRequest, by: Actor): Promise<{ id: string }> {
      if (by.type !== 'account' && by.type !== 'token') throw new AppError('AUTH_FORBIDDEN');
      const { type, id: authorId, name, role } = by;
      const author = { type, id: authorId, name, role } as Author;
      const waiting = [...unfinished.values()].filter(({ createdBy }) => sameAuthor(createdBy, author)).length;
      if (waiting >= mostOfOne) throw new AppError('EXPORT_TOO_MANY', { count: waiting });
      const id = randomUUID();
      const filter = said(request.filter);
      unfinished.set(id, { rows: 0, createdBy: author });
      try {
        await writer.run((tx) => {
          const { kind, format } = request;
          const target = `export:${id}`;
          tx.query('export.insert', { id, kind, format, filter: JSON.stringify(filter), createdBy: author, createdAt: clock.now() });
          tx.append({ kind: 'act', subject: target, at: at(), by, body: { action: 'export.create', target, details: { kind, format, filter } } });
        });
      } catch (error) {
        unfinished.delete(id);
        throw error;
      }
      queue = queue.then(() => perform(id, request, author));
      return { id };
    },

    /** Throws EXPORT_NOT_FOUND, also for another's job. */
    async get(id: string, asker: Asker): Promise<ExportJob> {
      return out(await jobFor(id, asker), asker);
    },

    /** One's own; for administrators and auditors everybody's. Newest first. */
    async list({ limit, cursor }: { limit: number; cursor?: string | undefined }, asker: Asker): Promise<Page<ExportJob>> {
      const createdBy = seesAll(asker) ? null : (asker.actor as Author);
      const jobs = await readers.query('export.list', { limit, createdBy, before: readCursor(cursor) });
      const page = jobs.slice(0, limit);
      const last = page.at(-1);
      return { items: page.map((job) => out(job, asker)), nextCursor: jobs.length > limit && last ? `${last.createdAt}.${last.id}` : null };
    },

    /** The finished file; the stream closes it. Throws EXPORT_NOT_FOUND, EXPORT_NOT_READY, EXPORT_FILE_MISSING, AUTH_FORBIDDEN. */
    async file(id: string, asker: Asker): Promise<{ name: string; asciiName: string; mediaType: string; bytes: number; stream: Readable }> {
      const job = await jobFor(id, asker);
      if (!mayDownload(job, asker)) throw new AppError('AUTH_FORBIDDEN');
      if (job.state !== 'done') throw new AppError('EXPORT_NOT_READY');
      const handle = fileKept(job) ? await open(exportFile(files.folder, job), 'r').catch(() => null) : null;
      if (!handle) throw new AppError('EXPORT_FILE_MISSING');
      const stamp = beijingText(job.createdAt).replace(/[- :]/g, '');
      const { size } = await handle.stat();
      return {
        name: `${fileTitles[job.kind]}_${stamp}.${job.format}`,
        asciiName: `${job.kind}_${stamp}.${job.format}`,
        mediaType: mediaTypes[job.format],
        bytes: size,
        stream: handle.createReadStream({ start: 0 }),
      };
    },

    /** Stops what runs; it has failed at the next start. */
    async stop(): Promise<void> {
      stopSweeping();
      stopping.abort(new AppError('EXPORT_WRITE_FAILED'));
      await queue;
    },
  };
}
export type Exports = ReturnType<typeof createExports>;

function isOwn(job: StoredJob, { actor }: Asker): boolean {
  return actor.type !== 'device' && sameAuthor(job.createdBy, actor);
}

function sameAuthor(author: Author, actor: Actor): boolean {
  return actor.type === author.type && actor.id === author.id;
}

function seesAll({ role }: Asker): boolean {
  return role === 'administrator' || role === 'auditor';
}

function mayDownload(job: StoredJob, asker: Asker): boolean {
  return isOwn(job, asker) || may(asker.role, 'accounts.manage');
}

/** The filter as the ledger and people read it: what was given, instants in Beijing time. */
function said(filter: ExportRequest['filter']): Record<string, string | number | boolean> {
  const given = Object.entries(filter).filter(([, value]) => value !== undefined && value !== null) as [string, string | number | boolean][];
  return Object.fromEntries(
    given.map(([name, value]) => [name, (name === 'from' || name === 'to') && typeof value === 'number' ? formatInstant(value) : value]),
  );
}

function readCursor(cursor: string | undefined): { at: number; id: string } | null {
  if (cursor === undefined) return null;
  const parts = /^(\d{1,15})\.([0-9a-f-]{36})$/.exec(cursor);
  if (!parts) throw new AppError('HTTP_INVALID', { problem: 'cursor' });
  return { at: Number(parts[1]), id: parts[2] as string };
}
