import { usePagedList } from '../../api/lists.ts';
import { useNames } from '../../api/names.ts';
import type { AuditItem } from '../../api/types.ts';
import { LedgerProof } from '../../components/business/ledger-proof.tsx';
import { ActorName, SubjectName } from '../../components/business/subject-name.tsx';
import { type Column, DataTable } from '../../components/ui/data-table.tsx';
import { FilterBar, type FilterField } from '../../components/ui/filter-bar.tsx';
import { Facts, Page } from '../../components/ui/page.tsx';
import { SideDrawer } from '../../components/ui/side-drawer.tsx';
import { Empty } from '../../components/ui/states.tsx';
import { pick, useUrlValues } from '../../components/ui/url-state.ts';
import type { NameOf } from '../../lib/subjects.ts';
import { dateTimeText } from '../../lib/time.ts';
import { actionWord } from './action-words.ts';
import { detailsText } from './detail-words.ts';

const fields: FilterField[] = [
  { kind: 'days', title: '日期' },
  { kind: 'text', name: 'by', title: '操作人' },
  {
    kind: 'select',
    name: 'action',
    title: '操作类别',
    options: [
      { value: 'session.', label: '登录与退出' },
      { value: 'passage.', label: '核验与更正' },
      { value: 'lane.', label: '通道与抬杆' },
      { value: 'road-vehicle.', label: '运输车辆' },
      { value: 'list-entry.', label: '名单' },
      { value: 'rule-set.', label: '管控规则' },
      { value: 'device.', label: '设备' },
      { value: 'entrance.', label: '出入口' },
      { value: 'account.', label: '账号' },
      { value: 'token.', label: '令牌' },
      { value: 'upload.', label: '上报' },
      { value: 'regulator.', label: '监管平台' },
      { value: 'export.', label: '导出' },
      { value: 'site.', label: '站点设置' },
    ],
    width: 140,
  },
];

const columnsWith = (nameOf: NameOf): Column<AuditItem>[] => [
  { key: 'at', title: '时间', width: 160, fixed: 'start', render: (row) => dateTimeText(row.at) },
  { key: 'by', title: '操作人', width: 190, render: (row) => <ActorName by={row.by} nameOf={nameOf} /> },
  { key: 'action', title: '操作', width: 126, render: (row) => actionWord(row.action) },
  { key: 'target', title: '对象', width: 214, render: (row) => <SubjectName subject={row.target} nameOf={namedIn(row, nameOf)} /> },
  { key: 'details', title: '内容', width: 380, render: (row) => <span className="gg-quiet">{detailsText(row.details, nameOf)}</span> },
  { key: 'seq', title: '台账序号', width: 84, align: 'right', render: (row) => row.seq },
];

/** A vehicle or an entry of a list goes by the plate that the act itself names. */
function namedIn(row: AuditItem, nameOf: NameOf): NameOf {
  const { plateNumber } = row.details;
  return (noun, id) => nameOf(noun, id) ?? (/^(road-vehicle|list-entry)$/.test(noun) && typeof plateNumber === 'string' ? plateNumber : null);
}

/** What people and programs did, read from the ledger itself. */
export default function AuditPage() {
  const [values, set] = useUrlValues();
  const list = usePagedList<AuditItem>('/audit', pick(values, ['from', 'to', 'action', 'by']));
  const nameOf = useNames();
  const selected = list.rows.find((row) => String(row.seq) === values.id);
  return (
    <Page title="操作记录" note="人员与程序的每一次操作，取自台账，不能删改">
      <FilterBar name="audit" fields={fields} />
      <DataTable<AuditItem>
        name="audit"
        label="操作记录"
        columns={columnsWith(nameOf)}
        list={list}
        rowKey={(row) => String(row.seq)}
        selected={values.id ?? null}
        onSelect={(id) => set({ id })}
        empty={<Empty title="没有符合的操作记录" next="登录、核验、抬杆、登记、发布规则等操作都会记在这里。" />}
      />
      <SideDrawer open={selected !== undefined} title={selected ? actionWord(selected.action) : ''} onClose={() => set({ id: null })}>
        {selected ? (
          <>
            <Facts
              items={[
                ['时间', dateTimeText(selected.at)],
                ['操作人', <ActorName key="by" by={selected.by} nameOf={nameOf} />],
                ['操作', actionWord(selected.action)],
                ['对象', <SubjectName key="target" subject={selected.target} nameOf={namedIn(selected, nameOf)} />],
                ['内容', detailsText(selected.details, nameOf)],
              ]}
            />
            <details style={{ margin: '12px 0' }}>
              <summary>原文（{selected.action}）</summary>
              <pre className="gg-mono json">{JSON.stringify(selected.details, null, 2)}</pre>
            </details>
            <LedgerProof seq={selected.seq} />
          </>
        ) : null}
      </SideDrawer>
    </Page>
  );
}
