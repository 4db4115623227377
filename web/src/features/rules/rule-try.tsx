import { useMutation } from '@tanstack/react-query';
import { Button, Input, Select, Space } from 'antd';
import { useState } from 'react';
import { post } from '../../api/client.ts';
import type { Reason, RuleSet } from '../../api/types.ts';
import { ReasonText } from '../../components/business/reason-text.tsx';
import { OutcomeTag } from '../../components/business/state-tags.tsx';
import { Panel } from '../../components/ui/page.tsx';
import { ErrorNote } from '../../components/ui/states.tsx';
import { versionWord } from './rule-words.tsx';
import { directions, type Outcome, optionsOf } from '../../lib/codes.ts';

/** What this version would say to a plate now. Decides nothing and opens nothing. */
export function RuleTry({ rules }: { rules: RuleSet }) {
  const [plate, setPlate] = useState('');
  const [direction, setDirection] = useState('in');
  const attempt = useMutation({
    mutationFn: () => post<{ outcome: Outcome; reasons: Reason[] }>(`/rule-sets/${rules.id}/try`, { plateNumber: plate.trim().toUpperCase(), direction }),
  });
  return (
    <Panel title={`用${versionWord(rules)}试判一个车牌`}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (plate.trim() !== '') attempt.mutate();
        }}
      >
        <Space>
          <Input aria-label="试判车牌" placeholder="如 冀A12345" value={plate} maxLength={32} onChange={(event) => setPlate(event.target.value)} />
          <Select aria-label="试判方向" value={direction} options={optionsOf(directions)} onChange={setDirection} style={{ width: 70 }} />
          <Button htmlType="submit" loading={attempt.isPending} disabled={plate.trim() === ''}>
            试判
          </Button>
        </Space>
      </form>
      {attempt.error ? <ErrorNote fault={attempt.error} /> : null}
      {attempt.data ? (
        <div style={{ display: 'grid', gap: 6, marginTop: 10, justifyItems: 'start' }}>
          <OutcomeTag outcome={attempt.data.outcome} />
          <ReasonText reasons={attempt.data.reasons} />
        </div>
      ) : null}
    </Panel>
  );
}
