import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { usePagedList } from '../../api/lists.ts';
import { useNames } from '../../api/names.ts';
import { useMay } from '../../api/session.ts';
import type { LedgerRow } from '../../api/types.ts';
import { readCheckpoint, SignatureState } from '../../components/business/checkpoint.tsx';
import { LedgerProof } from '../../components/business/ledger-proof.tsx';
import { ActorName, SubjectName } from '../../components/business/subject-name.tsx';
import { type Column, DataTable } from '../../components/ui/data-table.tsx';
import { FilterBar } from '../../components/ui/filter-bar.tsx';
import { Definition, Facts, Page, Panel } from '../../components/ui/page.tsx';
import { SideDrawer } from '../../components/ui/side-drawer.tsx';
import { Empty, QueryView } from '../../components/ui/states.tsx';
import { pick, useUrlValues } from '../../components/ui/url-state.ts';
import { countText } from '../../lib/numbers.ts';
import type { NameOf } from '../../lib/subjects.ts';
import { dateTimeText } from '../../lib/time.ts';
import { VerificationPanel } from './verification-panel.tsx';

const entryKinds: Record<string, string> = {
  passage: '通行',
  'passage-evidence': '再次识别',
  'passage-answer': '人工核验',
  'manual-lift': '人工抬杆',
  'barrier-states': '道闸状态',
  correction: '更正',
  'road-vehicle': '运输车辆',
  'list-entry': '名单',
  'rule-set': '管控规则',
  gap: '中断',
  act: '操作',
};

const columnsWith = (nameOf: NameOf): Column<LedgerRow>[] => [
  { key: 'seq', title: '序号', width: 90, align: 'right', fixed: 'start', render: (row) => row.seq },
  { key: 'at', title: '时间', width: 164, render: (row) => dateTimeText(row.at) },
  { key: 'kind', title: '种类', width: 110, render: (row) => entryKinds[row.kind] ?? row.kind },
  { key: 'subject', title: '对象', width: 360, render: (row) => <SubjectName subject={row.subject} nameOf={nameOf} /> },
  { key: 'by', title: '记录者', width: 240, render: (row) => <ActorName by={row.by as Parameters<typeof ActorName>[0]['by']} nameOf={nameOf} /> },
];

/** Whether anybody altered the ledger: the checkpoint, a full verification, every entry with its proof. */
export default function LedgerPage() {
  const [values, set] = useUrlValues();
  const may = useMay();
  const nameOf = useNames();
  const list = usePagedList<LedgerRow>('/ledger/entries', pick(values, ['kind']));
  const selected = values.seq === undefined ? null : Number(values.seq);
  return (
    <Page title="台账校验" note="条目只增不改；任何改动都能被校验发现">
      <div className="grid-2">
        <CheckpointPanel />
        <VerificationPanel mayRun={may('ledger.verify')} />
      </div>
      <FilterBar
        name="ledger"
        fields={[{ kind: 'select', name: 'kind', title: '种类', options: Object.entries(entryKinds).map(([value, label]) => ({ value, label })), width: 140 }]}
      />
      <DataTable<LedgerRow>
        name="ledger"
        label="台账条目"
        columns={columnsWith(nameOf)}
        list={list}
        rowKey={(row) => String(row.seq)}
        selected={values.seq ?? null}
        onSelect={(seq) => set({ seq })}
        empty={<Empty title="没有条目" next="第一辆车通过或第一次操作后，台账里就有条目。" />}
      />
      <SideDrawer open={selected !== null} title={`条目 #${selected ?? ''}`} onClose={() => set({ seq: null })}>
        {selected === null ? null : <LedgerProof key={selected} seq={selected} />}
      </SideDrawer>
    </Page>
  );
}

function CheckpointPanel() {
  const checkpoint = useQuery({ queryKey: ['checkpoint'], queryFn: readCheckpoint, refetchInterval: 30_000 });
  return (
    <Panel
      title={
        <>
          检查点 <Definition text="对全部条目的签名摘要（C2SP 检查点，Ed25519 签名）。把它交给第三方保存，日后任何改写都能被发现。" />
        </>
      }
    >
      <QueryView query={checkpoint}>
        {({ note, parsed, signature }) => (
          <>
            <Facts
              items={[
                ['来源', parsed?.origin],
                ['条目数', countText(parsed?.treeSize)],
                [
                  '根',
                  <span key="root" className="gg-mono">
                    {parsed?.rootHash ?? '—'}
                  </span>,
                ],
                ['签名', <SignatureState key="signature" signature={signature} />],
              ]}
            />
            <div style={{ display: 'flex', gap: 8, marginTop: 8 }}>
              <Button size="small" onClick={() => download('checkpoint.txt', note)}>
                下载检查点
              </Button>
              <Button size="small" href="/api/v1/ledger/key" target="_blank">
                验证公钥
              </Button>
            </div>
          </>
        )}
      </QueryView>
    </Panel>
  );
}

function download(name: string, text: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/plain;charset=utf-8' }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1_000);
}
