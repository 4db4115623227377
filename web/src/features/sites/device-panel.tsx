import { useQuery } from '@tanstack/react-query';
import { App, Button, Form, Input, Popconfirm, Select, Space, Tabs } from 'antd';
import { useEffect } from 'react';
import { get, patch, post, remove } from '../../api/client.ts';
import { useMay } from '../../api/session.ts';
import type { Device, Lane } from '../../api/types.ts';
import { Facts, Panel } from '../../components/ui/page.tsx';
import { markField } from '../../components/ui/field-fault.ts';
import { SchemaFields } from '../../components/ui/schema-form.tsx';
import { settingsOf, settingsStart } from '../../components/ui/schema-settings.ts';
import { ErrorNote, QueryView } from '../../components/ui/states.tsx';
import { copyText } from '../../lib/clipboard.ts';
import { countText } from '../../lib/numbers.ts';
import { agoText, dateTimeText, durationText } from '../../lib/time.ts';
import { adapterFacts, withCameras } from './adapter-words.ts';
import { useAdapters } from './device-add.tsx';
import { DeviceFrames } from './device-frames.tsx';
import { DeviceState } from './device-state.tsx';
import { DeviceTest } from './device-test.tsx';
import { useSave } from './use-save.ts';

interface PanelProps {
  device: Device;
  lanes: Lane[];
  cameras: Device[];
  onChoose(node: string | null): void;
  onChanged(): void;
}

function skewText(ms: number | null | undefined): string {
  if (typeof ms !== 'number') return '未知';
  if (Math.abs(ms) < 1_000) return '不到 1 秒';
  return `${ms < 0 ? '快' : '慢'} ${durationText(Math.abs(ms))}`;
}

/** One device: where it pushes to, how it is, whether it works, how it is set up. */
export function DevicePanel(props: PanelProps) {
  const { device } = props;
  const may = useMay();
  return (
    <Panel title={device.name} extra={<DeviceState device={device} />}>
      <Tabs
        size="small"
        items={[
          { key: 'state', label: '状态与联调', children: <StateTab {...props} /> },
          ...(may('devices.configure') ? [{ key: 'settings', label: '设置', children: <SettingsTab {...props} /> }] : []),
          ...(device.kind === 'display' ? [] : [framesTab(device)]),
        ]}
      />
    </Panel>
  );
}

function framesTab(device: Device) {
  return { key: 'frames', label: `无法解析的推送 ${device.status?.undecodable ?? 0}`, children: <DeviceFrames id={device.id} /> };
}

/** A display is reached through its camera: it pushes nothing and has no state, clock or serial number of its own. */
function DisplayFacts({ device, cameras }: { device: Device; cameras: Device[] }) {
  const camera = cameras.find((each) => each.id === device.settings?.via);
  return (
    <Facts
      items={[
        ['接入协议', device.adapterTitle ?? device.adapter],
        ['经由相机', camera?.name],
        ['相机状态', camera ? <DeviceState key="camera" device={camera} /> : null],
        ['最近的问题', device.problem],
      ]}
    />
  );
}

function CameraFacts({ device }: { device: Device }) {
  const { status } = device;
  return (
    <Facts
      items={[
        ['状态', <DeviceState key="state" device={device} />],
        ['原因', status?.reason],
        ['最后通信', status?.lastSeenAt ? `${dateTimeText(status.lastSeenAt)}（${agoText(status.lastSeenAt)}）` : '从未'],
        ['最近的问题', status?.lastProblem],
        ['时钟偏差', skewText(status?.clockSkewMs)],
        ['识别 / 重复 / 无法解析', status ? `${countText(status.reads)} / ${countText(status.duplicates)} / ${countText(status.undecodable)}` : null],
        ['序列号', device.serialNumber ?? '首次推送时自动记住'],
        ['接入协议', device.adapterTitle ?? device.adapter],
      ]}
    />
  );
}

