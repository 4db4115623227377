import { useMemo } from 'react';
import { usePagedList } from '../../api/lists.ts';
import { useMay } from '../../api/session.ts';
import { useEntrances, useLanes } from '../../api/sites.ts';
import type { Passage } from '../../api/types.ts';
import { ConnectFirst } from '../../components/business/connect-first.tsx';
import { ExportButton } from '../../components/business/export-button.tsx';
import { DataTable } from '../../components/ui/data-table.tsx';
import { FilterBar, type FilterField } from '../../components/ui/filter-bar.tsx';
import { Page } from '../../components/ui/page.tsx';
import { Empty } from '../../components/ui/states.tsx';
import { pick, useUrlValues } from '../../components/ui/url-state.ts';
import { directions, emissionStages, optionsOf, outcomes } from '../../lib/codes.ts';
import { laneName } from '../../lib/lane-name.ts';
import { passageColumnsWith } from './passage-columns.tsx';
import { PassageDrawer } from './passage-drawer.tsx';

const filterNames = ['plateNumber', 'laneId', 'entranceCode', 'direction', 'outcome', 'emissionStage', 'passed', 'question', 'from', 'to'];

/** Every crossing, newest first, with its whole story in the drawer. */
export default function PassagesPage() {
  const [values, set] = useUrlValues();
  const may = useMay();
  const filter = pick(values, filterNames);
  const list = usePagedList<Passage>('/passages', filter);
  const lanes = useLanes(may('lanes.read'));
  const entrances = useEntrances(may('lanes.read'));
  const columns = useMemo(
    () =>
      passageColumnsWith((laneId) => {
        const lane = lanes.data?.items.find((each) => each.id === laneId);
        const entrance = entrances.data?.items.find((each) => each.id === lane?.entranceId);
        return lane ? laneName({ entranceName: entrance?.name ?? '', name: lane.name }).trim() : null;
      }),
    [lanes.data, entrances.data],
  );
  const fields: FilterField[] = [
    { kind: 'text', name: 'plateNumber', title: '车牌号码', width: 112 },
    { kind: 'days', title: '通行日期' },
    { kind: 'select', name: 'laneId', title: '通道', options: lanes.data?.items.map((lane) => ({ value: lane.id, label: lane.name })) ?? [], width: 96 },
    { kind: 'select', name: 'direction', title: '进出', options: optionsOf(directions), width: 84 },
    { kind: 'select', name: 'outcome', title: '判定', options: optionsOf(outcomes), width: 88 },
    { kind: 'select', name: 'emissionStage', title: '排放阶段', options: optionsOf(emissionStages), width: 110 },
    {
      kind: 'select',
      name: 'passed',
      title: '是否通过',
      options: [
        { value: 'true', label: '已通过' },
        { value: 'false', label: '未通过' },
      ],
      width: 100,
    },
    { kind: 'select', name: 'question', title: '疑问', options: [{ value: 'true', label: '有疑问' }], width: 84 },
  ];
  const filtered = Object.keys(filter).length > 0;
  return (
    <Page title="通行记录" note="每一次识别与通行，按台账序号从新到旧">
      <FilterBar name="passages" fields={fields} />
      <DataTable<Passage>
        name="passages"
        label="通行记录"
        columns={columns}
        list={list}
        rowKey={(row) => row.id}
        selected={values.id ?? null}
        onSelect={(id) => set({ id })}
        tools={<ExportButton kind="passages" filter={filter} />}
        empty={
          filtered ? (
            <Empty title="没有符合筛选的通行" next="放宽日期或清空筛选后再看。" />
          ) : (
            <Empty title="还没有通行记录" next="车辆经过通道后，识别、判定、开闸与上报都会出现在这里。先到“出入口与设备”接好相机。" action={<ConnectFirst />} />
          )
        }
      />
      <PassageDrawer id={values.id ?? null} onClose={() => set({ id: null })} onChanged={list.reload} />
    </Page>
  );
}
