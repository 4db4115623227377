import { useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Popconfirm, Table, Tabs } from 'antd';
import { useState } from 'react';
import { get, remove } from '../../api/client.ts';
import type { Account, ApiToken, Page as PageOf } from '../../api/types.ts';
import { StateTag } from '../../components/business/state-tags.tsx';
import { Page } from '../../components/ui/page.tsx';
import { Empty, faultOf, QueryView } from '../../components/ui/states.tsx';
import { roles, wordOf } from '../../lib/codes.ts';
import { dateTimeText } from '../../lib/time.ts';
import { AccountDialog } from './account-dialog.tsx';
import { AccountSessions } from './account-sessions.tsx';
import { TokenDialog } from './token-dialog.tsx';

/** People and programs that may enter, and what each of them may do. */
export default function AccountsPage() {
  return (
    <Page title="账号" scroll note="人员账号与程序令牌；每次改动都写入台账">
      <Tabs
        items={[
          { key: 'accounts', label: '人员账号', children: <Accounts /> },
          { key: 'tokens', label: '接口令牌', children: <Tokens /> },
        ]}
      />
    </Page>
  );
}

function Accounts() {
  const cache = useQueryClient();
  const accounts = useQuery({ queryKey: ['accounts'], queryFn: () => get<PageOf<Account>>('/accounts', { limit: 200 }) });
  const [editing, setEditing] = useState<Account | 'new' | null>(null);
  const [watching, setWatching] = useState<Account | null>(null);
  return (
    <QueryView query={accounts}>
      {(page) => (
        <>
          <Button type="primary" style={{ marginBottom: 10 }} onClick={() => setEditing('new')}>
            新建账号
          </Button>
          <Table<Account>
            size="small"
            rowKey="id"
            pagination={false}
            dataSource={page.items}
            locale={{ emptyText: <Empty title="没有账号" /> }}
            columns={[
              { title: '账号', dataIndex: 'name' },
              { title: '姓名', dataIndex: 'displayName' },
              { title: '角色', render: (_, row) => wordOf(roles, row.role) },
              { title: '状态', render: (_, row) => (row.disabled ? <StateTag tone="unknown">已停用</StateTag> : <StateTag tone="admit">可用</StateTag>) },
              { title: '建立时间', render: (_, row) => dateTimeText(row.createdAt) },
              {
                title: '操作',
                render: (_, row) => (
                  <span style={{ display: 'flex', gap: 6 }}>
                    <Button size="small" aria-label={`修改账号 ${row.name}`} onClick={() => setEditing(row)}>
                      修改
                    </Button>
                    <Button size="small" aria-label={`登录会话 ${row.name}`} onClick={() => setWatching(row)}>
                      登录会话
                    </Button>
                  </span>
                ),
              },
            ]}
          />
          {editing ? (
            <AccountDialog
              account={editing === 'new' ? null : editing}
              onClose={() => setEditing(null)}
              onDone={() => void cache.invalidateQueries({ queryKey: ['accounts'] })}
            />
          ) : null}
          {watching ? <AccountSessions account={watching} onClose={() => setWatching(null)} /> : null}
        </>
      )}
    </QueryView>
  );
}

function Tokens() {
  const cache = useQueryClient();
  const { message } = App.useApp();
  const tokens = useQuery({ queryKey: ['tokens'], queryFn: () => get<PageOf<ApiToken>>('/tokens', { limit: 200 }) });
  const [adding, setAdding] = useState(false);
  const revoke = async (token: ApiToken) => {
    try {
      await remove(`/tokens/${token.id}`);
      void message.success('令牌已吊销');
      await cache.invalidateQueries({ queryKey: ['tokens'] });
    } catch (fault) {
      void message.error(faultOf(fault).message);
    }
  };
  return (
    <QueryView query={tokens}>
      {(page) => (
        <>
          <Button type="primary" style={{ marginBottom: 10 }} onClick={() => setAdding(true)}>
            新建令牌
          </Button>
          <Table<ApiToken>
            size="small"
            rowKey="id"
            pagination={false}
            dataSource={page.items}
            locale={{ emptyText: <Empty title="还没有接口令牌" next="磅房、ERP 等程序用令牌访问接口；令牌只在新建时显示一次。" /> }}
            columns={[
              { title: '用途', dataIndex: 'name' },
              { title: '角色', render: (_, row) => wordOf(roles, row.role) },
              { title: '建立人', dataIndex: 'createdBy' },
              { title: '建立时间', render: (_, row) => dateTimeText(row.createdAt) },
              {
                title: '状态',
                render: (_, row) =>
                  row.revokedAt ? <StateTag tone="unknown">已吊销 {dateTimeText(row.revokedAt)}</StateTag> : <StateTag tone="admit">可用</StateTag>,
              },
              {
                title: '操作',
                render: (_, row) =>
                  row.revokedAt ? null : (
                    <Popconfirm title="吊销后使用它的程序立即失去访问。" okText="吊销" cancelText="取消" onConfirm={() => void revoke(row)}>
                      <Button size="small" danger>
                        吊销
                      </Button>
                    </Popconfirm>
                  ),
              },
            ]}
          />
          {adding ? <TokenDialog onClose={() => setAdding(false)} onDone={() => void cache.invalidateQueries({ queryKey: ['tokens'] })} /> : null}
        </>
      )}
    </QueryView>
  );
}
