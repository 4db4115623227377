import type { UploadState } from '../../domain/codes.ts';
import { barrierStates, directions, emissionStages, fuelTypes, outcomes, plateColors, uploadStates } from '../../domain/codes.ts';
import { beijingText } from '../../domain/time.ts';
import { vehicleTypeName } from '../../domain/vehicle-types.ts';
import type { QueryResult } from '../../storage/contract.ts';
import { type Cell, type Column, pictureNames, tonnes, word } from './column.ts';

type PassageRow = QueryResult<'passage.list'>['items'][number];

/** The columns of the page 通行记录, with the ones that it folds into others. */
export const passageExportColumns: readonly Column<PassageRow>[] = [
  { title: '车牌号码', width: 12, cell: (row) => row.plateNumber },
  { title: '号牌颜色', width: 10, cell: (row) => word(plateColors, row.plateColor) },
  { title: '通行时间', width: 20, cell: (row) => beijingText(row.passedAt) },
  { title: '出入口', width: 10, cell: (row) => row.entranceCode },
  { title: '通道', width: 10, cell: (row) => row.laneCode },
  { title: '进出', width: 6, cell: (row) => directions[row.direction] },
  { title: '判定', width: 10, cell: (row) => outcomes[row.outcome] },
  { title: '是否通过', width: 10, cell: (row) => (row.passed ? '已通过' : '未通过') },
  { title: '人工核验', width: 12, cell: answerWord },
  { title: '核验人', width: 12, cell: (row) => row.answer?.by ?? null },
  { title: '核验说明', width: 20, cell: (row) => row.answer?.reason ?? null },
  { title: '原因', width: 36, cell: (row) => row.reasons.map((reason) => reason.text).join('；') || null },
  { title: '排放阶段', width: 10, cell: (row) => word(emissionStages, row.vehicle?.emissionStage) },
  { title: '燃料', width: 10, cell: (row) => word(fuelTypes, row.vehicle?.fuelType) },
  { title: '车辆类型', width: 18, cell: ({ vehicle }) => (vehicle?.vehicleType ? (vehicleTypeName(vehicle.vehicleType) ?? vehicle.vehicleType) : null) },
  { title: '车队名称', width: 20, cell: (row) => row.vehicle?.fleetName ?? null },
  { title: '货物', width: 18, cell: (row) => row.cargoName },
  { title: '运输量（吨）', width: 14, cell: (row) => tonnes(row.cargoTonnes) },
  { title: '道闸', width: 16, cell: (row) => barrierStates[row.barrier] },
  { title: '上报', width: 12, cell: uploadWords },
  { title: '照片', width: 24, cell: (row) => pictureNames(row.snapshots) },
  { title: '来源', width: 10, cell: (row) => (row.live ? '实时' : '补传识别') },
  { title: '接收时间', width: 20, cell: (row) => beijingText(row.receivedAt) },
  { title: '规则版本', width: 10, cell: (row) => row.ruleSetVersion },
  { title: '台账序号', width: 12, cell: (row) => row.seq },
];

function answerWord({ answer }: PassageRow): Cell {
  if (!answer) return null;
  return answer.outcome === 'admit' ? '门卫放行' : '门卫拒绝';
}

function uploadWords({ uploads }: PassageRow): Cell {
  if (uploads.length === 0) return '不上报';
  return uploads.map(({ state }) => uploadStates[state as UploadState]).join('；');
}
