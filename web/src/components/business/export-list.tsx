import { useQuery } from '@tanstack/react-query';
import { Modal, Table } from 'antd';
import { get } from '../../api/client.ts';
import type { ExportJob, Page } from '../../api/types.ts';
import { countText } from '../../lib/numbers.ts';
import { dateTimeText } from '../../lib/time.ts';
import { Empty, QueryView } from '../ui/states.tsx';
import { StateTag } from './state-tags.tsx';

const kinds = { visits: '进出厂台账', passages: '通行记录' } as const;

/** The exports so far, still to be fetched after the page was left. */
export function ExportList({ open, onClose }: { open: boolean; onClose(): void }) {
  const exports = useQuery({
    queryKey: ['exports'],
    queryFn: () => get<Page<ExportJob>>('/exports', { limit: 20 }),
    enabled: open,
    refetchInterval: (query) => (query.state.data?.items.some((item) => item.state === 'running') ? 1_000 : false),
  });
  return (
    <Modal open={open} title="导出记录" footer={null} width={760} onCancel={onClose} destroyOnHidden>
      <QueryView query={exports}>
        {(page) => (
          <Table<ExportJob>
            size="small"
            rowKey="id"
            pagination={false}
            scroll={{ y: 360 }}
            dataSource={page.items}
            locale={{ emptyText: <Empty title="还没有导出过" next="用“导出当前筛选”生成文件，完成后可在这里下载。" /> }}
            columns={[
              { title: '时间', width: 170, render: (_, row) => dateTimeText(row.createdAt) },
              { title: '内容', width: 110, render: (_, row) => kinds[row.kind] },
              { title: '格式', width: 70, dataIndex: 'format' },
              { title: '行数', width: 90, align: 'right', render: (_, row) => countText(row.rows) },
              { title: '创建人', width: 110, dataIndex: 'createdBy' },
              { title: '状态', render: (_, row) => <ExportState job={row} /> },
            ]}
          />
        )}
      </QueryView>
    </Modal>
  );
}

function ExportState({ job }: { job: ExportJob }) {
  if (job.state === 'running') return <StateTag tone="accent">正在导出</StateTag>;
  if (job.state === 'failed') {
    return (
      <StateTag tone="deny" title={job.problem ?? ''}>
        没有完成
      </StateTag>
    );
  }
  // Seven days have passed, or it is somebody else's file.
  if (job.url === null) return <span className="gg-quiet">不可下载</span>;
  return (
    <a href={job.url} download>
      下载
    </a>
  );
}
