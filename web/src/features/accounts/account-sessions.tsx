import { useQuery } from '@tanstack/react-query';
import { App, Button, Modal, Table } from 'antd';
import { get, remove } from '../../api/client.ts';
import type { Account, Page } from '../../api/types.ts';
import { faultOf, QueryView } from '../../components/ui/states.tsx';
import { dateTimeText } from '../../lib/time.ts';

interface SessionItem {
  startedAt: string;
  lastSeenAt: string;
  expiresAt: string;
  source: string;
}

/** Where an account is logged in, and the button that ends it. */
export function AccountSessions({ account, onClose }: { account: Account; onClose(): void }) {
  const { message } = App.useApp();
  const sessions = useQuery({ queryKey: ['accounts', account.id, 'sessions'], queryFn: () => get<Page<SessionItem>>(`/accounts/${account.id}/sessions`) });
  const end = async () => {
    try {
      await remove(`/accounts/${account.id}/sessions`);
      void message.success('已强制退出');
      await sessions.refetch();
    } catch (fault) {
      void message.error(faultOf(fault).message);
    }
  };
  return (
    <Modal open title={`${account.name} 的登录会话`} width={640} onCancel={onClose} footer={null}>
      <QueryView query={sessions}>
        {(page) => (
          <>
            <Table<SessionItem>
              size="small"
              rowKey={(row) => row.startedAt + row.source}
              pagination={false}
              dataSource={page.items}
              locale={{ emptyText: '现在没有登录' }}
              columns={[
                { title: '登录时间', render: (_, row) => dateTimeText(row.startedAt) },
                { title: '最后活动', render: (_, row) => dateTimeText(row.lastSeenAt) },
                { title: '来源地址', dataIndex: 'source' },
              ]}
            />
            <Button danger style={{ marginTop: 12 }} disabled={page.items.length === 0} onClick={() => void end()}>
              全部强制退出
            </Button>
          </>
        )}
      </QueryView>
    </Modal>
  );
}
