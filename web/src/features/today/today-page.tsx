import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { get } from '../../api/client.ts';
import { useLive } from '../../api/live.tsx';
import { useMay } from '../../api/session.ts';
import { useLanes, useOpenGaps } from '../../api/sites.ts';
import type { DailyCount, Page as PageOf, Passage, RoadVehicle, RuleSet, UploadSummary, Visit } from '../../api/types.ts';
import { ConnectFirst } from '../../components/business/connect-first.tsx';
import { StateTag } from '../../components/business/state-tags.tsx';
import { Page, Panel } from '../../components/ui/page.tsx';
import { QueryView } from '../../components/ui/states.tsx';
import { countText } from '../../lib/numbers.ts';
import { dateText, daysAgo, dayStart, shortText } from '../../lib/time.ts';
import { Inspection } from './inspection.tsx';
import { RatePanel } from './rate-panel.tsx';
import { StageMix } from './stage-mix.tsx';
import { TodayFigure } from './today-figure.tsx';
import './today.css';

/** "Am I safe if they come now?": each figure opens its rows and says how it is counted. */
export default function TodayPage() {
  const may = useMay();
  const today = dateText(Date.now());
  const daily = useQuery({
    queryKey: ['live', 'daily', today],
    queryFn: () => get<{ items: DailyCount[] }>('/statistics/daily', { from: daysAgo(13), to: today }),
    refetchInterval: 60_000,
    enabled: may('passages.read'),
  });
  useLive('passage', () => void daily.refetch());
  return (
    <Page title="今日" scroll note="现在来检查，我们准备好了吗" actions={<Inspection />}>
      <FirstStep />
      <div className="today-figures">
        <Waiting />
        <PassageFigures daily={daily.data?.items} today={today} />
        <ToReview />
        <Questions />
        <Inside />
        <OpenGaps />
      </div>
      <div className="grid-2" style={{ alignItems: 'start' }}>
        <RatePanel />
        <RulesInForce />
      </div>
      <Panel title="近 14 天进厂车辆的排放阶段">
        <QueryView query={daily}>{(data) => <StageMix items={data.items} />}</QueryView>
      </Panel>
    </Page>
  );
}

function FirstStep() {
  const may = useMay();
  const lanes = useLanes(may('lanes.read'));
  if (lanes.data?.items.length !== 0) return null;
  return (
    <Panel title="还没有接好通道">
      接好第一条通道前，车辆不会被识别，也不会有记录和上报。 <ConnectFirst />
    </Panel>
  );
}

function PassageFigures({ daily, today }: { daily: DailyCount[] | undefined; today: string }) {
  const sums = useMemo(() => {
    const rows = (daily ?? []).filter((row) => row.day === today);
    const sum = (test: (row: DailyCount) => boolean) => rows.filter(test).reduce((total, row) => total + row.passages, 0);
    return {
      in: sum((row) => row.direction === 'in' && row.passed),
      out: sum((row) => row.direction === 'out' && row.passed),
      denied: sum((row) => row.outcome === 'deny'),
      unknown: sum((row) => row.passed && (row.emissionStage === 'unknown' || row.emissionStage === 'none')),
    };
  }, [daily, today]);
  const search = { from: dayStart(today) };
  const value = (count: number) => (daily ? countText(count) : '—');
  return (
    <>
      <TodayFigure
        title="今日进 / 出"
        value={`${value(sums.in)} / ${value(sums.out)}`}
        definition="今日零点（北京时间）以来已通过的车辆数，进厂与出厂分计"
        to="/passages"
        search={{ ...search, passed: 'true' }}
      />
      <TodayFigure
        title="今日拒绝"
        value={value(sums.denied)}
        definition="今日判定为拒绝的次数，含随后人工改判的"
        to="/passages"
        search={{ ...search, outcome: 'deny' }}
      />
      <TodayFigure
        title="排放阶段未知而通过"
        value={value(sums.unknown)}
        tone={sums.unknown > 0 ? 'ask' : null}
        definition="今日已通过、但登记资料里没有排放阶段的车辆次数；核查时须有证明"
        to="/passages"
        search={{ ...search, passed: 'true', emissionStage: 'unknown' }}
      />
    </>
  );
}

