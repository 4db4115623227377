import { useMemo } from 'react';
import { useQuery } from '@tanstack/react-query';
import { get } from '../../api/client.ts';
import { useLive } from '../../api/live.tsx';
import type { Page as PageOf, Visit } from '../../api/types.ts';
import { ConnectFirst } from '../../components/business/connect-first.tsx';
import { PlateTag } from '../../components/business/plate-tag.tsx';
import { StageTag, StateTag } from '../../components/business/state-tags.tsx';
import { type Column, DataTable } from '../../components/ui/data-table.tsx';
import { Page } from '../../components/ui/page.tsx';
import { Empty } from '../../components/ui/states.tsx';
import { useUrlValues } from '../../components/ui/url-state.ts';
import { emissionStages, fuelTypes, wordOf } from '../../lib/codes.ts';
import { countText, tonnesText } from '../../lib/numbers.ts';
import { dateTimeText, durationText } from '../../lib/time.ts';
import { questionWords, VisitDrawer } from './visit-drawer.tsx';

const longStayMs = 24 * 3_600_000;

const columns: Column<Visit>[] = [
  { key: 'plate', title: '车牌号码', width: 124, fixed: 'start', render: (row) => <PlateTag plateNumber={row.plateNumber} plateColor={row.plateColor} /> },
  { key: 'inAt', title: '进厂时间', width: 164, render: (row) => dateTimeText(row.inAt) },
  { key: 'stay', title: '已在厂', width: 140, render: (row) => <Stay inAt={row.inAt} /> },
  { key: 'lane', title: '进厂道闸', width: 96, render: (row) => `${row.inEntranceCode ?? '—'} / ${row.inLaneCode ?? '—'}` },
  { key: 'stage', title: '排放标准', width: 90, render: (row) => <StageTag stage={row.emissionStage} /> },
  { key: 'fuel', title: '燃料类型', width: 84, render: (row) => wordOf(fuelTypes, row.fuelType) },
  { key: 'cargo', title: '进厂货物', width: 120, render: (row) => row.inCargoName ?? '—' },
  { key: 'tonnes', title: '进厂运输量（吨）', width: 130, align: 'right', render: (row) => tonnesText(row.inCargoTonnes) },
  { key: 'fleet', title: '车队名称', width: 150, render: (row) => row.fleetName ?? '—' },
  {
    key: 'questions',
    title: '疑问',
    width: 150,
    render: (row) =>
      row.questions.map((question) => (
        <StateTag key={question} tone="ask">
          {wordOf(questionWords, question)}
        </StateTag>
      )),
  },
];

function Stay({ inAt }: { inAt: string | null }) {
  if (!inAt) return '—';
  const ms = Date.now() - Date.parse(inAt);
  return ms > longStayMs ? <StateTag tone="ask">{durationText(ms)}</StateTag> : durationText(ms);
}

/** Who is inside now, longest first to be seen. */
export default function InsidePage() {
  const [values, set] = useUrlValues();
  const inside = useQuery({ queryKey: ['live', 'inside'], queryFn: () => get<PageOf<Visit>>('/visits/inside', { limit: 500 }), refetchInterval: 60_000 });
  useLive('passage', () => void inside.refetch());
  const rows = useMemo(() => [...(inside.data?.items ?? [])].sort((a, b) => Date.parse(a.inAt ?? '') - Date.parse(b.inAt ?? '')), [inside.data]);
  const stages = useMemo(() => {
    const counts = new Map<string, number>();
    for (const row of rows) counts.set(row.emissionStage ?? 'unknown', (counts.get(row.emissionStage ?? 'unknown') ?? 0) + 1);
    return [...counts].map(([stage, count]) => `${wordOf(emissionStages, stage)} ${count}`).join('，');
  }, [rows]);
  return (
    <Page title="在厂车辆" note={inside.data ? `现在厂内 ${countText(rows.length)} 辆${stages ? `：${stages}` : ''}` : undefined}>
      <DataTable<Visit>
        name="inside"
        label="在厂车辆"
        columns={columns}
        rowKey={(row) => row.id}
        list={{
          rows,
          loading: inside.isPending,
          fetching: inside.isFetching,
          error: inside.error,
          hasMore: false,
          loadingMore: false,
          loadMore: () => undefined,
          reload: () => void inside.refetch(),
        }}
        selected={values.id ?? null}
        onSelect={(id) => set({ id })}
        empty={<Empty title="厂内没有车辆" next="车辆进厂后会出现在这里，出厂即消失；超过 24 小时的会标黄。" action={<ConnectFirst />} />}
      />
      <VisitDrawer id={values.id ?? null} onClose={() => set({ id: null })} onChanged={() => void inside.refetch()} />
    </Page>
  );
}
