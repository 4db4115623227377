import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Progress } from 'antd';
import { get } from '../../api/client.ts';
import { usePagedList } from '../../api/lists.ts';
import type { Gap, SystemState } from '../../api/types.ts';
import { StateTag } from '../../components/business/state-tags.tsx';
import { type Column, DataTable } from '../../components/ui/data-table.tsx';
import { FilterBar, type FilterField } from '../../components/ui/filter-bar.tsx';
import { Facts, Page, Panel } from '../../components/ui/page.tsx';
import { Empty, QueryView } from '../../components/ui/states.tsx';
import { pick, useUrlValues } from '../../components/ui/url-state.ts';
import { bytesText, countText } from '../../lib/numbers.ts';
import { subjectText } from '../../lib/subjects.ts';
import { dateTimeText, durationText } from '../../lib/time.ts';

const gapKinds: Record<string, string> = {
  'device-silent': '相机离线',
  'device-clock': '相机时钟偏差',
  'device-serial': '相机序列号不符',
  'device-undecodable': '推送无法解析',
  'device-unreachable': '设备连不上',
  'barrier-unconfirmed': '道闸未确认开到位',
  'storage-full': '磁盘已满',
  'disk-low': '磁盘空间不足',
  'platform-unreachable': '平台中断',
  'platform-rejecting': '平台拒绝',
  'server-stopped': '系统停止',
  'clock-jump': '时钟跳变',
};

const fields: FilterField[] = [
  { kind: 'select', name: 'kind', title: '种类', options: Object.entries(gapKinds).map(([value, label]) => ({ value, label })), width: 150 },
  {
    kind: 'select',
    name: 'open',
    title: '状态',
    options: [
      { value: 'true', label: '未恢复' },
      { value: 'false', label: '已恢复' },
    ],
    width: 110,
  },
];

const columns: Column<Gap>[] = [
  { key: 'kind', title: '种类', width: 140, fixed: 'start', render: (row) => gapKinds[row.kind] ?? row.title },
  {
    key: 'state',
    title: '状态',
    width: 90,
    render: (row) => (row.until ? <StateTag tone="unknown">已恢复</StateTag> : <StateTag tone="ask">未恢复</StateTag>),
  },
  { key: 'since', title: '开始', width: 156, render: (row) => dateTimeText(row.since) },
  { key: 'subject', title: '对象', width: 150, render: (row) => row.subjectName ?? subjectText(row.subject, () => null) },
  { key: 'next', title: '怎么办', width: 380, render: (row) => <span title={row.next ?? ''}>{row.until ? '' : (row.next ?? '')}</span> },
  { key: 'title', title: '说明', width: 240, optional: true, render: (row) => row.title },
  { key: 'until', title: '恢复', width: 156, render: (row) => dateTimeText(row.until) },
  { key: 'length', title: '时长', width: 96, render: (row) => durationText((row.until ? Date.parse(row.until) : Date.now()) - Date.parse(row.since)) },
];

/** How the machine is, and every interruption there was: each one is an entry of the ledger. */
export default function SystemPage() {
  const [values] = useUrlValues();
  const system = useQuery({ queryKey: ['system'], queryFn: () => get<SystemState>('/system'), refetchInterval: 15_000 });
  const gaps = usePagedList<Gap>('/gaps', pick(values, ['kind', 'open']));
  return (
    <Page title="系统状态">
      <QueryView query={system}>{(data) => <Cards system={data} />}</QueryView>
      <FilterBar name="gaps" fields={fields} />
      <DataTable<Gap>
        name="gaps"
        label="中断记录"
        columns={columns}
        list={gaps}
        rowKey={(row) => row.id}
        empty={<Empty title="没有中断记录" next="相机离线、平台中断、停机等会在这里各记一条，恢复后写明起止时间。" />}
      />
    </Page>
  );
}

function Cards({ system }: { system: SystemState }) {
  const { disk, database, ledger, devices } = system;
  const used = disk && disk.total > 0 ? Math.round((1 - disk.free / disk.total) * 100) : null;
  return (
    <div style={{ display: 'grid', gridTemplateColumns: 'repeat(4, minmax(0, 1fr))', gap: 12 }}>
      <Panel title="磁盘">
        {used === null ? null : <Progress percent={used} size="small" status={used >= 90 ? 'exception' : 'normal'} aria-label={`磁盘已用 ${used}%`} />}
        <Facts
          items={[
            ['可用', bytesText(disk?.free)],
            ['总量', bytesText(disk?.total)],
            ['数据文件夹', <Mono key="folder" text={system.dataFolder} />],
          ]}
        />
      </Panel>
      <Panel title="数据库与台账">
        <Facts
          items={[
            ['写入', <Writer key="writer" full={system.writer.state === 'full'} />],
            ['数据库', bytesText(database.bytes)],
            ['台账条目', <Opens key="size" text={countText(ledger.size)} to="/ledger" />],
            ['最近检查点', dateTimeText(ledger.lastCheckpointAt)],
          ]}
        />
      </Panel>
      <Panel title="设备与中断">
        <Facts
          items={[
            ['设备', <Opens key="total" text={`${countText(devices.total)} 台`} to="/sites" />],
            ['在线', countText(devices.online)],
            ['离线', <Silent key="silent" count={devices.silent} />],
            ['从未连接', countText(devices.never)],
            ['未恢复中断', <Opens key="gaps" text={countText(system.openGaps)} to="/system" search={{ open: 'true' }} />],
          ]}
        />
      </Panel>
      <Panel title="程序">
        <Facts
          items={[
            ['版本', system.version],
            ['已运行', durationText(Date.parse(system.clock.now) - Date.parse(system.startedAt))],
            ['服务器时间', dateTimeText(system.clock.now)],
            ['内存', bytesText(system.memoryBytes)],
            ['站点编号', <Mono key="site" text={system.siteId} />],
          ]}
        />
      </Panel>
    </div>
  );
}

/** A figure that opens its rows. */
function Opens({ text, to, search = {} }: { text: string; to: string; search?: Record<string, string> }) {
  return (
    <Link to={to as never} search={search as never}>
      {text}
    </Link>
  );
}

function Mono({ text }: { text: string }) {
  return <span className="gg-mono">{text}</span>;
}

function Writer({ full }: { full: boolean }) {
  return full ? <StateTag tone="deny">磁盘已满，暂不能写入</StateTag> : <StateTag tone="admit">正常</StateTag>;
}

function Silent({ count }: { count: number }) {
  return count > 0 ? <StateTag tone="deny">{countText(count)}</StateTag> : '0';
}
