import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import { get } from '../../api/client.ts';
import { useMay } from '../../api/session.ts';
import { useOpenGaps } from '../../api/sites.ts';
import type { DailyCount, Page, RoadVehicle, RuleSet, UploadRate, UploadSummary, Verification } from '../../api/types.ts';
import { StateTag } from '../../components/business/state-tags.tsx';
import { SideDrawer } from '../../components/ui/side-drawer.tsx';
import { Loading } from '../../components/ui/states.tsx';
import { daysAgo, dayStart } from '../../lib/time.ts';
import { type InspectionPoint, inspectionPoints } from './inspection-points.ts';

const words = { ready: { tone: 'admit', word: '就绪' }, act: { tone: 'ask', word: '要处理' }, unknown: { tone: 'unknown', word: '无法判断' } } as const;

/** Goes through what an inspector looks at first and says point by point what is ready and what is not. */
export function Inspection() {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button type="primary" onClick={() => setOpen(true)}>
        迎检自查
      </Button>
      <SideDrawer open={open} title="迎检自查" width={620} onClose={() => setOpen(false)}>
        {open ? <Points /> : null}
      </SideDrawer>
    </>
  );
}

function Points() {
  const { points, settled } = usePoints();
  if (!settled) return <Loading text="正在逐项检查…" />;
  const open = points.filter((point) => point.state !== 'ready').length;
  return (
    <>
      <p role="status" style={{ marginTop: 0 }}>
        {open === 0 ? `${points.length} 项全部就绪。` : `${points.length} 项中 ${open} 项未就绪，点右侧“查看”直达明细。`}
      </p>
      <ul className="inspection">
        {points.map((point) => (
          <Point key={point.title} point={point} />
        ))}
      </ul>
    </>
  );
}

function Point({ point }: { point: InspectionPoint }) {
  const { tone, word } = words[point.state];
  return (
    <li>
      <StateTag tone={tone}>{word}</StateTag>
      <div>
        <strong>{point.title}</strong>
        <div className="gg-quiet">{point.text}</div>
      </div>
      <Link to={point.to as never} search={point.search as never}>
        查看
      </Link>
    </li>
  );
}

function usePoints(): { points: InspectionPoint[]; settled: boolean } {
  const may = useMay();
  const rate = useQuery({ queryKey: ['uploads', 'rate'], queryFn: () => get<UploadRate>('/uploads/rate', { from: dayStart(daysAgo(29)) }) });
  const summary = useQuery({ queryKey: ['uploads', 'summary'], queryFn: () => get<Page<UploadSummary>>('/uploads/summary') });
  const daily = useQuery({
    queryKey: ['inspection', 'daily'],
    queryFn: () => get<{ items: DailyCount[] }>('/statistics/daily', { from: daysAgo(29), to: daysAgo(0) }),
    enabled: may('passages.read'),
  });
  const pending = useQuery({
    queryKey: ['vehicles', 'pending'],
    queryFn: () => get<Page<RoadVehicle>>('/road-vehicles', { reviewState: 'pending', limit: 200 }),
    enabled: may('vehicles.read'),
  });
  const gaps = useOpenGaps(may('live.read'));
  const rules = useQuery({ queryKey: ['rules', 'current'], queryFn: () => get<RuleSet>('/rule-sets/current'), enabled: may('rules.read') });
  const verified = useQuery({
    queryKey: ['inspection', 'verification'],
    queryFn: () => get<Page<Verification>>('/ledger/verifications', { limit: 1 }),
    enabled: may('ledger.read'),
  });
  const asked = [rate, summary, daily, pending, gaps, rules, verified];
  const points = inspectionPoints({
    uploads: { rate: rate.data, summary: summary.data?.items },
    passed: { daily: daily.data?.items, since: dayStart(daysAgo(29)) },
    registers: { pending: pending.data && { count: pending.data.items.length, more: pending.data.nextCursor !== null }, rules: rules.data },
    health: { gaps: gaps.data?.items, verification: verified.data && (verified.data.items[0] ?? null) },
    may,
  });
  return { points, settled: asked.every((query) => !query.isLoading) };
}
