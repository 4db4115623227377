import type { Visit } from '../../api/types.ts';
import { Photos } from '../../components/business/photos.tsx';
import { PlateTag } from '../../components/business/plate-tag.tsx';
import { StageTag } from '../../components/business/state-tags.tsx';
import type { Column } from '../../components/ui/data-table.tsx';
import { codeAndWord, fuelTypes, plateColors, useNatures, vehicleTypes, wordOf } from '../../lib/codes.ts';
import { tonnesText } from '../../lib/numbers.ts';
import { dateTimeText } from '../../lib/time.ts';

const document = (url: string | null, caption: string) => (url ? <Photos photos={[{ kind: 'document', url, caption }]} size={26} /> : '—');

/** The 25 columns of 进出厂运输车辆电子台账 in the standard's order, behind the drawn plate that stays in sight. */
export const visitColumns: Column<Visit>[] = [
  { key: 'plate', title: '车牌', width: 122, fixed: 'start', render: (row) => <PlateTag plateNumber={row.plateNumber} plateColor={row.plateColor} /> },
  { key: 'inEntranceCode', title: '进厂出入口编号', width: 116, render: (row) => row.inEntranceCode ?? '—' },
  { key: 'inLaneCode', title: '进厂道闸编号', width: 104, render: (row) => row.inLaneCode ?? '—' },
  { key: 'outEntranceCode', title: '出厂出入口编号', width: 116, render: (row) => row.outEntranceCode ?? '—' },
  { key: 'outLaneCode', title: '出厂道闸编号', width: 104, render: (row) => row.outLaneCode ?? '—' },
  { key: 'inAt', title: '进厂时间', width: 162, render: (row) => dateTimeText(row.inAt) },
  { key: 'outAt', title: '出厂时间', width: 162, render: (row) => dateTimeText(row.outAt) },
  { key: 'plateNumber', title: '车牌号码', width: 104, render: (row) => row.plateNumber ?? '—' },
  { key: 'plateColor', title: '号牌颜色', width: 84, render: (row) => wordOf(plateColors, row.plateColor) },
  { key: 'vehicleType', title: '车辆类型', width: 150, render: (row) => codeAndWord(vehicleTypes, row.vehicleType) },
  { key: 'registeredOn', title: '注册登记日期', width: 112, render: (row) => row.registeredOn ?? '—' },
  { key: 'vin', title: '车辆识别代号（VIN）', width: 176, render: (row) => (row.vin ? <span className="gg-mono">{row.vin}</span> : '—') },
  { key: 'engineNumber', title: '发动机号', width: 120, optional: true, render: (row) => row.engineNumber ?? '—' },
  { key: 'brandModel', title: '车辆品牌型号', width: 150, render: (row) => row.brandModel ?? '—' },
  { key: 'fuelType', title: '燃料类型', width: 84, render: (row) => wordOf(fuelTypes, row.fuelType) },
  { key: 'emissionStage', title: '排放标准', width: 84, render: (row) => <StageTag stage={row.emissionStage} /> },
  { key: 'networked', title: '联网状态', width: 84, render: (row) => (row.networked === null ? '—' : row.networked ? '已联网' : '未联网') },
  { key: 'useNature', title: '使用性质', width: 96, render: (row) => wordOf(useNatures, row.useNature) },
  { key: 'inCargoName', title: '进厂运输货物名称', width: 130, render: (row) => row.inCargoName ?? '—' },
  { key: 'inCargoTonnes', title: '进厂运输量（吨）', width: 126, align: 'right', render: (row) => tonnesText(row.inCargoTonnes) },
  { key: 'outCargoName', title: '出厂运输货物名称', width: 130, render: (row) => row.outCargoName ?? '—' },
  { key: 'outCargoTonnes', title: '出厂运输量（吨）', width: 126, align: 'right', render: (row) => tonnesText(row.outCargoTonnes) },
  { key: 'fleetName', title: '车队名称', width: 150, render: (row) => row.fleetName ?? '—' },
  { key: 'inPhotos', title: '进厂照片', width: 118, render: (row) => <Photos photos={(row.inPhotos ?? []).slice(0, 2)} size={26} empty="—" /> },
  { key: 'outPhotos', title: '出厂照片', width: 118, render: (row) => <Photos photos={(row.outPhotos ?? []).slice(0, 2)} size={26} empty="—" /> },
  { key: 'emissionInfoSheet', title: '随车清单', width: 84, render: (row) => document(row.emissionInfoSheet, '随车清单') },
  { key: 'vehicleLicense', title: '行驶证', width: 84, render: (row) => document(row.vehicleLicense, '行驶证') },
];
