import { PlusOutlined } from '@ant-design/icons';
import { App, Button, DatePicker, Form, Input, Select } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useState } from 'react';
import { post } from '../../api/client.ts';
import { usePagedList } from '../../api/lists.ts';
import { useMay } from '../../api/session.ts';
import type { ListEntry } from '../../api/types.ts';
import { PlateTag } from '../../components/business/plate-tag.tsx';
import { ReasonDialog } from '../../components/business/reason-dialog.tsx';
import { StateTag, type Tone } from '../../components/business/state-tags.tsx';
import { type Column, DataTable } from '../../components/ui/data-table.tsx';
import { FilterBar, type FilterField } from '../../components/ui/filter-bar.tsx';
import { FormModal } from '../../components/ui/form-modal.tsx';
import { Page } from '../../components/ui/page.tsx';
import { Empty } from '../../components/ui/states.tsx';
import { pick, useUrlValues } from '../../components/ui/url-state.ts';
import { listKinds, optionsOf, plateColors } from '../../lib/codes.ts';
import { dateTimeText } from '../../lib/time.ts';

const effects: Record<string, string> = { black: '进厂拒绝', exceeding: '进厂拒绝', white: '进厂放行', exempt: '进厂放行', temporary: '期限内进厂放行' };
const endReasons = ['期限已到', '问题已整改', '登记有误', '车辆已报废', '业务结束', '负责人批准'] as const;

const fields: FilterField[] = [
  { kind: 'select', name: 'list', title: '名单', options: optionsOf(listKinds), width: 140 },
  { kind: 'text', name: 'plateNumber', title: '车牌号码' },
  {
    kind: 'select',
    name: 'active',
    title: '状态',
    options: [
      { value: 'true', label: '生效中' },
      { value: 'false', label: '已失效' },
    ],
    width: 110,
  },
];

function stateOf(row: ListEntry): { tone: Tone; word: string } {
  const now = Date.now();
  if (row.endedAt) return { tone: 'unknown', word: '已移出' };
  if (row.endAt && Date.parse(row.endAt) <= now) return { tone: 'unknown', word: '已到期' };
  if (row.startAt && Date.parse(row.startAt) > now) return { tone: 'accent', word: '未开始' };
  return { tone: 'admit', word: '生效中' };
}

/** Black, white, temporary, exceeding and exempt: in force at the gate the moment they are written. */
export default function ListsPage() {
  const [values] = useUrlValues();
  const may = useMay();
  const { message } = App.useApp();
  const [adding, setAdding] = useState(false);
  const [ending, setEnding] = useState<ListEntry | null>(null);
  const filter = pick(values, ['list', 'plateNumber', 'active']);
  const list = usePagedList<ListEntry>('/list-entries', filter);
  const add = may('lists.write') ? (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setAdding(true)}>
      加入名单
    </Button>
  ) : null;
  const columns: Column<ListEntry>[] = [
    {
      key: 'plateNumber',
      title: '车牌号码',
      width: 126,
      fixed: 'start',
      render: (row) => <PlateTag plateNumber={row.plateNumber} plateColor={row.plateColor} />,
    },
    { key: 'list', title: '名单', width: 104, render: (row) => listKinds[row.list] },
    { key: 'effect', title: '效果', width: 112, render: (row) => effects[row.list] },
    { key: 'state', title: '状态', width: 88, render: (row) => <StateTag tone={stateOf(row).tone}>{stateOf(row).word}</StateTag> },
    { key: 'reason', title: '原因', width: 180, render: (row) => row.reason },
    { key: 'startAt', title: '开始', width: 156, render: (row) => dateTimeText(row.startAt) },
    { key: 'endAt', title: '结束', width: 156, render: (row) => (row.endAt ? dateTimeText(row.endAt) : '长期') },
    { key: 'addedBy', title: '加入人', width: 84, render: (row) => row.addedBy },
    { key: 'addedAt', title: '加入时间', width: 156, optional: true, render: (row) => dateTimeText(row.addedAt) },
    { key: 'ended', title: '移出', width: 220, optional: true, render: (row) => (row.endedAt ? `${row.endedBy ?? ''} ${dateTimeText(row.endedAt)}` : '—') },
    {
      key: 'action',
      title: '操作',
      width: 90,
      render: (row) =>
        may('lists.write') && !row.endedAt ? (
          <Button size="small" onClick={() => setEnding(row)}>
            移出
          </Button>
        ) : null,
    },
  ];
  return (
    <Page title="名单" note="加入即刻在通道生效；移出保留记录" actions={add}>
      <FilterBar name="lists" fields={fields} />
      <DataTable<ListEntry>
        name="lists"
        label="名单"
        columns={columns}
        list={list}
        rowKey={(row) => row.id}
        empty={<Empty title="名单里没有车辆" next="黑名单、排放超标名单拒绝进厂；白名单、豁免名单和期限内的临时放行直接放行进厂。" action={add} />}
      />
      {adding ? (
        <AddDialog
          onClose={() => setAdding(false)}
          onDone={() => {
            void message.success('已加入名单，即刻生效');
            list.reload();
          }}
        />
      ) : null}
      <ReasonDialog
        open={ending !== null}
        title={`移出${ending ? listKinds[ending.list] : ''}：${ending?.plateNumber ?? ''}`}
        confirmText="移出"
        reasons={endReasons}
        onCancel={() => setEnding(null)}
        onReason={async (reason) => {
          await post(`/list-entries/${ending?.id}/end`, { reason });
          void message.success('已移出名单');
          list.reload();
        }}
      />
    </Page>
  );
}

