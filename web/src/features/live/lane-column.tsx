import { Button, Tooltip } from 'antd';
import { memo, type ReactNode, useState } from 'react';
import { useMay } from '../../api/session.ts';
import type { LaneStatus, Passage } from '../../api/types.ts';
import { LedPanel } from '../../components/business/led-panel.tsx';
import { PhotoViewer } from '../../components/business/photos.tsx';
import { PlateTag } from '../../components/business/plate-tag.tsx';
import { StageTag, StateTag } from '../../components/business/state-tags.tsx';
import { barrierStates, directions, fuelTypes, outcomes, vehicleTypes, wordOf } from '../../lib/codes.ts';
import { laneName } from '../../lib/lane-name.ts';
import { clockText } from '../../lib/time.ts';
import './lane.css';
import { LaneLamps } from './lane-lamps.tsx';
import './lane-sizes.css';
import type { LaneTask } from './lane-tasks.tsx';
import { LaneModeSwitch } from './mode-task.tsx';
import { useRecent } from './use-live-lanes.ts';
import type { Unstored } from './use-unstored.ts';

/** One lane from top to bottom: who stands there, may he pass, why, what the LED says, who was there before, what can be done. */
export const LaneColumn = memo(function LaneColumn(props: { lane: LaneStatus; unstored: Unstored | null; onTask(task: LaneTask): void }) {
  const { lane, unstored } = props;
  const name = laneName(lane);
  return (
    <section className={lane.holdOpen ? 'lane lane-held' : 'lane'} aria-label={`${name}（${directions[lane.direction]}）`}>
      <header className="lane-head">
        <span className={`lane-way lane-way-${lane.direction}`}>{lane.direction === 'in' ? '↓ 进' : '↑ 出'}</span>
        <h2 title={name}>{name}</h2>
        <div className="lane-state">
          <LaneModeSwitch lane={lane} onChange={() => props.onTask({ kind: 'mode', lane })} />
          <LaneLamps lane={lane} />
        </div>
      </header>
      {lane.holdOpen ? (
        <div className="lane-warning" role="alert">
          道闸常开，车辆不受管控
        </div>
      ) : null}
      <Current lane={lane} unstored={unstored} led={<LedPanel lines={lane.display.lines} state={lane.display.state} />} />
      <Recent laneId={lane.laneId} />
      <LaneActions {...props} />
    </section>
  );
});

/** A lane that cannot see anything yet does not only wait. */
const waitingWords: Record<LaneStatus['camera']['state'], string> = {
  online: '等待车辆',
  silent: '相机离线，检查相机电源与网线',
  never: '相机从未连接，请在相机里填好推送地址',
  none: '还没有相机，请系统管理员添加',
};

/** The vehicle in front; a wide lane has what is known of it and the LED beside the picture. */
function Current({ lane, unstored, led }: { lane: LaneStatus; unstored: Unstored | null; led: ReactNode }) {
  if (unstored) return <NotStored vehicle={unstored} led={led} />;
  if (lane.lastPassage) return <Vehicle passage={lane.lastPassage} led={led} />;
  return (
    <>
      <div className="lane-waiting">{waitingWords[lane.camera.state]}</div>
      {led}
    </>
  );
}

/** Takes the place of the vehicle before: its green band must not be read as the verdict on the one that stands here now. */
function NotStored({ vehicle, led }: { vehicle: Unstored; led: ReactNode }) {
  const { decision, plateNumber } = vehicle;
  return (
    <>
      <div className="lane-plate">
        <PlateTag size="huge" plateNumber={plateNumber} plateColor={null} />
      </div>
      <div className="lane-warning" role="alert">
        没有存入台账，道闸未动作
      </div>
      <div className="lane-unstored">
        <span>
          {clockText(vehicle.receivedAt)} 到达，按规则应{outcomes[decision.outcome]}：{decision.reasons[0]?.text ?? '原因未知'}
        </span>
        <span className="gg-quiet">请按人工流程放行并登记；写入恢复后，会重发的相机自动补上这次识别。</span>
      </div>
      {led}
    </>
  );
}

function Vehicle({ passage, led }: { passage: Passage; led: ReactNode }) {
  const [open, setOpen] = useState<number | null>(null);
  const full = passage.snapshots.findIndex((item) => item.kind !== 'plate');
  const crop = passage.snapshots.findIndex((item) => item.kind === 'plate');
  const picture = passage.snapshots[full];
  const cropPicture = passage.snapshots[crop];
  const unread = passage.plateNumber === null;
  const photo = (
    <div className={unread ? 'lane-photo lane-photo-first' : 'lane-photo'} key="photo">
      {picture ? (
        <button type="button" onClick={() => setOpen(full)} aria-label="查看全景照片">
          <img src={picture.url} alt="车辆全景" />
        </button>
      ) : (
        <span className="gg-quiet">没有照片</span>
      )}
      {cropPicture ? (
        <button type="button" className="lane-crop" onClick={() => setOpen(crop)} aria-label="查看车牌照片">
          <img src={cropPicture.url} alt="车牌特写" />
        </button>
      ) : null}
      <PhotoViewer photos={passage.snapshots} open={open} onClose={() => setOpen(null)} />
    </div>
  );
  const plate = (
    <div className="lane-plate" key="plate">
      <PlateTag
        size="huge"
        plateNumber={passage.plateNumber}
        plateColor={passage.plateColor}
        confidence={passage.confidence}
        noPlateReason={passage.noPlateReason ?? null}
      />
    </div>
  );
  return (
    <>
      {unread ? [photo, plate] : [plate]}
      <Verdict passage={passage} />
      <div className={unread ? 'lane-scene' : 'lane-scene lane-scene-photo'}>
        {unread ? null : photo}
        <VehicleFacts passage={passage} />
        {led}
      </div>
    </>
  );
}

