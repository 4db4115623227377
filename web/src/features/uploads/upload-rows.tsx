import { useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Segmented } from 'antd';
import { useState } from 'react';
import { get, post } from '../../api/client.ts';
import { usePagedList } from '../../api/lists.ts';
import { useMay } from '../../api/session.ts';
import type { ReasonGroup, Upload, UploadSummary } from '../../api/types.ts';
import { PlateTag } from '../../components/business/plate-tag.tsx';
import { UploadTag } from '../../components/business/state-tags.tsx';
import { type Column, DataTable } from '../../components/ui/data-table.tsx';
import { FilterBar, type FilterField } from '../../components/ui/filter-bar.tsx';
import { Empty, faultOf } from '../../components/ui/states.tsx';
import { pick, useUrlValues } from '../../components/ui/url-state.ts';
import { directions, optionsOf, uploadStates, wordOf } from '../../lib/codes.ts';
import { countText } from '../../lib/numbers.ts';
import { dateTimeText, dayStart, daysAgo } from '../../lib/time.ts';

const tabs: Record<string, { title: string; filter: Record<string, string>; empty: string }> = {
  incomplete: { title: '待补录', filter: { attention: 'incomplete' }, empty: '没有缺字段的记录。' },
  rejected: { title: '被拒', filter: { state: 'rejected' }, empty: '平台没有拒绝任何记录。' },
  unknown: { title: '结果不明', filter: { state: 'unknown' }, empty: '没有结果不明的记录。' },
  due: { title: '补传中', filter: { attention: 'due' }, empty: '没有等待发送的记录，都已发出。' },
  today: { title: '今日接收', filter: { state: 'accepted' }, empty: '今日零点以来平台还没有接收记录。' },
  all: { title: '全部', filter: {}, empty: '车辆通过后，每一条都会出现在这里，连同平台的答复。' },
};

/** Tabs of what nobody has to do anything about. */
const quietTabs = new Set(['today', 'all']);

/** What nobody sends again by himself; everything else is sent without a click. */
const needsPerson = new Set<string>(['rejected', 'unknown']);

const columns: Column<Upload>[] = [
  { key: 'plate', title: '车牌号码', width: 126, fixed: 'start', render: (row) => <PlateTag plateNumber={row.plateNumber} plateColor={row.plateColor} /> },
  { key: 'state', title: '状态', width: 100, render: (row) => <UploadTag state={row.state} /> },
  {
    key: 'message',
    title: '说明',
    width: 240,
    render: (row) => <span title={row.message ?? ''}>{row.attention === 'entry' ? '等待同一次进厂先被接收' : (row.message ?? '')}</span>,
  },
  { key: 'regulator', title: '平台', width: 212, render: (row) => row.regulatorName },
  { key: 'direction', title: '进出', width: 56, render: (row) => directions[row.direction] },
  { key: 'laneCode', title: '道闸编号', width: 84, render: (row) => row.laneCode },
  { key: 'at', title: '通行时间', width: 164, render: (row) => dateTimeText(row.at) },
  { key: 'attempts', title: '尝试', width: 60, align: 'right', render: (row) => row.attempts },
  { key: 'next', title: '下次尝试', width: 164, render: (row) => dateTimeText(row.nextAttemptAt) },
  { key: 'acceptedAt', title: '接收时间', width: 164, render: (row) => dateTimeText(row.acceptedAt) },
];

