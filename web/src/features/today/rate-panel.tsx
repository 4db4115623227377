import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { get } from '../../api/client.ts';
import { useMay } from '../../api/session.ts';
import type { UploadRate, UploadSummary } from '../../api/types.ts';
import { StateTag } from '../../components/business/state-tags.tsx';
import { Definition, Panel } from '../../components/ui/page.tsx';
import { Empty, QueryView } from '../../components/ui/states.tsx';
import { countText, shareText } from '../../lib/numbers.ts';
import { daysAgo, dayStart } from '../../lib/time.ts';

const required = 0.95;

/** The upload rate of each platform over thirty days against the line at 95 %, by both definitions. */
export function RatePanel() {
  const configure = useMay()('regulators.configure');
  const rate = useQuery({
    queryKey: ['uploads', 'rate'],
    queryFn: () => get<UploadRate>('/uploads/rate', { from: dayStart(daysAgo(29)) }),
    refetchInterval: 60_000,
  });
  const summary = useQuery({ queryKey: ['uploads', 'summary'], queryFn: () => get<{ items: UploadSummary[] }>('/uploads/summary'), refetchInterval: 10_000 });
  const nameOf = (id: string) => summary.data?.items.find((item) => item.regulatorId === id)?.name ?? id;
  return (
    <Panel title="近 30 天上传率（要求不低于 95%）" extra={<Link to={'/uploads' as never}>查看上报</Link>}>
      <QueryView query={rate}>
        {(data) =>
          data.totals.length === 0 ? (
            <Empty
              title="还没有上报"
              next={`${configure ? '' : '请系统管理员'}添加监管平台后，这里显示每个平台的上传率。`}
              action={configure ? <Link to={'/uploads' as never}>去添加</Link> : null}
            />
          ) : (
            <div style={{ display: 'grid', gap: 12 }}>
              {data.totals.map((total) => (
                <div key={total.regulatorId}>
                  <div style={{ display: 'flex', gap: 8, alignItems: 'center' }}>
                    <Link to={'/uploads' as never} search={{ tab: 'all', regulatorId: total.regulatorId } as never}>
                      <strong>{nameOf(total.regulatorId)}</strong>
                    </Link>
                    {total.acceptedRate === null ? (
                      <StateTag tone="unknown">没有通行</StateTag>
                    ) : total.acceptedRate >= required ? (
                      <StateTag tone="admit">达到 95%</StateTag>
                    ) : (
                      <StateTag tone="deny">低于 95%</StateTag>
                    )}
                  </div>
                  <Bar
                    title="上传率"
                    definition={data.definitions.accepted}
                    rate={total.acceptedRate}
                    text={`${countText(total.accepted)} / ${countText(total.produced)}`}
                  />
                  <Bar
                    title={`${data.onTimeMinutes} 分钟内`}
                    definition={data.definitions.onTime}
                    rate={total.onTimeRate}
                    text={`${countText(total.onTime)} / ${countText(total.produced)}`}
                  />
                </div>
              ))}
            </div>
          )
        }
      </QueryView>
    </Panel>
  );
}

function Bar({ title, definition, rate, text }: { title: string; definition: string; rate: number | null; text: string }) {
  return (
    <div className="rate-row">
      <span className="gg-quiet">
        {title} <Definition text={definition} />
      </span>
      <span className="rate-bar" role="img" aria-label={`${title} ${shareText(rate)}`}>
        <span className={rate !== null && rate < required ? 'rate-low' : ''} style={{ width: `${(rate ?? 0) * 100}%` }} />
        <i />
      </span>
      <strong>{shareText(rate)}</strong>
      <span className="gg-quiet">{text}</span>
    </div>
  );
}
