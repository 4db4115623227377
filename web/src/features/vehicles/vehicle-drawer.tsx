import { useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Popconfirm, Tabs } from 'antd';
import { useState } from 'react';
import { get, remove } from '../../api/client.ts';
import { useMay } from '../../api/session.ts';
import type { RoadVehicle } from '../../api/types.ts';
import { PlateTag } from '../../components/business/plate-tag.tsx';
import { ReviewTag, StageTag, StateTag, type Tone } from '../../components/business/state-tags.tsx';
import { VehicleForm } from '../../components/business/vehicle-form.tsx';
import { Facts } from '../../components/ui/page.tsx';
import { SideDrawer } from '../../components/ui/side-drawer.tsx';
import { faultOf, QueryView } from '../../components/ui/states.tsx';
import { codeAndWord, fuelTypes, plateColors, useNatures, vehicleTypes, wordOf } from '../../lib/codes.ts';
import { dateTimeText } from '../../lib/time.ts';
import { VehicleHistory } from './vehicle-history.tsx';
import { VehicleReview } from './vehicle-review.tsx';

const findingTones: Record<string, Tone> = { conflict: 'deny', suspicious: 'ask', info: 'accent' };

export function VehicleDrawer(props: { id: string | null; ids: string[]; onSelect(id: string | null): void; onChanged(): void }) {
  const { id, ids, onSelect, onChanged } = props;
  const may = useMay();
  const cache = useQueryClient();
  const { message } = App.useApp();
  const [editing, setEditing] = useState(false);
  const vehicle = useQuery({ queryKey: ['vehicle', id], queryFn: () => get<RoadVehicle>(`/road-vehicles/${id}`), enabled: id !== null });
  const { data } = vehicle;
  const changed = () => {
    void cache.invalidateQueries({ queryKey: ['vehicle'] });
    onChanged();
  };
  const close = () => {
    setEditing(false);
    onSelect(null);
  };
  const takeOff = async () => {
    try {
      await remove(`/road-vehicles/${id}`);
      void message.success('已注销');
      close();
      onChanged();
    } catch (fault) {
      void message.error(faultOf(fault).message);
    }
  };
  return (
    <SideDrawer
      open={id !== null}
      width={700}
      onClose={close}
      title={
        data ? (
          <span style={{ display: 'flex', gap: 10, alignItems: 'center' }}>
            <PlateTag plateNumber={data.plateNumber} plateColor={data.plateColor} />
            <ReviewTag state={data.reviewState} />
          </span>
        ) : (
          '运输车辆'
        )
      }
      extra={
        <span style={{ display: 'flex', gap: 8 }}>
          {may('vehicles.write') && !editing ? (
            <Button size="small" disabled={!data} onClick={() => setEditing(true)}>
              修改
            </Button>
          ) : null}
          {may('vehicles.remove') ? (
            <Popconfirm title="注销后，这辆车到达时按未登记处理。" okText="注销" cancelText="取消" onConfirm={() => void takeOff()}>
              <Button size="small" danger disabled={!data}>
                注销
              </Button>
            </Popconfirm>
          ) : null}
        </span>
      }
    >
      <QueryView query={vehicle}>
        {(loaded) =>
          editing ? (
            <VehicleForm
              key={`${loaded.id}-${loaded.version}`}
              vehicle={loaded}
              onCancel={() => setEditing(false)}
              onDone={() => {
                void message.success('修改已保存');
                setEditing(false);
                changed();
              }}
            />
          ) : (
            <Tabs
              size="small"
              items={[
                {
                  key: 'review',
                  label: '资料与复核',
                  children: (
                    <VehicleReview
                      vehicle={loaded}
                      onDone={changed}
                      onNext={() => onSelect(ids[ids.indexOf(loaded.id) + 1] ?? null)}
                      fields={<VehicleFields vehicle={loaded} />}
                    />
                  ),
                },
                { key: 'history', label: '变更历史', children: <VehicleHistory id={loaded.id} /> },
              ]}
            />
          )
        }
      </QueryView>
    </SideDrawer>
  );
}

function VehicleFields({ vehicle }: { vehicle: RoadVehicle }) {
  return (
    <>
      {(vehicle.findings ?? []).length > 0 ? (
        <div style={{ display: 'grid', gap: 4, justifyItems: 'start', marginBottom: 10 }}>
          {(vehicle.findings ?? []).map((finding) => (
            <StateTag key={finding.code + finding.text} tone={findingTones[finding.level] ?? 'accent'}>
              {finding.text}
            </StateTag>
          ))}
        </div>
      ) : null}
      <Facts
        two
        items={[
          ['车牌号码', vehicle.plateNumber],
          ['号牌颜色', wordOf(plateColors, vehicle.plateColor)],
          ['车辆类型', codeAndWord(vehicleTypes, vehicle.vehicleType)],
          ['注册登记日期', vehicle.registeredOn],
          [
            'VIN',
            vehicle.vin ? (
              <span key="vin" className="gg-mono">
                {vehicle.vin}
              </span>
            ) : null,
          ],
          ['品牌型号', vehicle.brandModel],
          ['发动机型号', vehicle.engineModel],
          ['发动机生产厂', vehicle.engineMaker],
          ['发动机号', vehicle.engineNumber],
          ['燃料类型', wordOf(fuelTypes, vehicle.fuelType)],
          [
            '排放标准',
            <StageTag
              key="stage"
              stage={vehicle.emissionStage}
              substage={vehicle.emissionSubstage}
              reviewState={vehicle.reviewState}
              hasEvidence={Boolean(vehicle.emissionInfoSheetSha256 ?? vehicle.vehicleLicenseSha256 ?? vehicle.emissionEvidence)}
            />,
          ],
          ['判定依据', vehicle.emissionEvidence],
          ['联网状态', vehicle.networked === null ? null : vehicle.networked ? '已联网' : '未联网'],
          ['使用性质', wordOf(useNatures, vehicle.useNature)],
          ['车队名称', vehicle.fleetName],
          ['所有人', vehicle.ownerName],
          ['备案有效期至', vehicle.validUntil],
          ['年检有效期至', vehicle.inspectionUntil],
          ['登记', `${vehicle.createdBy} ${dateTimeText(vehicle.createdAt)}`],
          ['复核', vehicle.reviewedBy],
          ['更新', dateTimeText(vehicle.updatedAt)],
          ['版本', vehicle.version],
          ['备注', vehicle.remark],
        ]}
      />
    </>
  );
}
