import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Tabs } from 'antd';
import { useState } from 'react';
import { get } from '../../api/client.ts';
import { useLive } from '../../api/live.tsx';
import { useMay } from '../../api/session.ts';
import type { Passage, PassageDetail } from '../../api/types.ts';
import { CorrectionDialog } from '../../components/business/correction-dialog.tsx';
import { LedgerProof } from '../../components/business/ledger-proof.tsx';
import { usePassageSteps } from '../../components/business/passage-steps.ts';
import { PlateTag } from '../../components/business/plate-tag.tsx';
import { OutcomeTag } from '../../components/business/state-tags.tsx';
import { Timeline } from '../../components/business/timeline.tsx';
import { SideDrawer } from '../../components/ui/side-drawer.tsx';
import { QueryView } from '../../components/ui/states.tsx';
import { PassageCorrections } from './passage-corrections.tsx';
import { PassageDecision } from './passage-decision.tsx';
import { PassageOverview } from './passage-overview.tsx';
import { PassageUploads } from './passage-uploads.tsx';

export function PassageDrawer({ id, onClose, onChanged }: { id: string | null; onClose(): void; onChanged(): void }) {
  const may = useMay();
  const cache = useQueryClient();
  const [correcting, setCorrecting] = useState(false);
  const detail = useQuery({ queryKey: ['passage', id], queryFn: () => get<PassageDetail>(`/passages/${id}`), enabled: id !== null });
  useLive<Passage>('passage', (passage) => {
    if (passage.id === id) void cache.invalidateQueries({ queryKey: ['passage', id] });
  });
  const { data } = detail;
  return (
    <SideDrawer
      open={id !== null}
      width={680}
      title={
        data ? (
          <span style={{ display: 'flex', gap: 10, alignItems: 'center' }}>
            <PlateTag plateNumber={data.plateNumber} plateColor={data.plateColor} noPlateReason={data.noPlateReason ?? null} />
            <OutcomeTag outcome={data.outcome} />
          </span>
        ) : (
          '通行记录'
        )
      }
      extra={
        may('passages.correct') ? (
          <Button size="small" disabled={!data} onClick={() => setCorrecting(true)}>
            更正
          </Button>
        ) : null
      }
      onClose={onClose}
    >
      <QueryView query={detail}>{(passage) => <Story passage={passage} />}</QueryView>
      <CorrectionDialog
        passage={correcting ? (data ?? null) : null}
        onClose={() => setCorrecting(false)}
        onDone={() => {
          void cache.invalidateQueries({ queryKey: ['passage', id] });
          onChanged();
        }}
      />
    </SideDrawer>
  );
}

function Story({ passage }: { passage: PassageDetail }) {
  const may = useMay();
  const corrections = passage.corrections ?? [];
  const steps = usePassageSteps(passage);
  return (
    <Tabs
      size="small"
      items={[
        { key: 'overview', label: '概况', children: <PassageOverview passage={passage} /> },
        { key: 'decision', label: '判定', children: <PassageDecision passage={passage} /> },
        { key: 'timeline', label: '时间线', children: <Timeline steps={steps} /> },
        { key: 'uploads', label: `上报 ${passage.uploads.length}`, children: <PassageUploads passage={passage} /> },
        { key: 'corrections', label: `更正 ${corrections.length}`, children: <PassageCorrections corrections={corrections} /> },
        ...(may('ledger.read') ? [{ key: 'proof', label: '存证', children: <LedgerProof seq={passage.seq} /> }] : []),
      ]}
    />
  );
}
