import { Button, Form, Popconfirm, Space } from 'antd';
import { useState } from 'react';
import { patch, remove } from '../../api/client.ts';
import { useMay } from '../../api/session.ts';
import type { Entrance } from '../../api/types.ts';
import { Panel } from '../../components/ui/page.tsx';
import { ErrorNote } from '../../components/ui/states.tsx';
import { EntranceFields } from './entrance-dialog.tsx';
import { LaneAdd } from './lane-add.tsx';
import { useSave } from './use-save.ts';

export function EntrancePanel({ entrance, onChoose, onChanged }: { entrance: Entrance; onChoose(node: string | null): void; onChanged(): void }) {
  const may = useMay();
  const { busy, fault, save } = useSave();
  const [adding, setAdding] = useState(false);
  const locked = !may('lanes.configure');
  return (
    <Panel title={`出入口 ${entrance.code} ${entrance.name}`}>
      <Form
        layout="vertical"
        requiredMark={false}
        disabled={locked}
        initialValues={entrance}
        onFinish={(values: { code: string; name: string }) =>
          void save(() => patch(`/entrances/${entrance.id}`, values), '出入口已保存').then((done) => done !== null && onChanged())
        }
      >
        <EntranceFields />
        {locked ? null : (
          <Space wrap>
            <Button type="primary" htmlType="submit" loading={busy}>
              保存
            </Button>
            <Button onClick={() => setAdding(true)}>添加通道</Button>
            <Popconfirm
              title="删除这个出入口？"
              okText="删除"
              cancelText="取消"
              onConfirm={() =>
                void save(() => remove(`/entrances/${entrance.id}`), '出入口已删除').then((done) => {
                  if (done === null) return;
                  onChoose(null);
                  onChanged();
                })
              }
            >
              <Button danger>删除</Button>
            </Popconfirm>
          </Space>
        )}
      </Form>
      {fault ? <ErrorNote fault={fault} /> : null}
      {adding ? <LaneAdd entrance={entrance} onClose={() => setAdding(false)} onChoose={onChoose} onChanged={onChanged} /> : null}
    </Panel>
  );
}