function Waiting() {
  const may = useMay();
  const summary = useQuery({
    queryKey: ['uploads', 'summary'],
    queryFn: () => get<PageOf<UploadSummary>>('/uploads/summary'),
    refetchInterval: 10_000,
    enabled: may('uploads.read'),
  });
  const items = summary.data?.items ?? [];
  const sum = (key: 'waiting' | 'incomplete' | 'rejected' | 'unknown') => items.reduce((total, item) => total + item[key], 0);
  const broken = items.some((item) => item.circuit === 'open');
  const stuck = sum('rejected') + sum('unknown');
  const value = (count: number) => (summary.data ? countText(count) : '—');
  return (
    <>
      <TodayFigure
        title="待上报"
        value={value(sum('waiting'))}
        note={broken ? '平台中断，已自动保存' : null}
        tone={broken ? 'ask' : null}
        definition="所有平台等待发送的记录，平台恢复后自动补传"
        to="/uploads"
        search={{ tab: 'due' }}
      />
      <TodayFigure
        title="待补录"
        value={value(sum('incomplete'))}
        tone={sum('incomplete') > 0 ? 'ask' : null}
        definition="缺少平台要求的字段，要人补录才能上报"
        to="/uploads"
        search={{ tab: 'incomplete' }}
      />
      <TodayFigure
        title="被拒与结果不明"
        value={value(stuck)}
        tone={stuck > 0 ? 'deny' : null}
        definition="平台明确拒绝，或可能已收到而没有答复的记录"
        to="/uploads"
        search={{ tab: sum('rejected') > 0 ? 'rejected' : 'unknown' }}
      />
    </>
  );
}

function ToReview() {
  const may = useMay();
  const limit = 200;
  const pending = useQuery({
    queryKey: ['vehicles', 'pending'],
    queryFn: () => get<PageOf<RoadVehicle>>('/road-vehicles', { reviewState: 'pending', limit }),
    refetchInterval: 60_000,
    enabled: may('vehicles.read'),
  });
  const count = pending.data?.items.length;
  if (!may('vehicles.read')) return null;
  return (
    <TodayFigure
      title="待复核车辆"
      value={count === undefined ? '—' : pending.data?.nextCursor ? `${count}+` : countText(count)}
      tone={count ? 'ask' : null}
      definition="登记资料还没有经第二人复核的车辆"
      to="/vehicles"
      search={{ reviewState: 'pending' }}
    />
  );
}

function Questions() {
  const may = useMay();
  const questions = useQuery({
    queryKey: ['live', 'questions-count'],
    queryFn: () => get<{ items: Passage[] }>('/questions'),
    refetchInterval: 30_000,
    enabled: may('live.read'),
  });
  const count = questions.data?.items.length;
  if (!may('live.read')) return null;
  return (
    <TodayFigure
      title="待核验"
      value={countText(count)}
      tone={count ? 'ask' : null}
      definition="近 12 小时内判定为待核验、门卫还没有处理的车辆"
      to="/live"
      search={{}}
    />
  );
}

function Inside() {
  const inside = useQuery({
    queryKey: ['live', 'inside-count'],
    queryFn: () => get<PageOf<Visit> & { count?: number }>('/visits/inside', { limit: 1 }),
    refetchInterval: 60_000,
  });
  return <TodayFigure title="在厂车辆" value={countText(inside.data?.count)} definition="有进厂记录、还没有出厂记录的车辆" to="/inside" search={{}} />;
}

function OpenGaps() {
  const may = useMay();
  const gaps = useOpenGaps(may('live.read'));
  const items = gaps.data?.items ?? [];
  if (!may('live.read')) return null;
  return (
    <TodayFigure
      title="未恢复的中断"
      value={gaps.data ? countText(items.length) : '—'}
      note={items[0] ? `${items[0].title}${items[0].subjectName ? `：${items[0].subjectName}` : ''}，自 ${shortText(items[0].since)}` : null}
      tone={items.length > 0 ? 'ask' : null}
      definition="相机离线、平台中断等尚未恢复的情况；长时间中断须向主管部门报备"
      to="/system"
      search={{ open: 'true' }}
    />
  );
}

function RulesInForce() {
  const may = useMay();
  const current = useQuery({ queryKey: ['rules', 'current'], queryFn: () => get<RuleSet>('/rule-sets/current'), enabled: may('rules.read') });
  return (
    <Panel title="现行管控规则" extra={<Link to={'/rules' as never}>查看规则</Link>}>
      <QueryView query={current}>
        {(rules) => (
          <>
            <StateTag tone="admit">第 {rules.version} 版</StateTag> {rules.title}
            <ul style={{ margin: '8px 0 0', paddingLeft: 18 }}>
              {rules.stageLimits.map((limit) => (
                <li key={limit.id}>{limit.title}</li>
              ))}
            </ul>
            <p className="gg-quiet" style={{ marginBottom: 0 }}>
              依据：{rules.source || '未注明'}
            </p>
          </>
        )}
      </QueryView>
    </Panel>
  );
}
