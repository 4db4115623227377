import { PlusOutlined } from '@ant-design/icons';
import { App, Button } from 'antd';
import { useState } from 'react';
import { usePagedList } from '../../api/lists.ts';
import { useMay } from '../../api/session.ts';
import type { RoadVehicle } from '../../api/types.ts';
import { PlateTag } from '../../components/business/plate-tag.tsx';
import { ReviewTag, StageTag, StateTag } from '../../components/business/state-tags.tsx';
import { VehicleForm } from '../../components/business/vehicle-form.tsx';
import { type Column, DataTable } from '../../components/ui/data-table.tsx';
import { FilterBar, type FilterField } from '../../components/ui/filter-bar.tsx';
import { Page } from '../../components/ui/page.tsx';
import { SideDrawer } from '../../components/ui/side-drawer.tsx';
import { Empty } from '../../components/ui/states.tsx';
import { pick, useUrlValues } from '../../components/ui/url-state.ts';
import { codeAndWord, emissionStages, fuelTypes, optionsOf, reviewStates, vehicleTypes, wordOf } from '../../lib/codes.ts';
import { dateText, dateTimeText } from '../../lib/time.ts';
import { VehicleDrawer } from './vehicle-drawer.tsx';

const filterNames = ['plateNumber', 'reviewState', 'emissionStage', 'fuelType', 'vehicleType', 'fleetName', 'expired'];

const fields: FilterField[] = [
  { kind: 'text', name: 'plateNumber', title: '车牌号码' },
  { kind: 'select', name: 'reviewState', title: '复核状态', options: optionsOf(reviewStates), width: 110 },
  { kind: 'select', name: 'emissionStage', title: '排放标准', options: optionsOf(emissionStages), width: 110 },
  { kind: 'select', name: 'fuelType', title: '燃料类型', options: optionsOf(fuelTypes), width: 110 },
  { kind: 'select', name: 'vehicleType', title: '车辆类型', options: optionsOf(vehicleTypes, true), width: 130 },
  { kind: 'text', name: 'fleetName', title: '车队名称' },
  { kind: 'select', name: 'expired', title: '有效期', options: [{ value: 'true', label: '已过期' }], width: 96 },
];

const columns: Column<RoadVehicle>[] = [
  {
    key: 'plateNumber',
    title: '车牌号码',
    width: 126,
    fixed: 'start',
    render: (row) => <PlateTag plateNumber={row.plateNumber} plateColor={row.plateColor} />,
  },
  { key: 'reviewState', title: '复核状态', width: 96, render: (row) => <ReviewTag state={row.reviewState} /> },
  { key: 'findings', title: '疑点', width: 190, render: (row) => <Findings row={row} /> },
  { key: 'emissionStage', title: '排放标准', width: 90, render: (row) => <StageTag stage={row.emissionStage} substage={row.emissionSubstage} /> },
  { key: 'evidence', title: '证明材料', width: 130, render: (row) => evidenceText(row) },
  { key: 'fuelType', title: '燃料类型', width: 86, render: (row) => wordOf(fuelTypes, row.fuelType) },
  { key: 'vehicleType', title: '车辆类型', width: 154, render: (row) => codeAndWord(vehicleTypes, row.vehicleType) },
  { key: 'vin', title: '车辆识别代号（VIN）', width: 178, render: (row) => (row.vin ? <span className="gg-mono">{row.vin}</span> : '—') },
  { key: 'registeredOn', title: '注册登记日期', width: 112, render: (row) => row.registeredOn ?? '—' },
  { key: 'fleetName', title: '车队名称', width: 150, render: (row) => row.fleetName ?? '—' },
  { key: 'validUntil', title: '备案有效期至', width: 118, render: (row) => <Until date={row.validUntil} /> },
  { key: 'inspectionUntil', title: '年检有效期至', width: 118, render: (row) => <Until date={row.inspectionUntil} /> },
  { key: 'brandModel', title: '车辆品牌型号', width: 150, optional: true, render: (row) => row.brandModel ?? '—' },
  { key: 'engineNumber', title: '发动机号', width: 130, optional: true, render: (row) => row.engineNumber ?? '—' },
  { key: 'createdBy', title: '登记人', width: 100, optional: true, render: (row) => row.createdBy },
  { key: 'updatedAt', title: '更新时间', width: 164, render: (row) => dateTimeText(row.updatedAt) },
];

function evidenceText(row: RoadVehicle): string {
  const parts = [row.emissionInfoSheetSha256 ? '随车清单' : null, row.vehicleLicenseSha256 ? '行驶证' : null].filter(Boolean);
  return parts.join('、') || '无';
}

function Findings({ row }: { row: RoadVehicle }) {
  const worst = row.findings?.find((item) => item.level === 'conflict') ?? row.findings?.find((item) => item.level === 'suspicious');
  if (!worst) return null;
  return (
    <StateTag tone={worst.level === 'conflict' ? 'deny' : 'ask'} title={worst.text}>
      {worst.text}
    </StateTag>
  );
}

function Until({ date }: { date: string | null | undefined }) {
  if (!date) return '—';
  return date < dateText(Date.now()) ? <StateTag tone="ask">{date}</StateTag> : date;
}

/** The transport vehicles that may come, with what is known of each and who vouches for it. */
export default function VehiclesPage() {
  const [values, set] = useUrlValues();
  const may = useMay();
  const { message } = App.useApp();
  const [adding, setAdding] = useState(false);
  const filter = pick(values, filterNames);
  const list = usePagedList<RoadVehicle>('/road-vehicles', filter);
  const add = may('vehicles.write') ? (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setAdding(true)}>
      登记车辆
    </Button>
  ) : null;
  return (
    <Page title="运输车辆" note="进出厂运输车辆的登记与复核" actions={add}>
      <FilterBar name="vehicles" fields={fields} />
      <DataTable<RoadVehicle>
        name="vehicles"
        label="运输车辆"
        columns={columns}
        list={list}
        rowKey={(row) => row.id}
        selected={values.id ?? null}
        onSelect={(id) => set({ id })}
        empty={
          Object.keys(filter).length > 0 ? (
            <Empty title="没有符合筛选的车辆" next="放宽条件或清空筛选后再看。" />
          ) : (
            <Empty title="还没有登记车辆" next="登记并复核后的车辆到达时会自动判定；没有登记的车辆要门卫逐辆核验。" action={add} />
          )
        }
      />
      <VehicleDrawer id={values.id ?? null} ids={list.rows.map((row) => row.id)} onSelect={(id) => set({ id })} onChanged={list.reload} />
      <SideDrawer open={adding} title="登记车辆" width={680} modal onClose={() => setAdding(false)}>
        <VehicleForm
          onCancel={() => setAdding(false)}
          onDone={(vehicle) => {
            void message.success(vehicle.reviewState === 'approved' ? '车辆已登记' : '车辆已登记，等待复核');
            setAdding(false);
            list.reload();
            set({ id: vehicle.id });
          }}
        />
      </SideDrawer>
    </Page>
  );
}
