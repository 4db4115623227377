import { useQuery } from '@tanstack/react-query';
import { Tooltip } from 'antd';
import { get } from '../../api/client.ts';
import { useMay } from '../../api/session.ts';
import type { Gap, Page } from '../../api/types.ts';
import { dateTimeText, durationText } from '../../lib/time.ts';

const dayMs = 86_400_000;

/** The last 24 hours of a platform: each interruption is a bar at its place, with what was kept meanwhile. */
export function OutageStrip({ regulatorId }: { regulatorId: string }) {
  const may = useMay();
  const gaps = useQuery({
    queryKey: ['uploads', 'outages'],
    queryFn: () => get<Page<Gap>>('/gaps', { kind: 'platform-unreachable', limit: 100 }),
    enabled: may('live.read'),
    refetchInterval: 15_000,
  });
  const now = Date.now();
  const outages = (gaps.data?.items ?? []).filter(
    (gap) => gap.subject === `regulator:${regulatorId}` && (gap.until === null || Date.parse(gap.until) > now - dayMs),
  );
  const latest = outages[0];
  if (!latest) return null;
  const at = (instant: number) => Math.max(0, ((instant - (now - dayMs)) / dayMs) * 100);
  return (
    <div className="outages">
      <span className="figure-title">近 24 小时</span>
      <span className="outage-line" role="img" aria-label={`近 24 小时中断 ${outages.length} 次`}>
        {outages.map((gap) => {
          const [from, until] = [Date.parse(gap.since), gap.until ? Date.parse(gap.until) : now];
          return (
            <Tooltip key={gap.id} title={sentence(gap)}>
              <span className={gap.until ? 'outage' : 'outage outage-open'} style={{ left: `${at(from)}%`, width: `max(3px, ${at(until) - at(from)}%)` }} />
            </Tooltip>
          );
        })}
      </span>
      <span className="gg-quiet">{sentence(latest)}</span>
    </div>
  );
}

function sentence(gap: Gap): string {
  const since = Date.parse(gap.since);
  if (gap.until === null) return `${dateTimeText(gap.since)} 起中断，已 ${durationText(Date.now() - since)}，记录保存在本机`;
  const { kept } = gap.details;
  const saved = typeof kept === 'number' ? `，其间保存 ${kept} 条，恢复后自动补传` : '';
  return `${dateTimeText(gap.since)} 中断 ${durationText(Date.parse(gap.until) - since)}${saved}`;
}
