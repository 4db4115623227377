import { Button } from 'antd';
import { post } from '../../api/client.ts';
import { useMay } from '../../api/session.ts';
import type { LaneStatus } from '../../api/types.ts';
import { ReasonDialog } from '../../components/business/reason-dialog.tsx';
import { StateTag } from '../../components/business/state-tags.tsx';
import { laneModes } from '../../lib/codes.ts';
import { laneName } from '../../lib/lane-name.ts';
import { automaticReasons, manualReasons } from './lane-reasons.ts';

/** Whether the lane decides by itself or leaves every vehicle to the guard; a click of somebody who may asks to change it. */
export function LaneModeSwitch({ lane, onChange }: { lane: LaneStatus; onChange(): void }) {
  const may = useMay();
  const tone = lane.mode === 'manual' ? 'ask' : 'admit';
  const other = lane.mode === 'manual' ? 'automatic' : 'manual';
  if (!may('lanes.lift')) return <StateTag tone={tone}>{laneModes[lane.mode]}</StateTag>;
  return (
    <Button
      size="small"
      className={`lane-mode tone-${tone}`}
      aria-label={`模式 ${laneModes[lane.mode]}`}
      title={`${laneModes[lane.mode]}模式，点击改为${laneModes[other]}`}
      onClick={onChange}
    >
      {laneModes[lane.mode]}
    </Button>
  );
}

/** Asks why, says what will be different, then switches; who, when and why stand in the ledger. */
export function ModeTask({ lane, onClose, finish }: { lane: LaneStatus; onClose(): void; finish(text: string): void }) {
  const manual = lane.mode === 'automatic';
  const word = manual ? laneModes.manual : laneModes.automatic;
  return (
    <ReasonDialog
      open
      title={`改为${word}模式：${laneName(lane)}`}
      warning={manual ? '人工模式下不再自动开闸，每辆车都要门卫核验后放行。' : '自动模式下按现行规则判定，准许通行的车辆自动开闸。'}
      confirmText={`改为${word}`}
      reasons={manual ? manualReasons : automaticReasons}
      onCancel={onClose}
      onReason={async (reason) => {
        await post(`/lanes/${lane.laneId}/mode`, { mode: manual ? 'manual' : 'automatic', reason });
        finish(`${laneName(lane)}已改为${word}模式`);
      }}
    />
  );
}
