import { DownloadOutlined } from '@ant-design/icons';
import { useMutation, useQuery } from '@tanstack/react-query';
import { App, Button, Dropdown } from 'antd';
import { useEffect, useState } from 'react';
import { get, post } from '../../api/client.ts';
import { useMay } from '../../api/session.ts';
import type { ExportJob } from '../../api/types.ts';
import { countText } from '../../lib/numbers.ts';
import { faultOf } from '../ui/states.tsx';
import { ExportList } from './export-list.tsx';

/** Exports exactly the rows of the present filter. The file is written in the background; the button shows how far it is. */
export function ExportButton({ kind, filter }: { kind: 'visits' | 'passages'; filter: Record<string, string> }) {
  const may = useMay();
  const { message, notification } = App.useApp();
  const [id, setId] = useState<string | null>(null);
  const [listed, setListed] = useState(false);
  const start = useMutation({
    mutationFn: (format: 'xlsx' | 'csv') => post<{ id: string }>('/exports', { kind, format, filter }),
    onSuccess: (job) => setId(job.id),
    onError: (fault) => void message.error(`${faultOf(fault).message}（${faultOf(fault).code}）`),
  });
  const job = useQuery({
    queryKey: ['export', id],
    queryFn: () => get<ExportJob>(`/exports/${id}`),
    enabled: id !== null,
    refetchInterval: (query) => (query.state.data?.state === 'running' || !query.state.data ? 1_000 : false),
  });
  const { data } = job;
  useEffect(() => {
    if (!data || data.state === 'running') return;
    setId(null);
    if (data.state === 'failed') {
      notification.error({ title: '导出没有完成', description: data.problem ?? '缩小筛选范围后再试一次' });
      return;
    }
    notification.success({
      title: `导出完成，${countText(data.rows)} 行`,
      description: data.url ? (
        <a href={data.url} download>
          下载文件
        </a>
      ) : null,
      // The list 导出记录 keeps it; a pile of notices hides the page.
      duration: 20,
    });
  }, [data, notification]);

  if (!may('exports.create')) return null;
  const running = start.isPending || id !== null;
  return (
    <>
      <Dropdown
        trigger={['click']}
        disabled={running}
        menu={{
          items: [
            { key: 'xlsx', label: 'Excel 文件（.xlsx）' },
            { key: 'csv', label: 'CSV 文件（.csv）' },
            { type: 'divider' },
            { key: 'list', label: '导出记录' },
          ],
          onClick: ({ key }) => (key === 'list' ? setListed(true) : start.mutate(key === 'csv' ? 'csv' : 'xlsx')),
        }}
      >
        <Button size="small" icon={<DownloadOutlined />} loading={running}>
          {running ? `正在导出 ${countText(data?.rows ?? 0)} 行` : '导出当前筛选'}
        </Button>
      </Dropdown>
      <ExportList open={listed} onClose={() => setListed(false)} />
    </>
  );
}
