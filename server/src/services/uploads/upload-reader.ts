import { AppError } from '../../domain/errors.ts';
import { formatInstant } from '../../domain/time.ts';
import type { Page, QueryParams, QueryResult, Readers } from '../../storage/contract.ts';
import type { RegulatorView } from './regulators.ts';
import type { Uploads } from './uploads.ts';

type Item = QueryResult<'upload.list'>['items'][number];
export type UploadFilter = Omit<QueryParams<'upload.list'>, 'limit' | 'cursor'>;

const waitsForEntry = '等待同一次运输的进厂记录被平台接收';
const shownAttempts = 200;

export interface UploadReaderParts {
  readers: Readers;
  uploads: Pick<Uploads, 'status'>;
  regulators: () => RegulatorView[];
  now: () => number;
}

/** The outbox as people read it. */
export function createUploadReader({ readers, uploads, regulators, now }: UploadReaderParts) {
  return {
    async list(query: UploadFilter & { limit: number; cursor?: string | undefined }): Promise<Page<UploadView>> {
      const page = await readers.query('upload.list', query);
      return { items: page.items.map(viewOf), nextCursor: page.nextCursor };
    },

    /** With what the platform returned and the newest attempts, newest first. Throws UPLOAD_NOT_FOUND. */
    async find(id: string) {
      const item = await readers.query('upload.get', { id });
      if (!item) throw new AppError('UPLOAD_NOT_FOUND', { id });
      const attempts = await readers.query('upload.attempts', { id, limit: shownAttempts });
      return {
        ...viewOf(item),
        remote: item.remote === null ? null : (JSON.parse(item.remote) as Record<string, string>),
        attemptList: attempts.map(({ number, started_at, finished_at, state, status, request, reply, message }) => ({
          ...{ number, state, status, request, reply, message },
          startedAt: formatInstant(started_at),
          finishedAt: finished_at === null ? null : formatInstant(finished_at),
        })),
      };
    },

    /** What is not accepted, grouped by reason, the most frequent first. */
    async reasons(filter: UploadFilter) {
      const rows = await readers.query('upload.reasons', filter);
      return rows.map((row) => ({
        regulatorId: row.regulator_id,
        state: row.state,
        message: row.message,
        count: row.uploads,
        oldestAt: formatInstant(row.oldest),
      }));
    },

    /** One row a platform: how far behind, how much waits and for what. */
    async summary() {
      const counts = await readers.query('upload.counts', {});
      return Promise.all(
        regulators().map(async (regulator) => {
          const rows = counts.filter((row) => row.regulator_id === regulator.id);
          const sum = (fits: (row: (typeof rows)[number]) => boolean) => rows.filter(fits).reduce((total, row) => total + row.uploads, 0);
          const byItself = (row: (typeof rows)[number]) => row.state !== 'rejected' && row.attention !== 2;
          const oldest = Math.min(...rows.filter(byItself).map((row) => row.oldest));
          const status = await uploads.status(regulator.id);
          return {
            regulatorId: regulator.id,
            name: regulator.name,
            protocol: regulator.protocol,
            enabled: regulator.enabled,
            problem: regulator.problem,
            liveLagMs: status?.liveLagMs ?? null,
            oldestWaitingAt: Number.isFinite(oldest) ? formatInstant(oldest) : null,
            lagMs: Number.isFinite(oldest) ? Math.max(0, now() - oldest) : 0,
            waiting: sum((row) => byItself(row) && row.state !== 'sending'),
            waitingForEntry: sum((row) => row.state === 'waiting' && row.attention === 1),
            incomplete: sum((row) => row.state === 'waiting' && row.attention === 2),
            inFlight: status?.inFlight ?? 0,
            acceptedToday: status?.acceptedToday ?? 0,
            rejected: sum((row) => row.state === 'rejected'),
            unknown: sum((row) => row.state === 'unknown' && row.attention === 2),
            circuit: status?.circuit ?? null,
            since: status?.since == null ? null : formatInstant(status.since),
            message: status?.message ?? null,
          };
        }),
      );
    },

    /** The states of passages' uploads, by passage id. */
    async ofPassages(passageIds: string[]): Promise<Map<string, { regulatorId: string; state: string }[]>> {
      const found = new Map<string, { regulatorId: string; state: string }[]>();
      const regulatorIds = regulators().map((regulator) => regulator.id);
      if (passageIds.length === 0 || regulatorIds.length === 0) return found;
      for (const row of await readers.query('upload.of-passages', { passageIds, regulatorIds })) {
        found.set(row.passage_id, [...(found.get(row.passage_id) ?? []), { regulatorId: row.regulator_id, state: row.state }]);
      }
      return found;
    },
  };
}
export type UploadReader = ReturnType<typeof createUploadReader>;
export type UploadView = ReturnType<typeof viewOf>;

function viewOf(item: Item) {
  const parked = item.state === 'waiting' && item.next_attempt_at === null;
  return {
    id: item.id,
    regulatorId: item.regulator_id,
    regulatorName: item.regulator_name,
    passageId: item.passage_id,
    visitId: item.visit_id,
    direction: item.direction as 'in' | 'out',
    laneCode: item.lane_code,
    at: formatInstant(item.passed_at),
    plateNumber: item.plate_number,
    plateColor: item.plate_color,
    state: item.state,
    attention: (parked ? (item.message === null ? 'entry' : 'incomplete') : null) as 'entry' | 'incomplete' | null,
    attempts: item.attempts,
    nextAttemptAt: item.next_attempt_at === null || item.state === 'sending' ? null : formatInstant(item.next_attempt_at),
    message: parked && item.message === null ? waitsForEntry : item.message,
    acceptedAt: item.accepted_at === null ? null : formatInstant(item.accepted_at),
    recordedAt: formatInstant(item.recorded_at),
  };
}
