import type { Passage } from '../../api/types.ts';
import { Photos } from '../../components/business/photos.tsx';
import { PlateTag } from '../../components/business/plate-tag.tsx';
import { BarrierTag, OutcomeTag, StageTag, StateTag, UploadTag } from '../../components/business/state-tags.tsx';
import type { Column } from '../../components/ui/data-table.tsx';
import { codeAndWord, directions, fuelTypes, vehicleTypes, wordOf } from '../../lib/codes.ts';
import { tonnesText } from '../../lib/numbers.ts';
import { dateTimeText } from '../../lib/time.ts';

const answers = { admit: '门卫放行', deny: '门卫拒绝' } as const;

/** `laneNameOf` gives the name of a lane by its id, null for one that is gone. */
export const passageColumnsWith = (laneNameOf: (laneId: string) => string | null): Column<Passage>[] => [
  {
    key: 'plateNumber',
    title: '车牌号码',
    width: 132,
    fixed: 'start',
    render: (row) => (
      <PlateTag plateNumber={row.plateNumber} plateColor={row.plateColor} confidence={row.confidence} noPlateReason={row.noPlateReason ?? null} />
    ),
  },
  { key: 'at', title: '通行时间', width: 162, render: (row) => dateTimeText(row.at ?? row.capturedAt ?? row.receivedAt) },
  {
    key: 'lane',
    title: '通道',
    width: 136,
    render: (row) => (
      <span title={`出入口 ${row.entranceCode}，道闸 ${row.laneCode}`}>{laneNameOf(row.laneId) ?? `${row.entranceCode} / ${row.laneCode}`}</span>
    ),
  },
  { key: 'direction', title: '进出', width: 56, render: (row) => directions[row.direction] },
  { key: 'outcome', title: '判定', width: 96, render: (row) => <OutcomeTag outcome={row.outcome} /> },
  {
    key: 'answer',
    title: '人工核验',
    width: 104,
    render: (row) => (row.answer ? <StateTag tone={row.answer.outcome}>{answers[row.answer.outcome]}</StateTag> : ''),
  },
  {
    key: 'reasons',
    title: '原因',
    width: 220,
    render: (row) => <span title={row.reasons.map((reason) => reason.text).join('；')}>{row.reasons[0]?.text ?? ''}</span>,
  },
  {
    key: 'stage',
    title: '排放阶段',
    width: 90,
    render: (row) => <StageTag stage={row.vehicle?.emissionStage ?? 'unknown'} substage={row.vehicle?.emissionSubstage ?? null} />,
  },
  { key: 'fuel', title: '燃料', width: 76, render: (row) => (row.vehicle ? wordOf(fuelTypes, row.vehicle.fuelType) : '—') },
  { key: 'vehicleType', title: '车辆类型', width: 150, optional: true, render: (row) => codeAndWord(vehicleTypes, row.vehicle?.vehicleType) },
  { key: 'fleet', title: '车队名称', width: 140, optional: true, render: (row) => row.vehicle?.fleetName ?? '—' },
  { key: 'cargoName', title: '货物', width: 90, render: (row) => row.cargoName ?? '—' },
  { key: 'cargoTonnes', title: '运输量（吨）', width: 104, align: 'right', render: (row) => tonnesText(row.cargoTonnes) },
  { key: 'barrier', title: '道闸', width: 138, render: (row) => <BarrierTag state={row.barrier} /> },
  {
    key: 'uploads',
    title: '上报',
    width: 100,
    render: (row) =>
      row.uploads.length === 0 ? <span className="gg-quiet">不上报</span> : row.uploads.map((item) => <UploadTag key={item.regulatorId} state={item.state} />),
  },
  { key: 'photos', title: '照片', width: 118, render: (row) => <Photos photos={row.snapshots.slice(0, 2)} size={26} empty="—" /> },
  { key: 'live', title: '来源', width: 90, optional: true, render: (row) => (row.live ? '实时' : '补传识别') },
  { key: 'receivedAt', title: '接收时间', width: 162, optional: true, render: (row) => dateTimeText(row.receivedAt) },
  { key: 'rules', title: '规则版本', width: 84, align: 'right', optional: true, render: (row) => row.ruleSetVersion },
  { key: 'seq', title: '台账序号', width: 88, align: 'right', render: (row) => row.seq },
];
