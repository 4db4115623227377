import { Button } from 'antd';
import type { UploadRate, UploadSummary } from '../../api/types.ts';
import { StateTag } from '../../components/business/state-tags.tsx';
import { Definition } from '../../components/ui/page.tsx';
import { useUrlValues } from '../../components/ui/url-state.ts';
import { countText, shareText } from '../../lib/numbers.ts';
import { dateTimeText, durationText } from '../../lib/time.ts';
import { DayStrip } from './day-strip.tsx';
import { OutageStrip } from './outage-strip.tsx';

/** One platform: is it reachable, how far behind, what waits, what was taken today, thirty days of rate. */
export function PlatformLane({ summary, rate, onSettings }: { summary: UploadSummary; rate: UploadRate | undefined; onSettings: (() => void) | null }) {
  const [, set] = useUrlValues();
  const total = rate?.totals.find((item) => item.regulatorId === summary.regulatorId);
  const open =
    (tab: string, more: Record<string, string> = {}) =>
    () =>
      set({ tab, regulatorId: summary.regulatorId, message: null, state: null, from: null, to: null, plateNumber: null, ...more });
  return (
    <section className="panel" aria-label={`监管平台 ${summary.name}`}>
      <header className="platform-head">
        <h2>{summary.name}</h2>
        <Circuit summary={summary} />
        {summary.message && summary.circuit !== 'closed' ? <span className="gg-quiet">{summary.message}</span> : null}
        {summary.problem ? <StateTag tone="deny">{summary.problem}</StateTag> : null}
        {onSettings ? (
          <Button size="small" style={{ marginLeft: 'auto' }} onClick={onSettings}>
            平台设置
          </Button>
        ) : null}
      </header>
      <div className="platform-body">
        <Figure
          title="实时延迟"
          value={summary.liveLagMs === null ? '—' : summary.liveLagMs < 1000 ? `${summary.liveLagMs} 毫秒` : durationText(summary.liveLagMs)}
          definition="最近一条实时记录从产生到被平台接收的时间"
        />
        <Figure
          title="待上报"
          value={countText(summary.waiting)}
          tone={summary.waiting > 0 && summary.circuit === 'open' ? 'warn' : null}
          definition={waitingText(summary)}
          onClick={open('due')}
        />
        <Figure title="发送中" value={countText(summary.inFlight)} definition="已发出、还没有收到平台答复" onClick={open('all', { state: 'sending' })} />
        <Figure title="今日已接收" value={countText(summary.acceptedToday)} definition="北京时间今日零点以来平台确认接收的条数" onClick={open('today')} />
        <Figure
          title="待补录"
          value={countText(summary.incomplete)}
          tone={summary.incomplete > 0 ? 'warn' : null}
          definition="缺少平台要求的字段，补录后自动发送"
          onClick={open('incomplete')}
        />
        <Figure
          title="被拒"
          value={countText(summary.rejected)}
          tone={summary.rejected > 0 ? 'bad' : null}
          definition="平台明确拒绝，原因见列表"
          onClick={open('rejected')}
        />
        <Figure
          title="结果不明"
          value={countText(summary.unknown)}
          tone={summary.unknown > 0 ? 'warn' : null}
          definition="平台可能已收到；协议允许重复时自动再发，否则等人确认"
          onClick={open('unknown')}
        />
        <div>
          <div className="figure-title" style={{ marginBottom: 4 }}>
            近 30 天上传率 <strong>{shareText(total?.acceptedRate ?? null)}</strong> <Definition text={rate?.definitions.accepted ?? ''} /> · 及时{' '}
            <strong>{shareText(total?.onTimeRate ?? null)}</strong> <Definition text={rate?.definitions.onTime ?? ''} />
          </div>
          <DayStrip days={rate?.days.filter((day) => day.regulatorId === summary.regulatorId) ?? []} />
        </div>
      </div>
      <OutageStrip regulatorId={summary.regulatorId} />
    </section>
  );
}

function waitingText(summary: UploadSummary): string {
  const parts = ['等待发送的条数（含待重试）'];
  if (summary.waitingForEntry > 0) parts.push(`其中 ${summary.waitingForEntry} 条出厂在等同一次进厂先被接收`);
  if (summary.oldestWaitingAt) parts.push(`最早一条产生于 ${dateTimeText(summary.oldestWaitingAt)}`);
  return parts.join('；');
}

function Circuit({ summary }: { summary: UploadSummary }) {
  const since = summary.since ? `自 ${dateTimeText(summary.since)}` : '';
  if (!summary.enabled) return <StateTag tone="unknown">已停用</StateTag>;
  if (summary.circuit === 'open') return <StateTag tone="deny">平台中断 {since}，已自动保存，无需操作</StateTag>;
  if (summary.circuit === 'half-open') return <StateTag tone="ask">正在试探恢复</StateTag>;
  if (summary.waiting > 0 && summary.lagMs > 300_000) return <StateTag tone="ask">补传中，积压 {durationText(summary.lagMs)}</StateTag>;
  return <StateTag tone="admit">连接正常</StateTag>;
}

function Figure({
  title,
  value,
  definition,
  tone = null,
  onClick,
}: {
  title: string;
  value: string;
  definition: string;
  tone?: 'warn' | 'bad' | null;
  onClick?: () => void;
}) {
  const className = `figure-value${tone ? ` figure-${tone}` : ''}`;
  return (
    <div className="figure">
      <span className="figure-title">
        {title} <Definition text={definition} />
      </span>
      {onClick ? (
        <button type="button" className={className} aria-label={`${title} ${value}，查看明细`} onClick={onClick}>
          {value}
        </button>
      ) : (
        <span className={className}>{value}</span>
      )}
    </div>
  );
}
