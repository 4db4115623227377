import { App, Button } from 'antd';
import { useState } from 'react';
import { post } from '../../api/client.ts';
import type { RuleSet } from '../../api/types.ts';
import { ReasonDialog } from '../../components/business/reason-dialog.tsx';

const reasons = ['重污染天气应急响应', '应急响应解除', '绩效分级要求调整', '主管部门新规定', '厂内管理要求调整', '更正上一版'] as const;

/** Publishes a draft: from that moment every decision is made by it. */
export function PublishButton({ draft, onDone }: { draft: RuleSet; onDone(): void }) {
  const [open, setOpen] = useState(false);
  const { message } = App.useApp();
  return (
    <>
      <Button size="small" type="primary" onClick={() => setOpen(true)}>
        发布
      </Button>
      <ReasonDialog
        open={open}
        title={`发布：${draft.title}`}
        warning="发布后立即用于每一次判定，原版本保留备查。发布人、时间和原因写入台账。"
        confirmText="发布"
        reasons={reasons}
        onCancel={() => setOpen(false)}
        onReason={async (reason) => {
          const published = await post<RuleSet>(`/rule-sets/${draft.id}/publish`, { reason });
          void message.success(`第 ${published.version} 版已发布，即刻生效`);
          onDone();
        }}
      />
    </>
  );
}
