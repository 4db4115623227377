import { App } from 'antd';
import { post } from '../../api/client.ts';
import type { LaneStatus, NearPlate, Passage } from '../../api/types.ts';
import { CorrectionDialog } from '../../components/business/correction-dialog.tsx';
import { ReasonDialog } from '../../components/business/reason-dialog.tsx';
import { VehicleForm } from '../../components/business/vehicle-form.tsx';
import { SideDrawer } from '../../components/ui/side-drawer.tsx';
import { laneName } from '../../lib/lane-name.ts';
import { holdReasons, liftReasons, refuseReasons, releaseReasons } from './lane-reasons.ts';
import { LiftTask } from './lift-task.tsx';
import { ModeTask } from './mode-task.tsx';

/** What the guard is about to do; each one is a dialog that ends in one entry of the ledger. */
export type LaneTask =
  | { kind: 'lift'; lane: LaneStatus; passage: Passage | null }
  | { kind: 'hold' | 'release' | 'mode'; lane: LaneStatus }
  | { kind: 'admit' | 'deny'; passage: Passage; laneName: string }
  | { kind: 'plate'; passage: Passage; suggested: NearPlate | null }
  | { kind: 'register'; passage: Passage };

export function LaneTasks({ task, onClose, onDone }: { task: LaneTask | null; onClose(): void; onDone(): void }) {
  const { message } = App.useApp();
  const finish = (text: string) => {
    void message.success(text);
    onDone();
  };
  return (
    <>
      <ReasonTask task={task} onClose={onClose} finish={finish} />
      <CorrectionDialog
        plateOnly
        passage={task?.kind === 'plate' ? task.passage : null}
        suggested={task?.kind === 'plate' ? task.suggested : null}
        onClose={onClose}
        onDone={onDone}
      />
      <SideDrawer open={task?.kind === 'register'} title="登记车辆" modal onClose={onClose}>
        {task?.kind === 'register' ? (
          <VehicleForm
            start={{ plateNumber: task.passage.plateNumber ?? '', ...(task.passage.plateColor === 'unknown' ? {} : { plateColor: task.passage.plateColor }) }}
            onCancel={onClose}
            onDone={(vehicle) => {
              finish(vehicle.reviewState === 'approved' ? '车辆已登记' : '车辆已登记，等待复核');
              onClose();
            }}
          />
        ) : null}
      </SideDrawer>
    </>
  );
}

function ReasonTask({ task, onClose, finish }: { task: LaneTask | null; onClose(): void; finish(text: string): void }) {
  const { message } = App.useApp();
  if (task === null || task.kind === 'plate' || task.kind === 'register') return null;
  if (task.kind === 'admit' || task.kind === 'deny') {
    const { passage } = task;
    const plate = passage.plateNumber ?? '无号牌车辆';
    const admit = task.kind === 'admit';
    return (
      <ReasonDialog
        open
        title={`${admit ? '放行' : '拒绝'} ${plate}（${task.laneName}）`}
        confirmText={admit ? '放行' : '拒绝'}
        danger={!admit}
        reasons={admit ? liftReasons : refuseReasons}
        onCancel={onClose}
        onReason={async (reason) => {
          const done = await post<Partial<Passage>>(`/passages/${passage.id}/answer`, { outcome: task.kind, reason });
          if (admit && done.barrier === 'expired') void message.warning('核验已记录。车辆到达已久，道闸没有动作；请用该通道的“人工放行”开闸。', 8);
          finish(admit ? `已放行 ${plate}` : `已拒绝 ${plate}`);
        }}
      />
    );
  }
  if (task.kind !== 'lift' && task.kind !== 'hold' && task.kind !== 'release' && task.kind !== 'mode') return null;
  const { lane } = task;
  if (task.kind === 'mode') return <ModeTask lane={lane} onClose={onClose} finish={finish} />;
  const name = laneName(lane);
  if (task.kind === 'lift') return <LiftTask lane={lane} passage={task.passage} onClose={onClose} finish={finish} />;
  const hold = task.kind === 'hold';
  return (
    <ReasonDialog
      open
      title={`${hold ? '常开' : '恢复'}：${name}`}
      {...(hold ? { warning: '常开期间车辆不受管控，所有人的页面都会显示警告，起止时间和原因写入台账。' } : {})}
      confirmText={hold ? '常开' : '恢复'}
      danger={hold}
      reasons={hold ? holdReasons : releaseReasons}
      onCancel={onClose}
      onReason={async (reason) => {
        await post(`/lanes/${lane.laneId}/hold`, { hold: task.kind, reason });
        finish(hold ? '道闸已设为常开' : '道闸已恢复管控');
      }}
    />
  );
}
