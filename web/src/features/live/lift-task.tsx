import { Radio } from 'antd';
import { useState } from 'react';
import { post } from '../../api/client.ts';
import type { LaneStatus, Passage } from '../../api/types.ts';
import { ReasonDialog } from '../../components/business/reason-dialog.tsx';
import { barrierStates, outcomes, wordOf } from '../../lib/codes.ts';
import { laneName } from '../../lib/lane-name.ts';
import { clockText } from '../../lib/time.ts';
import { liftReasons } from './lane-reasons.ts';

/** A vehicle read longer ago may have turned round; the lift is then not written to it unless the guard says so. */
const freshMs = 180_000;

/** Lifts the barrier by hand, for the vehicle that was read or for one that was not: the ledger must not mix them up. */
export function LiftTask({ lane, passage, onClose, finish }: { lane: LaneStatus; passage: Passage | null; onClose(): void; finish(text: string): void }) {
  const [forPassage, setForPassage] = useState(() => passage !== null && Date.now() - Date.parse(passage.receivedAt) < freshMs);
  return (
    <ReasonDialog
      open
      title={`人工放行：${laneName(lane)}`}
      {...(passage ? {} : { warning: '当前没有待通行的识别记录，抬杆会单独记为人工抬杆。' })}
      extra={
        passage ? (
          <Radio.Group
            aria-label="记在哪辆车"
            value={forPassage}
            onChange={(event) => setForPassage(event.target.value as boolean)}
            style={{ marginBottom: 10 }}
          >
            <Radio value={true}>
              放行 {passage.plateNumber ?? '无号牌车辆'}（{clockText(passage.receivedAt)} {outcomes[passage.outcome]}）
            </Radio>
            <Radio value={false}>另一辆车，单独记录</Radio>
          </Radio.Group>
        ) : null
      }
      confirmText="人工放行"
      reasons={liftReasons}
      onCancel={onClose}
      onReason={async (reason) => {
        const body = { reason, ...(passage && forPassage ? { passageId: passage.id } : {}) };
        const done = await post<{ seq: number; barrier: string }>(`/lanes/${lane.laneId}/manual-lift`, body);
        finish(`已人工放行，道闸${wordOf(barrierStates, done.barrier)}，条目 #${done.seq}`);
      }}
    />
  );
}
