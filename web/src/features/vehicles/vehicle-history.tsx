import { useQuery } from '@tanstack/react-query';
import { get } from '../../api/client.ts';
import type { Page, RoadVehicle, VehicleChange } from '../../api/types.ts';
import { QueryView } from '../../components/ui/states.tsx';
import { actorText } from '../../lib/actor.ts';
import { codeAndWord, emissionStages, fuelTypes, plateColors, reviewStates, useNatures, vehicleTypes, wordOf } from '../../lib/codes.ts';
import { dateTimeText } from '../../lib/time.ts';

const changeWords: Record<string, string> = { created: '登记', updated: '修改', reviewed: '复核', removed: '注销' };

const titles: Partial<Record<keyof RoadVehicle, string>> = {
  plateNumber: '车牌号码',
  plateColor: '号牌颜色',
  vehicleType: '车辆类型',
  vin: 'VIN',
  registeredOn: '注册登记日期',
  brandModel: '车辆品牌型号',
  engineModel: '发动机型号',
  engineMaker: '发动机生产厂',
  engineNumber: '发动机号',
  fuelType: '燃料类型',
  emissionStage: '排放标准',
  emissionSubstage: '子阶段',
  emissionEvidence: '排放判定依据',
  networked: '联网状态',
  useNature: '使用性质',
  fleetName: '车队名称',
  ownerName: '所有人',
  validUntil: '备案有效期至',
  inspectionUntil: '年检有效期至',
  emissionInfoSheetSha256: '随车清单',
  vehicleLicenseSha256: '行驶证',
  remark: '备注',
  reviewState: '复核状态',
};

function show(name: keyof RoadVehicle, value: unknown): string {
  if (value === null || value === undefined || value === '') return '无';
  if (name === 'plateColor') return wordOf(plateColors, String(value));
  if (name === 'fuelType') return wordOf(fuelTypes, String(value));
  if (name === 'emissionStage') return wordOf(emissionStages, String(value));
  if (name === 'reviewState') return wordOf(reviewStates, String(value));
  if (name === 'vehicleType') return codeAndWord(vehicleTypes, String(value));
  if (name === 'useNature') return wordOf(useNatures, String(value));
  if (name === 'networked') return value === true ? '已联网' : '未联网';
  if (name === 'emissionInfoSheetSha256' || name === 'vehicleLicenseSha256') return `${String(value).slice(0, 12)}…`;
  return String(value);
}

/** Every version of a vehicle as what changed, newest first. */
export function VehicleHistory({ id }: { id: string }) {
  const history = useQuery({ queryKey: ['vehicle', id, 'history'], queryFn: () => get<Page<VehicleChange>>(`/road-vehicles/${id}/history`) });
  return (
    <QueryView query={history}>
      {(page) => (
        <div>
          {page.items.map((item) => (
            <HistoryRow key={item.seq} item={item} />
          ))}
        </div>
      )}
    </QueryView>
  );
}

function HistoryRow({ item }: { item: VehicleChange }) {
  const after: Partial<RoadVehicle> = item.after;
  const before: Partial<RoadVehicle> = item.before ?? {};
  const names = (Object.keys(titles) as (keyof RoadVehicle)[]).filter((name) => JSON.stringify(after[name] ?? null) !== JSON.stringify(before[name] ?? null));
  return (
    <section className="section">
      <div style={{ marginBottom: 6 }}>
        <strong>{changeWords[item.change] ?? item.change}</strong> · {actorText(item.by)} · {dateTimeText(item.at)}{' '}
        <span className="reason-code">#{item.seq}</span>
        {item.reason ? <div className="gg-quiet">{item.reason}</div> : null}
      </div>
      {names.length > 0 && item.change !== 'removed' ? (
        <div className="before-after">
          <span className="head">字段</span>
          <span className="head">之前</span>
          <span className="head">之后</span>
          {names.map((name) => [
            <span key={`${name}-t`}>{titles[name]}</span>,
            <del key={`${name}-b`}>{show(name, before[name])}</del>,
            <ins key={`${name}-a`}>{show(name, after[name])}</ins>,
          ])}
        </div>
      ) : null}
    </section>
  );
}
