import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Tabs } from 'antd';
import { useState } from 'react';
import { get } from '../../api/client.ts';
import { useMay } from '../../api/session.ts';
import type { PassageDetail, TimelineStep, Visit } from '../../api/types.ts';
import { CorrectionDialog } from '../../components/business/correction-dialog.tsx';
import { LedgerProof } from '../../components/business/ledger-proof.tsx';
import { Photos } from '../../components/business/photos.tsx';
import { inTime, usePassageSteps } from '../../components/business/passage-steps.ts';
import { PlateTag } from '../../components/business/plate-tag.tsx';
import { ReasonText } from '../../components/business/reason-text.tsx';
import { BarrierTag, OutcomeTag, StateTag, UploadTag } from '../../components/business/state-tags.tsx';
import { Timeline } from '../../components/business/timeline.tsx';
import { Facts } from '../../components/ui/page.tsx';
import { SideDrawer } from '../../components/ui/side-drawer.tsx';
import { QueryView } from '../../components/ui/states.tsx';
import { visitStates, wordOf } from '../../lib/codes.ts';
import { tonnesText } from '../../lib/numbers.ts';
import { dateTimeText, durationText } from '../../lib/time.ts';
import { visitColumns } from './visit-columns.tsx';

export const questionWords = { 'second-in': '重复进厂', 'orphan-out': '无进厂记录', 'colour-changed': '号牌颜色不一致' } as const;

/** A visit as a story: in and out side by side, everything that happened to both in one line of time. */
export function VisitDrawer({ id, onClose, onChanged }: { id: string | null; onClose(): void; onChanged(): void }) {
  const visit = useQuery({ queryKey: ['visit', id], queryFn: () => get<Visit>(`/visits/${id}`), enabled: id !== null });
  const { data } = visit;
  return (
    <SideDrawer
      open={id !== null}
      width={760}
      onClose={onClose}
      title={
        data ? (
          <span style={{ display: 'flex', gap: 10, alignItems: 'center' }}>
            <PlateTag plateNumber={data.plateNumber} plateColor={data.plateColor} />
            <StateTag tone={data.state === 'inside' ? 'accent' : data.state === 'closed' ? 'admit' : 'ask'}>{wordOf(visitStates, data.state)}</StateTag>
            {data.questions.map((question) => (
              <StateTag key={question} tone="ask">
                {wordOf(questionWords, question)}
              </StateTag>
            ))}
          </span>
        ) : (
          '进出厂台账'
        )
      }
    >
      <QueryView query={visit}>{(loaded) => <VisitStory visit={loaded} onChanged={onChanged} />}</QueryView>
    </SideDrawer>
  );
}

function useLeg(id: string | null) {
  return useQuery({ queryKey: ['passage', id], queryFn: () => get<PassageDetail>(`/passages/${id}`), enabled: id !== null });
}

function VisitStory({ visit, onChanged }: { visit: Visit; onChanged(): void }) {
  const may = useMay();
  const cache = useQueryClient();
  const entry = useLeg(visit.inPassageId);
  const exit = useLeg(visit.outPassageId);
  const [correcting, setCorrecting] = useState<PassageDetail | null>(null);
  const entrySteps = usePassageSteps(entry.data);
  const exitSteps = usePassageSteps(exit.data);
  const steps = [...named('in', entrySteps), ...named('out', exitSteps)].sort(inTime);
  return (
    <>
      <Tabs
        size="small"
        items={[
          {
            key: 'sides',
            label: '进出对照',
            children: (
              <>
                <div className="grid-2">
                  <Leg title="进厂" id={visit.inPassageId} passage={entry.data} onCorrect={setCorrecting} />
                  <Leg title="出厂" id={visit.outPassageId} passage={exit.data} onCorrect={setCorrecting} />
                </div>
                {visit.inAt && visit.outAt ? <p className="gg-quiet">在厂 {durationText(Date.parse(visit.outAt) - Date.parse(visit.inAt))}</p> : null}
              </>
            ),
          },
          { key: 'timeline', label: '时间线', children: <Timeline steps={steps} /> },
          { key: 'fields', label: '台账字段', children: <Facts two items={visitColumns.map((column) => [column.title, column.render(visit)] as const)} /> },
          ...(may('ledger.read')
            ? [
                {
                  key: 'proof',
                  label: '存证',
                  children: (
                    <>
                      {entry.data ? <ProofOf title="进厂条目" seq={entry.data.seq} /> : null}
                      {exit.data ? <ProofOf title="出厂条目" seq={exit.data.seq} /> : null}
                    </>
                  ),
                },
              ]
            : []),
        ]}
      />
      <CorrectionDialog
        passage={correcting}
        onClose={() => setCorrecting(null)}
        onDone={() => {
          void cache.invalidateQueries({ queryKey: ['visit', visit.id] });
          void cache.invalidateQueries({ queryKey: ['passage'] });
          onChanged();
        }}
      />
    </>
  );
}

function ProofOf({ title, seq }: { title: string; seq: number }) {
  return (
    <section className="section">
      <h3 className="section-title">{title}</h3>
      <LedgerProof seq={seq} />
    </section>
  );
}

const prefixes = { in: '进厂', out: '出厂' } as const;

function named(direction: 'in' | 'out', steps: TimelineStep[]): TimelineStep[] {
  return steps.map((step) => ({ ...step, title: `${prefixes[direction]} · ${step.title}` }));
}

function Leg(props: { title: string; id: string | null; passage: PassageDetail | undefined; onCorrect(passage: PassageDetail): void }) {
  const may = useMay();
  const { passage } = props;
  if (props.id === null) {
    return (
      <section className="panel">
        <h2>{props.title}</h2>
        <p className="gg-quiet">{props.title === '进厂' ? '没有进厂记录' : '还没有出厂'}</p>
      </section>
    );
  }
  return (
    <section className="panel" aria-label={props.title}>
      <h2 style={{ display: 'flex', gap: 8, alignItems: 'center' }}>
        {props.title}
        {passage && may('passages.correct') ? (
          <Button size="small" style={{ marginLeft: 'auto' }} onClick={() => props.onCorrect(passage)}>
            更正
          </Button>
        ) : null}
      </h2>
      {passage ? (
        <div style={{ display: 'grid', gap: 8 }}>
          <Photos photos={passage.snapshots} size={78} />
          <div style={{ display: 'flex', gap: 6, flexWrap: 'wrap' }}>
            <OutcomeTag outcome={passage.outcome} />
            <BarrierTag state={passage.barrier} />
            {passage.uploads.map((upload) => (
              <UploadTag key={upload.regulatorId} state={upload.state} title="上报状态" />
            ))}
          </div>
          <ReasonText reasons={passage.reasons} />
          <Facts
            items={[
              ['时间', dateTimeText(passage.at ?? passage.capturedAt ?? passage.receivedAt)],
              ['道闸', `${passage.entranceCode} / ${passage.laneCode}`],
              ['货物', passage.cargoName],
              ['运输量（吨）', tonnesText(passage.cargoTonnes)],
              [
                '序号',
                <Link key="seq" to={'/passages' as never} search={{ id: passage.id } as never}>
                  #{passage.seq}
                </Link>,
              ],
            ]}
          />
        </div>
      ) : (
        <p className="gg-quiet">正在读取…</p>
      )}
    </section>
  );
}