function Verdict({ passage }: { passage: Passage }) {
  const { answer } = passage;
  const shown = answer?.outcome ?? passage.outcome;
  const why = answer ? `门卫${outcomes[answer.outcome]}：${answer.reason}` : passage.reasons[0]?.text;
  return (
    <div className={`verdict verdict-${shown}`} role="status" aria-live="assertive">
      <strong>{outcomes[shown]}</strong>
      {why ? <span title={passage.reasons.map((reason) => reason.text).join('；')}>{why}</span> : null}
    </div>
  );
}

function VehicleFacts({ passage }: { passage: Passage }) {
  const { vehicle } = passage;
  return (
    <div className="lane-facts">
      <div>
        <StageTag
          stage={vehicle?.emissionStage ?? 'unknown'}
          substage={vehicle?.emissionSubstage ?? null}
          {...(vehicle ? { reviewState: vehicle.reviewState ?? null } : {})}
        />
        <span>{vehicle ? wordOf(fuelTypes, vehicle.fuelType) : '未登记车辆'}</span>
        <span className="gg-quiet lane-facts-rest" title={vehicle ? wordOf(vehicleTypes, vehicle.vehicleType) : ''}>
          {vehicle ? wordOf(vehicleTypes, vehicle.vehicleType) : ''}
        </span>
      </div>
      <div className="gg-quiet">
        <span>{clockText(passage.at ?? passage.receivedAt)}</span>
        <span className="lane-facts-barrier" title={`道闸 ${wordOf(barrierStates, passage.barrier)}`}>
          道闸 {wordOf(barrierStates, passage.barrier)}
        </span>
        <span className="lane-facts-rest" title={vehicle?.fleetName ?? ''}>
          {vehicle?.fleetName ?? ''}
        </span>
      </div>
    </div>
  );
}

function Recent({ laneId }: { laneId: string }) {
  const recent = useRecent(laneId);
  const items = recent.data ?? [];
  return (
    <ol className="lane-recent" aria-label="最近通行">
      {items.map((item) => (
        <li key={item.id}>
          <time>{clockText(item.at ?? item.receivedAt)}</time>
          <span className="lane-recent-plate" title={item.plateNumber ?? '无号牌'}>
            {item.plateNumber ?? '无号牌'}
          </span>
          <StateTag tone={item.answer?.outcome ?? item.outcome}>{outcomes[item.answer?.outcome ?? item.outcome]}</StateTag>
        </li>
      ))}
      {items.length === 0 && !recent.isPending ? <li className="gg-quiet">还没有车辆通过</li> : null}
    </ol>
  );
}

function LaneActions({ lane, unstored, onTask }: { lane: LaneStatus; unstored: Unstored | null; onTask(task: LaneTask): void }) {
  const may = useMay();
  // With a vehicle in front that has no record, nothing may be written to the record of the one before.
  const passage = unstored ? null : lane.lastPassage;
  // Only the vehicle in front: a lift or refusal must never be written to one that is no longer there.
  const standing = passage && !passage.passed && !passage.answer ? passage : null;
  const question = standing?.outcome === 'ask' ? standing : null;
  if (!may('lanes.lift') && !may('passages.answer')) return null;
  return (
    <footer className="lane-actions">
      <Button type="primary" disabled={!may('lanes.lift')} onClick={() => onTask({ kind: 'lift', lane, passage: standing })}>
        人工放行
      </Button>
      <Tooltip title={question ? '' : '道闸前没有待核验的车辆'}>
        <Button
          danger
          disabled={!question || !may('passages.answer')}
          onClick={() => question && onTask({ kind: 'deny', passage: question, laneName: laneName(lane) })}
        >
          拒绝
        </Button>
      </Tooltip>
      <Button disabled={!passage || !may('passages.correct')} onClick={() => passage && onTask({ kind: 'plate', passage, suggested: null })}>
        改车牌
      </Button>
      <Button
        disabled={!passage?.plateNumber || passage.vehicle !== null || !may('vehicles.write')}
        onClick={() => passage && onTask({ kind: 'register', passage })}
      >
        登记车辆
      </Button>
      <Button
        className="lane-hold"
        type={lane.holdOpen ? 'primary' : 'default'}
        danger={lane.holdOpen}
        disabled={!may('lanes.lift')}
        onClick={() => onTask({ kind: lane.holdOpen ? 'release' : 'hold', lane })}
      >
        {lane.holdOpen ? '恢复' : '常开'}
      </Button>
    </footer>
  );
}