/** What is stuck, grouped by reason, and the rows behind it; one click sends a whole group again. */
export function UploadRows({ platforms }: { platforms: UploadSummary[] }) {
  const [values, set] = useUrlValues();
  const total = (key: 'incomplete' | 'rejected' | 'unknown' | 'waiting') => platforms.reduce((sum, item) => sum + item[key], 0);
  const counts: Record<string, number | null> = {
    incomplete: total('incomplete'),
    rejected: total('rejected'),
    unknown: total('unknown'),
    due: total('waiting'),
    all: null,
  };
  const first = Object.keys(tabs).find((key) => (counts[key] ?? 0) > 0) ?? 'all';
  const name = values.tab && values.tab in tabs ? values.tab : first;
  const tab = tabs[name] ?? { title: '', filter: {}, empty: '' };
  const since: Record<string, string> = name === 'today' ? { acceptedFrom: dayStart(daysAgo(0)) } : {};
  const filter = {
    ...pick(values, name === 'all' ? ['state'] : []),
    ...tab.filter,
    ...since,
    ...pick(values, ['regulatorId', 'plateNumber', 'message', 'from', 'to']),
  };
  const list = usePagedList<Upload>('/uploads', filter, { refetchMs: 15_000 });
  const fields: FilterField[] = [
    { kind: 'text', name: 'plateNumber', title: '车牌号码' },
    { kind: 'select', name: 'regulatorId', title: '平台', options: platforms.map((item) => ({ value: item.regulatorId, label: item.name })), width: 150 },
    ...(name === 'all' ? [{ kind: 'select' as const, name: 'state', title: '状态', options: optionsOf(uploadStates), width: 110 }] : []),
    { kind: 'days', title: '通行日期' },
  ];
  return (
    <div style={{ display: 'flex', flexDirection: 'column', gap: 10, minHeight: 460, flex: '1 0 auto' }}>
      <div className="filters">
        <Segmented
          aria-label="上报状态"
          value={name}
          onChange={(next) => set({ tab: String(next), state: null, message: null, id: null })}
          options={Object.entries(tabs).map(([value, { title }]) => ({ value, label: counts[value] ? `${title} ${countText(counts[value])}` : title }))}
        />
        <FilterBar name="uploads" fields={fields} />
      </div>
      {quietTabs.has(name) ? null : <Reasons filter={filter} />}
      <DataTable<Upload>
        name="uploads"
        label="上报记录"
        columns={columns}
        list={list}
        rowKey={(row) => row.id}
        selected={values.id ?? null}
        onSelect={(id) => set({ id })}
        empty={<Empty title={name === 'all' ? '还没有上报记录' : `没有${tab.title}的记录`} next={tab.empty} />}
      />
    </div>
  );
}

function Reasons({ filter }: { filter: Record<string, string> }) {
  const [values, set] = useUrlValues();
  const may = useMay();
  const cache = useQueryClient();
  const { message, modal } = App.useApp();
  const [busy, setBusy] = useState<string | null>(null);
  const { message: chosen, ...wide } = filter;
  const reasons = useQuery({
    queryKey: ['uploads', 'reasons', wide],
    queryFn: () => get<{ items: ReasonGroup[] }>('/uploads/reasons', wide),
    refetchInterval: 15_000,
  });
  const items = (reasons.data?.items ?? []).filter((item) => chosen === undefined || item.message === chosen);
  if (items.length === 0) return null;

  const resend = (group: ReasonGroup) => {
    modal.confirm({
      title: `重新上报 ${countText(group.count)} 条？`,
      content: `原因“${group.message ?? '未说明'}”的记录会再发送一次。请先确认原因已经解决。`,
      okText: '重新上报',
      cancelText: '取消',
      onOk: async () => {
        setBusy(group.message);
        try {
          const done = await post<{ count: number }>('/uploads/resend', {
            ...wide,
            state: group.state,
            regulatorId: group.regulatorId,
            ...(group.message ? { message: group.message } : {}),
          });
          void message.success(`已安排 ${countText(done.count)} 条重新上报`);
          await cache.invalidateQueries({ queryKey: ['uploads'] });
          await cache.invalidateQueries({ queryKey: ['list', '/uploads'] });
        } catch (fault) {
          void message.error(`${faultOf(fault).message}（${faultOf(fault).code}）`);
        } finally {
          setBusy(null);
        }
      },
    });
  };

  return (
    <ul className="reason-rows" aria-label="按原因归类">
      {items.slice(0, 6).map((group) => (
        <li key={`${group.regulatorId}${group.state}${group.message ?? ''}`}>
          <strong>{countText(group.count)} 条</strong>
          <span>{group.message ?? (group.state === 'waiting' ? '在排队，平台可用时自动发送' : wordOf(uploadStates, group.state))}</span>
          <span className="gg-quiet">最早 {dateTimeText(group.oldestAt)}</span>
          {group.message ? (
            <Button size="small" onClick={() => set({ message: values.message ? null : group.message })}>
              {values.message ? '看全部原因' : '只看这些'}
            </Button>
          ) : null}
          {may('uploads.resend') && needsPerson.has(group.state) ? (
            <Button size="small" type="primary" loading={busy !== null && busy === group.message} onClick={() => resend(group)}>
              批量重新上报
            </Button>
          ) : null}
        </li>
      ))}
    </ul>
  );
}