interface Entered {
  list: string;
  plateNumber: string;
  plateColor?: string;
  reason: string;
  range?: [Dayjs | null, Dayjs | null];
}

function AddDialog({ onClose, onDone }: { onClose(): void; onDone(): void }) {
  const [form] = Form.useForm<Entered>();
  const [fault, setFault] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const submit = async () => {
    const entered = await form.validateFields();
    setBusy(true);
    setFault(null);
    try {
      const instant = (value: Dayjs | null | undefined) => (value ? { at: value.format('YYYY-MM-DDTHH:mm:ss+08:00') } : null);
      const [start, end] = [instant(entered.range?.[0]), instant(entered.range?.[1])];
      await post('/list-entries', {
        list: entered.list,
        plateNumber: entered.plateNumber.trim().toUpperCase(),
        reason: entered.reason.trim(),
        ...(entered.plateColor ? { plateColor: entered.plateColor } : {}),
        ...(start ? { startAt: start.at } : {}),
        ...(end ? { endAt: end.at } : {}),
      });
      onDone();
      onClose();
    } catch (caught) {
      setFault(caught);
    } finally {
      setBusy(false);
    }
  };
  return (
    <FormModal
      form={form}
      first="plateNumber"
      title="加入名单"
      okText="加入名单"
      start={{ list: 'temporary' }}
      busy={busy}
      fault={fault}
      onSubmit={submit}
      onClose={onClose}
    >
      <Form.Item name="list" label="名单">
        <Select options={Object.entries(listKinds).map(([value, word]) => ({ value, label: `${word}（${effects[value]}）` }))} />
      </Form.Item>
      <div className="grid-2">
        <Form.Item name="plateNumber" label="车牌号码" rules={[{ required: true, whitespace: true, message: '请填写车牌号码' }]}>
          <Input maxLength={32} />
        </Form.Item>
        <Form.Item name="plateColor" label="号牌颜色">
          <Select allowClear placeholder="不限颜色" options={optionsOf(plateColors).filter((option) => option.value !== 'unknown')} />
        </Form.Item>
      </div>
      <Form.Item noStyle shouldUpdate={(before, after) => before.list !== after.list}>
        {({ getFieldValue }) => {
          const temporary = getFieldValue('list') === 'temporary';
          return (
            <Form.Item
              name="range"
              label="有效时间（北京时间）"
              extra={temporary ? '临时放行必须有结束时间' : '不填即长期有效'}
              rules={[{ validator: (_, value) => (temporary && !value?.[1] ? Promise.reject(new Error('请选择结束时间')) : Promise.resolve()) }]}
            >
              <DatePicker.RangePicker
                showTime={{ format: 'HH:mm' }}
                allowEmpty={[true, true]}
                style={{ width: '100%' }}
                presets={[
                  { label: '今天内', value: [dayjs(), dayjs().endOf('day')] },
                  { label: '3 天', value: [dayjs(), dayjs().add(3, 'day')] },
                  { label: '30 天', value: [dayjs(), dayjs().add(30, 'day')] },
                ]}
              />
            </Form.Item>
          );
        }}
      </Form.Item>
      <Form.Item name="reason" label="原因" rules={[{ required: true, whitespace: true, min: 2, message: '请写明原因' }]}>
        <Input maxLength={200} />
      </Form.Item>
    </FormModal>
  );
}
