import { formatInstant } from '../../domain/time.ts';
import type { QueryResult, Readers } from '../../storage/contract.ts';

type Row = QueryResult<'upload.rate'>[number];

export interface RateFigures {
  regulatorId: string;
  /** Passages that passed since the platform was set up; refused vehicles are none. */
  produced: number;
  /** Of them, put into the outbox: the rest passed while the platform was switched off. */
  enqueued: number;
  accepted: number;
  onTime: number;
  /** 0–1; null when nothing was produced. */
  acceptedRate: number | null;
  onTimeRate: number | null;
  /** Opens the rows behind these figures in the list of uploads. */
  filter: { regulatorId: string; from: string; to: string; laneId?: string };
}

/** Used where nobody asks otherwise; no published text names a number of minutes. */
export const usualOnTimeMinutes = 5;

/** Both definitions of the upload rate, in words, since no published text settles one. */
export function rateDefinitions(onTimeMinutes: number): { accepted: string; onTime: string } {
  return {
    accepted: '上传率（按条数）＝ 已被平台接收的通行记录数 ÷ 同期产生的通行记录数。产生数含平台停用期间的通行，不含被拒绝入厂的车辆；按通行时间归日。',
    onTime: `及时上传率 ＝ 记录产生后 ${onTimeMinutes} 分钟内被平台接收的通行记录数 ÷ 同期产生的通行记录数。补传成功但超过 ${onTimeMinutes} 分钟的不计入分子。`,
  };
}

/** The rates of `[from, until)` (ms): in all, by Beijing day (newest first), and by lane. */
export async function uploadRate(
  { readers }: { readers: Readers },
  asked: { from: number; until: number; regulatorId?: string | undefined; onTimeMinutes?: number | undefined },
) {
  const { from, until, regulatorId, onTimeMinutes = usualOnTimeMinutes } = asked;
  const rows = await readers.query('upload.rate', { from, until, regulatorId, onTimeMs: onTimeMinutes * 60_000 });
  const whole = { from: formatInstant(from), to: formatInstant(until) };
  const dayOf = (day: number) => ({ day: new Date(day * 86_400_000).toISOString().slice(0, 10), start: day * 86_400_000 - 8 * 3_600_000 });
  return {
    ...whole,
    onTimeMinutes,
    definitions: rateDefinitions(onTimeMinutes),
    totals: grouped(rows, (row) => row.regulator_id).map((group) => figures(group, whole)),
    days: grouped(rows, (row) => `${row.regulator_id} ${row.day}`).map((group) => {
      const { day, start } = dayOf(group[0].day);
      const span = { from: formatInstant(Math.max(from, start)), to: formatInstant(Math.min(until, start + 86_400_000)) };
      return { day, ...figures(group, span) };
    }),
    lanes: grouped(rows, (row) => `${row.regulator_id} ${row.lane_id} ${row.lane_code}`).map((group) => {
      const { lane_id: laneId, lane_code: laneCode, entrance_code: entranceCode } = group[0];
      const sums = figures(group, whole);
      return { laneId, laneCode, entranceCode, ...sums, filter: { ...sums.filter, laneId } };
    }),
  };
}

function grouped(rows: readonly Row[], key: (row: Row) => string): [Row, ...Row[]][] {
  const groups = new Map<string, [Row, ...Row[]]>();
  for (const row of rows) {
    const group = groups.get(key(row));
    if (group) group.push(row);
    else groups.set(key(row), [row]);
  }
  return [...groups.values()];
}

function figures(rows: [Row, ...Row[]], span: { from: string; to: string }): RateFigures {
  const sum = (name: 'produced' | 'enqueued' | 'accepted' | 'on_time') => rows.reduce((total, row) => total + row[name], 0);
  const [produced, enqueued, accepted, onTime] = [sum('produced'), sum('enqueued'), sum('accepted'), sum('on_time')];
  const regulatorId = rows[0].regulator_id;
  const share = (part: number) => (produced === 0 ? null : part / produced);
  return { regulatorId, produced, enqueued, accepted, onTime, acceptedRate: share(accepted), onTimeRate: share(onTime), filter: { regulatorId, ...span } };
}
