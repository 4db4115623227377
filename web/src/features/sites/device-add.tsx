import { useQuery } from '@tanstack/react-query';
import { Button, Form, Input, Select, Space } from 'antd';
import { useState } from 'react';
import { get, post } from '../../api/client.ts';
import type { AdapterInfo, Device, Lane, Page } from '../../api/types.ts';
import { Facts, Panel } from '../../components/ui/page.tsx';
import { ErrorNote, QueryView } from '../../components/ui/states.tsx';
import { SchemaFields } from '../../components/ui/schema-form.tsx';
import { settingsOf, settingsStart } from '../../components/ui/schema-settings.ts';
import { adapterFacts, withCameras } from './adapter-words.ts';
import { useSave } from './use-save.ts';

interface Entered {
  name: string;
  allowedSources?: string[];
  settings?: Record<string, unknown>;
}

export function useAdapters() {
  return useQuery({ queryKey: ['device-adapters'], queryFn: () => get<Page<AdapterInfo>>('/device-adapters'), staleTime: Number.POSITIVE_INFINITY });
}

/** Adds a device to a lane: its protocol, then the form that the protocol asks for. */
export function DeviceAdd({ lane, devices, onChoose, onChanged }: { lane: Lane; devices: Device[]; onChoose(node: string): void; onChanged(): void }) {
  const adapters = useAdapters();
  const [adapterId, setAdapterId] = useState<string | null>(null);
  const { busy, fault, save } = useSave();
  return (
    <Panel title={`在 ${lane.name} 添加设备`}>
      <QueryView query={adapters}>
        {(page) => {
          const adapter = page.items.find((item) => item.id === adapterId);
          const schema = adapter ? withCameras(adapter.settingsSchema, devices) : null;
          const submit = async (entered: Entered) => {
            if (!adapter || !schema) return;
            const body = {
              laneId: lane.id,
              adapter: adapter.id,
              name: entered.name,
              settings: settingsOf(schema, entered.settings),
              allowedSources: entered.allowedSources ?? [],
            };
            const device = await save(() => post<Device>('/devices', body), '设备已添加');
            if (device) {
              onChanged();
              onChoose(`device:${device.id}`);
            }
          };
          return (
            <Form
              key={adapterId ?? 'none'}
              initialValues={schema ? { settings: settingsStart(schema) } : {}}
              layout="vertical"
              requiredMark={false}
              onFinish={(entered: Entered) => void submit(entered)}
              style={{ maxWidth: 640 }}
            >
              <Form.Item label="接入协议">
                <Select
                  aria-label="接入协议"
                  placeholder="选择相机或显示屏的协议"
                  value={adapterId}
                  onChange={setAdapterId}
                  options={page.items.map((item) => ({ value: item.id, label: item.title }))}
                />
              </Form.Item>
              {adapter && schema ? (
                <>
                  <Facts items={adapterFacts(adapter)} />
                  <Form.Item name="name" label="设备名称" style={{ marginTop: 12 }} rules={[{ required: true, whitespace: true, message: '请填写名称' }]}>
                    <Input maxLength={50} placeholder="如 1 号进相机" />
                  </Form.Item>
                  <SchemaFields schema={schema} at={['settings']} />
                  {adapter.kind === 'display' ? null : (
                    <Form.Item name="allowedSources" label="允许的来源地址" extra="相机的 IP 或网段；不填则不限来源">
                      <Select mode="tags" open={false} tokenSeparators={[',', '，', ' ']} placeholder="如 192.168.1.64" />
                    </Form.Item>
                  )}
                  <Space>
                    <Button type="primary" htmlType="submit" loading={busy}>
                      添加设备
                    </Button>
                    <Button onClick={() => onChoose(`lane:${lane.id}`)}>取消</Button>
                  </Space>
                </>
              ) : null}
            </Form>
          );
        }}
      </QueryView>
      {fault ? <ErrorNote fault={fault} /> : null}
    </Panel>
  );
}
