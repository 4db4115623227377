import { usePagedList } from '../../api/lists.ts';
import { useMay } from '../../api/session.ts';
import { useEntrances, useLanes } from '../../api/sites.ts';
import type { Lane, Visit } from '../../api/types.ts';
import { ConnectFirst } from '../../components/business/connect-first.tsx';
import { ExportButton } from '../../components/business/export-button.tsx';
import { DataTable } from '../../components/ui/data-table.tsx';
import { FilterBar, type FilterField } from '../../components/ui/filter-bar.tsx';
import { Page } from '../../components/ui/page.tsx';
import { Empty } from '../../components/ui/states.tsx';
import { pick, useUrlValues } from '../../components/ui/url-state.ts';
import { emissionStages, fuelTypes, optionsOf, visitStates } from '../../lib/codes.ts';
import { visitColumns } from './visit-columns.tsx';
import { VisitDrawer } from './visit-drawer.tsx';

const filterNames = ['plateNumber', 'entranceCode', 'laneCode', 'emissionStage', 'fuelType', 'state', 'question', 'from', 'to'];

/** 进出厂运输车辆电子台账: one row an in and its out. */
export default function VisitsPage() {
  const [values, set] = useUrlValues();
  const filter = pick(values, filterNames);
  const list = usePagedList<Visit>('/visits', filter);
  const may = useMay();
  const entrances = useEntrances(may('lanes.read'));
  const lanes = useLanes(may('lanes.read'));
  const fields: FilterField[] = [
    { kind: 'text', name: 'plateNumber', title: '车牌号码', width: 112 },
    { kind: 'days', title: '进出日期' },
    {
      kind: 'select',
      name: 'entranceCode',
      title: '出入口',
      options: entrances.data?.items.map((entrance) => ({ value: entrance.code, label: `${entrance.code} ${entrance.name}` })) ?? [],
      width: 100,
    },
    { kind: 'select', name: 'laneCode', title: '通道', options: laneOptions(lanes.data?.items ?? [], values.entranceCode), width: 96 },
    { kind: 'select', name: 'emissionStage', title: '排放阶段', options: optionsOf(emissionStages), width: 100 },
    { kind: 'select', name: 'fuelType', title: '燃料', options: optionsOf(fuelTypes), width: 84 },
    { kind: 'select', name: 'state', title: '状态', options: optionsOf(visitStates), width: 96 },
    { kind: 'select', name: 'question', title: '疑问', options: [{ value: 'true', label: '有疑问' }], width: 88 },
  ];
  return (
    <Page title="进出厂台账" note="进出厂运输车辆电子台账，一进一出为一行，列序按标准">
      <FilterBar name="visits" fields={fields} />
      <DataTable<Visit>
        name="visits"
        label="进出厂台账"
        columns={visitColumns}
        list={list}
        rowKey={(row) => row.id}
        selected={values.id ?? null}
        onSelect={(id) => set({ id })}
        tools={<ExportButton kind="visits" filter={filter} />}
        empty={
          Object.keys(filter).length > 0 ? (
            <Empty title="没有符合筛选的台账行" next="放宽日期或清空筛选后再看。" />
          ) : (
            <Empty title="台账还是空的" next="第一辆车进厂后，这里会出现一行；出厂后补全同一行。" action={<ConnectFirst />} />
          )
        }
      />
      <VisitDrawer id={values.id ?? null} onClose={() => set({ id: null })} onChanged={list.reload} />
    </Page>
  );
}

/** Lanes by their code, as the ledger has it: of the chosen entrance, or of all; two entrances may call a lane alike. */
function laneOptions(lanes: Lane[], entranceCode: string | undefined): { value: string; label: string }[] {
  const names = new Map<string, string[]>();
  for (const lane of lanes) {
    if (entranceCode === undefined || lane.entranceCode === entranceCode) names.set(lane.code, [...(names.get(lane.code) ?? []), lane.name]);
  }
  return [...names].map(([code, called]) => ({ value: code, label: `${code} ${called.join('、')}` }));
}