function StateTab({ device, cameras, onChanged }: PanelProps) {
  const may = useMay();
  const { busy, fault, save } = useSave();
  const display = device.kind === 'display';
  return (
    <div style={{ display: 'grid', gap: 14 }}>
      {device.pushUrl && !display ? <PushUrl url={device.pushUrl} /> : null}
      {display ? <DisplayFacts device={device} cameras={cameras} /> : <CameraFacts device={device} />}
      {may('devices.configure') ? (
        <>
          <DeviceTest id={device.id} />
          {display ? null : (
            <Space wrap>
              <Popconfirm
                title="旧地址立即失效，相机要改填新地址。"
                okText="更换"
                cancelText="取消"
                onConfirm={() => void save(() => post(`/devices/${device.id}/rotate-token`), '推送地址已更换').then((done) => done !== null && onChanged())}
              >
                <Button loading={busy}>更换推送地址</Button>
              </Popconfirm>
              <Popconfirm
                title="更换了相机时使用：下一次推送会记住新序列号。"
                okText="清除"
                cancelText="取消"
                onConfirm={() => void save(() => post(`/devices/${device.id}/forget-serial`), '序列号已清除').then((done) => done !== null && onChanged())}
              >
                <Button>清除序列号</Button>
              </Popconfirm>
            </Space>
          )}
        </>
      ) : null}
      {fault ? <ErrorNote fault={fault} /> : null}
    </div>
  );
}

function PushUrl({ url }: { url: string }) {
  const { message } = App.useApp();
  return (
    <div>
      <h3 className="section-title">推送地址（填到相机的 HTTP 推送设置里）</h3>
      <div className="push-url">
        <code className="gg-mono">{url}</code>
        <Button
          size="small"
          onClick={() => void copyText(url).then((copied) => (copied ? message.success('已复制推送地址') : message.warning('浏览器不允许复制，请手工选取')))}
        >
          复制
        </Button>
      </div>
    </div>
  );
}

interface Entered {
  name: string;
  laneId: string;
  allowedSources?: string[];
  settings?: Record<string, unknown>;
}

function SettingsTab({ device, lanes, cameras, onChoose, onChanged }: PanelProps) {
  const adapters = useAdapters();
  const full = useQuery({ queryKey: ['device', device.id], queryFn: () => get<Device>(`/devices/${device.id}`) });
  const [form] = Form.useForm<Entered>();
  const { busy, fault, save } = useSave();
  useEffect(() => markField(form, fault), [form, fault]);
  return (
    <QueryView query={full}>
      {(loaded) => (
        <QueryView query={adapters}>
          {(page) => {
            const adapter = page.items.find((item) => item.id === loaded.adapter);
            const schema = adapter
              ? withCameras(
                  adapter.settingsSchema,
                  cameras.filter((item) => item.id !== loaded.id),
                )
              : {};
            const submit = async (entered: Entered) => {
              const cleared = Object.fromEntries(Object.keys(loaded.settings).map((name) => [name, null]));
              const settings = { ...cleared, ...settingsOf(schema, entered.settings) };
              const body = { name: entered.name, laneId: entered.laneId, settings, allowedSources: entered.allowedSources ?? [] };
              const done = await save(() => patch<Device>(`/devices/${loaded.id}`, body), '设备设置已保存');
              if (done) {
                await full.refetch();
                onChanged();
              }
            };
            return (
              <Form
                form={form}
                layout="vertical"
                requiredMark={false}
                initialValues={{ ...loaded, settings: settingsStart(schema, loaded.settings) }}
                style={{ maxWidth: 640 }}
                onFinish={(entered: Entered) => void submit(entered)}
              >
                {adapter ? <Facts items={adapterFacts(adapter)} /> : null}
                <Form.Item name="name" label="设备名称" style={{ marginTop: 12 }} rules={[{ required: true, whitespace: true, message: '请填写名称' }]}>
                  <Input maxLength={50} />
                </Form.Item>
                <Form.Item name="laneId" label="所在通道">
                  <Select options={lanes.map((lane) => ({ value: lane.id, label: `${lane.code} ${lane.name}` }))} />
                </Form.Item>
                <SchemaFields schema={schema} at={['settings']} />
                {adapter?.kind === 'display' ? null : (
                  <Form.Item name="allowedSources" label="允许的来源地址" extra="相机的 IP 或网段；不填则不限来源">
                    <Select mode="tags" open={false} tokenSeparators={[',', '，', ' ']} />
                  </Form.Item>
                )}
                <Space>
                  <Button type="primary" htmlType="submit" loading={busy}>
                    保存
                  </Button>
                  <Popconfirm
                    title="删除这台设备？它的推送地址立即失效。"
                    okText="删除"
                    cancelText="取消"
                    onConfirm={() =>
                      void save(() => remove(`/devices/${loaded.id}`), '设备已删除').then((done) => {
                        if (done === null) return;
                        onChoose(`lane:${loaded.laneId}`);
                        onChanged();
                      })
                    }
                  >
                    <Button danger>删除</Button>
                  </Popconfirm>
                </Space>
                {fault ? <ErrorNote fault={fault} /> : null}
              </Form>
            );
          }}
        </QueryView>
      )}
    </QueryView>
  );
}
