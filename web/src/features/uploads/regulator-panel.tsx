import { useMutation, useQuery } from '@tanstack/react-query';
import { App, Button, Form, Input, Popconfirm, Select, Space, Switch } from 'antd';
import { useEffect, useState } from 'react';
import { get, patch, post, remove } from '../../api/client.ts';
import { useMay } from '../../api/session.ts';
import type { AdapterInfo, Regulator } from '../../api/types.ts';
import { StateTag } from '../../components/business/state-tags.tsx';
import { markField } from '../../components/ui/field-fault.ts';
import { SchemaFields } from '../../components/ui/schema-form.tsx';
import { settingsOf, settingsStart } from '../../components/ui/schema-settings.ts';
import { ErrorNote, Loading, QueryView } from '../../components/ui/states.tsx';

const verified: Record<string, string> = { manual: '按平台文档实现，未经联调', simulator: '经模拟平台验证', bench: '经测试环境联调', site: '经现场验证' };

interface Entered {
  name: string;
  enabled: boolean;
  settings?: Record<string, unknown>;
}

/** Adds or changes a platform: protocol, its form, and a test of the login. */
export function RegulatorPanel({ id, onDone }: { id: string | null; onDone(id: string | null): void }) {
  const protocols = useQuery({
    queryKey: ['regulator-protocols'],
    queryFn: () => get<{ items: AdapterInfo[] }>('/regulator-protocols'),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const regulator = useQuery({ queryKey: ['regulators', id], queryFn: () => get<Regulator>(`/regulators/${id}`), enabled: id !== null });
  const [chosen, setChosen] = useState<string | null>(null);
  if (id !== null && regulator.data === undefined && !regulator.error) return <Loading />;
  return (
    <QueryView query={protocols}>
      {({ items }) => {
        const protocol = items.find((item) => item.id === (regulator.data?.protocol ?? chosen));
        return (
          <>
            {id === null ? (
              <Form layout="vertical">
                <Form.Item label="上报协议">
                  <Select
                    aria-label="上报协议"
                    placeholder="选择平台的协议"
                    value={chosen}
                    onChange={setChosen}
                    options={items.map((item) => ({ value: item.id, label: item.title }))}
                  />
                </Form.Item>
              </Form>
            ) : null}
            {regulator.error ? <ErrorNote fault={regulator.error} /> : null}
            {protocol ? (
              <RegulatorForm
                key={protocol.id}
                protocol={protocol}
                regulator={regulator.data ?? null}
                onDone={onDone}
                onSaved={() => void regulator.refetch()}
              />
            ) : null}
          </>
        );
      }}
    </QueryView>
  );
}

function RegulatorForm({
  protocol,
  regulator,
  onDone,
  onSaved,
}: {
  protocol: AdapterInfo;
  regulator: Regulator | null;
  onDone(id: string | null): void;
  onSaved(): void;
}) {
  const may = useMay();
  const { message } = App.useApp();
  const [form] = Form.useForm<Entered>();
  const schema = protocol.settingsSchema;
  const save = useMutation({
    mutationFn: (entered: Entered) => {
      const settings = settingsOf(schema, entered.settings);
      if (!regulator) return post<Regulator>('/regulators', { protocol: protocol.id, name: entered.name, enabled: entered.enabled, settings });
      const cleared = Object.fromEntries(Object.keys(regulator.settings).map((name) => [name, null]));
      return patch<Regulator>(`/regulators/${regulator.id}`, { name: entered.name, enabled: entered.enabled, settings: { ...cleared, ...settings } });
    },
    onSuccess: (saved) => {
      void message.success('监管平台已保存');
      onSaved();
      onDone(saved.id);
    },
  });
  const test = useMutation({
    mutationFn: () =>
      post<{ ok: boolean; message: string; elapsedMs: number }>(`/regulators/${regulator?.id}/test`, {
        settings: settingsOf(schema, form.getFieldsValue(true).settings),
      }),
  });
  const takeOff = useMutation({
    mutationFn: () => remove(`/regulators/${regulator?.id}`),
    onSuccess: () => onDone(null),
  });
  const fault = save.error ?? test.error ?? takeOff.error;
  useEffect(() => markField(form, fault), [form, fault]);
  return (
    <Form
      form={form}
      layout="vertical"
      requiredMark={false}
      disabled={!may('regulators.configure')}
      initialValues={{ ...(regulator ?? { enabled: true, name: protocol.title }), settings: settingsStart(schema, regulator?.settings) }}
      onFinish={(entered: Entered) => save.mutate(entered)}
    >
      <p className="gg-quiet" style={{ marginTop: 0 }}>
        {protocol.title}，{verified[protocol.verified] ?? protocol.verified}
      </p>
      <Form.Item name="name" label="平台名称" rules={[{ required: true, whitespace: true, message: '请填写名称' }]}>
        <Input maxLength={100} />
      </Form.Item>
      <Form.Item name="enabled" label="启用" valuePropName="checked" extra="停用期间通过的车辆不进入上报，会计入上传率的分母">
        <Switch />
      </Form.Item>
      <SchemaFields schema={schema} at={['settings']} />
      <Space wrap>
        <Button type="primary" htmlType="submit" loading={save.isPending}>
          保存
        </Button>
        {regulator ? (
          <>
            <Button loading={test.isPending} onClick={() => test.mutate()}>
              测试登录
            </Button>
            <Popconfirm title="删除后不再向它上报，已有的上报记录保留。" okText="删除" cancelText="取消" onConfirm={() => takeOff.mutate()}>
              <Button danger>删除</Button>
            </Popconfirm>
          </>
        ) : null}
      </Space>
      {test.data ? (
        <p role="status">
          <StateTag tone={test.data.ok ? 'admit' : 'deny'}>{test.data.ok ? '登录成功' : '登录失败'}</StateTag> {test.data.message}，用时 {test.data.elapsedMs}{' '}
          毫秒{test.data.ok ? '' : '。核对平台地址、账号与密钥，以及本机能否连到平台，再测试一次。'}
        </p>
      ) : null}
      {fault ? <ErrorNote fault={fault} /> : null}
    </Form>
  );
}
