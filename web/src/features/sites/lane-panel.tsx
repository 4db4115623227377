import { Button, Form, Popconfirm, Select, Space } from 'antd';
import { patch, post, remove } from '../../api/client.ts';
import { useMay } from '../../api/session.ts';
import type { Entrance, Lane } from '../../api/types.ts';
import { Panel } from '../../components/ui/page.tsx';
import { ErrorNote } from '../../components/ui/states.tsx';
import { outcomes } from '../../lib/codes.ts';
import { LaneFields } from './lane-fields.tsx';
import { useSave } from './use-save.ts';

export function LanePanel({
  lane,
  entrances,
  onChoose,
  onChanged,
}: {
  lane: Lane;
  entrances: Entrance[];
  onChoose(node: string | null): void;
  onChanged(): void;
}) {
  const may = useMay();
  const { busy, fault, save } = useSave();
  const locked = !may('lanes.configure');
  return (
    <Panel
      title={`通道 ${lane.code} ${lane.name}`}
      extra={
        may('devices.configure') ? (
          <Button size="small" onClick={() => onChoose(`add-device:${lane.id}`)}>
            添加设备
          </Button>
        ) : null
      }
    >
      <Form
        layout="vertical"
        requiredMark={false}
        disabled={locked}
        initialValues={lane}
        onFinish={(values: Partial<Lane>) => void save(() => patch(`/lanes/${lane.id}`, values), '通道已保存').then((done) => done !== null && onChanged())}
      >
        <Form.Item name="entranceId" label="所属出入口" style={{ maxWidth: 300 }}>
          <Select options={entrances.map((item) => ({ value: item.id, label: `${item.code} ${item.name}` }))} />
        </Form.Item>
        <LaneFields />
        {locked ? null : (
          <Space wrap>
            <Button type="primary" htmlType="submit" loading={busy}>
              保存
            </Button>
            <Popconfirm
              title="删除这条通道？"
              okText="删除"
              cancelText="取消"
              onConfirm={() =>
                void save(() => remove(`/lanes/${lane.id}`), '通道已删除').then((done) => {
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
      {may('devices.configure') ? (
        <Space wrap style={{ marginTop: 12 }}>
          {(['admit', 'deny', 'ask'] as const).map((outcome) => (
            <Button key={outcome} onClick={() => void save(() => post(`/lanes/${lane.id}/display-test`, { outcome }), '测试内容已发往显示屏')}>
              显示屏测试：{outcomes[outcome]}
            </Button>
          ))}
        </Space>
      ) : null}
      {fault ? <ErrorNote fault={fault} /> : null}
    </Panel>
  );
}
