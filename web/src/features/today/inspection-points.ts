import type { DailyCount, Gap, RuleSet, UploadRate, UploadSummary, Verification } from '../../api/types.ts';
import { countText, shareText } from '../../lib/numbers.ts';
import { dateTimeText } from '../../lib/time.ts';

export interface InspectionPoint {
  title: string;
  state: 'ready' | 'act' | 'unknown';
  text: string;
  to: string;
  search: Record<string, string>;
}

/** What was read; undefined is what could not be. */
export interface Inspected {
  uploads: { rate: UploadRate | undefined; summary: UploadSummary[] | undefined };
  passed: { daily: DailyCount[] | undefined; since: string };
  registers: { pending: { count: number; more: boolean } | undefined; rules: Pick<RuleSet, 'version' | 'title'> | undefined };
  health: { gaps: Pick<Gap, 'title'>[] | undefined; verification: Pick<Verification, 'state' | 'ok' | 'finishedAt'> | null | undefined };
  may(right: string): boolean;
}

const required = 0.95;
const unread = '没有读到，请稍后重新打开';

/** The points in the order an inspector asks; those the person may not read are left out. Nothing that was not read counts as ready. */
export function inspectionPoints({ uploads, passed, registers, health, may }: Inspected): InspectionPoint[] {
  const sum = (pick: (item: UploadSummary) => number) => uploads.summary?.reduce((total, item) => total + pick(item), 0);
  const unknown = passed.daily
    ?.filter((row) => row.passed && (row.emissionStage === 'unknown' || row.emissionStage === 'none'))
    .reduce((total, row) => total + row.passages, 0);
  const { pending, rules } = registers;
  return [
    ...ratePoints(uploads),
    zero(
      '待补录的上报',
      sum((item) => item.incomplete),
      { unit: '条缺字段', to: '/uploads', search: { tab: 'incomplete' } },
    ),
    zero(
      '被拒与结果不明的上报',
      sum((item) => item.rejected + item.unknown),
      { unit: '条', to: '/uploads', search: { tab: 'rejected' } },
    ),
    ...(may('passages.read')
      ? [
          zero('近 30 天排放阶段未知而通过', unknown, {
            unit: '辆次，须有证明',
            to: '/passages',
            search: { passed: 'true', emissionStage: 'unknown', from: passed.since },
          }),
        ]
      : []),
    ...(may('vehicles.read')
      ? [zero('待复核车辆', pending?.count, { unit: pending?.more ? '辆以上' : '辆', to: '/vehicles', search: { reviewState: 'pending' } })]
      : []),
    ...(may('live.read') ? [zero('未恢复的中断', health.gaps?.length, { unit: '项，长时间中断须报备', to: '/system', search: { open: 'true' } })] : []),
    ...(may('rules.read')
      ? [point('现行管控规则', rules ? 'ready' : 'unknown', { text: rules ? `第 ${rules.version} 版：${rules.title}` : unread, to: '/rules', search: {} })]
      : []),
    ...(may('ledger.read') ? [verificationPoint(health.verification)] : []),
  ];
}

function ratePoints({ rate, summary }: Inspected['uploads']): InspectionPoint[] {
  const at = { to: '/uploads', search: { tab: 'all' } };
  if (!rate) return [point('近 30 天上传率', 'unknown', { text: unread, ...at })];
  if (rate.totals.length === 0) return [point('近 30 天上传率', 'act', { text: '还没有监管平台，通行不会上报', ...at })];
  return rate.totals.map((total) => {
    const name = summary?.find((item) => item.regulatorId === total.regulatorId)?.name ?? '监管平台';
    const title = `近 30 天上传率：${name}`;
    if (total.acceptedRate === null) return point(title, 'unknown', { text: '近 30 天没有要上报的通行', ...at });
    const text = `${shareText(total.acceptedRate)}（${countText(total.accepted)} / ${countText(total.produced)}），要求不低于 95%`;
    return point(title, total.acceptedRate >= required ? 'ready' : 'act', { text, ...at });
  });
}

function verificationPoint(run: Inspected['health']['verification']): InspectionPoint {
  const at = { to: '/ledger', search: {} };
  const title = '台账全面校验';
  if (run === undefined) return point(title, 'unknown', { text: unread, ...at });
  if (run === null) return point(title, 'act', { text: '这次启动以来还没有校验过，请运行一次', ...at });
  if (run.state === 'running') return point(title, 'unknown', { text: '正在校验', ...at });
  if (run.state === 'failed' || run.ok === null) return point(title, 'act', { text: '上一次校验没有完成，请再运行一次', ...at });
  return point(title, run.ok ? 'ready' : 'act', { text: `${dateTimeText(run.finishedAt)} ${run.ok ? '校验通过，台账完好' : '校验发现问题'}`, ...at });
}

function zero(title: string, count: number | undefined, at: { unit: string; to: string; search: Record<string, string> }): InspectionPoint {
  const { unit, to, search } = at;
  if (count === undefined) return point(title, 'unknown', { text: unread, to, search });
  return point(title, count === 0 ? 'ready' : 'act', { text: count === 0 ? '没有' : `${countText(count)} ${unit}`, to, search });
}

function point(title: string, state: InspectionPoint['state'], rest: Omit<InspectionPoint, 'title' | 'state'>): InspectionPoint {
  return { title, state, ...rest };
}
