import { App, Button, Form, Input, Select, Space, Switch } from 'antd';
import { useState } from 'react';
import { patch } from '../../api/client.ts';
import type { RuleSet, RuleSetContent } from '../../api/types.ts';
import { Panel } from '../../components/ui/page.tsx';
import { ErrorNote } from '../../components/ui/states.tsx';
import { directions, emissionStages, fuelTypes, optionsOf } from '../../lib/codes.ts';
import { classWord } from './rule-words.tsx';

const classes = ['H', 'H1', 'H2', 'H3', 'H4', 'Q', 'N', 'Z', 'K', 'B', 'G'].map((value) => ({ value, label: `${value} ${classWord(value)}` }));
const stages = optionsOf(emissionStages).filter((option) => option.value.startsWith('china-'));

/** Random, since limits of two versions are told apart by it; without randomUUID, which plain http lacks. */
function newLimitId(): string {
  return `limit-${(crypto.getRandomValues(new Uint32Array(1))[0] ?? 0).toString(36)}`;
}

/** Edits a draft. Nothing is in force before it is published. */
export function RuleEditor({ draft, onClose, onDone }: { draft: RuleSet; onClose(): void; onDone(): void }) {
  const { message } = App.useApp();
  const [form] = Form.useForm<RuleSetContent>();
  const [fault, setFault] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const { title, source, stageLimits, requireReview, checkValidity, admitPassengerVehicles } = draft;

  const save = async (content: RuleSetContent) => {
    setBusy(true);
    setFault(null);
    try {
      await patch(`/rule-sets/${draft.id}`, {
        ...content,
        source: content.source ?? '',
        stageLimits: (content.stageLimits ?? []).map((limit) => ({
          ...limit,
          id: limit.id || newLimitId(),
          vehicleClasses: limit.vehicleClasses ?? [],
          fuelTypes: limit.fuelTypes ?? [],
        })),
      });
      void message.success('草稿已保存，发布后生效');
      onDone();
      onClose();
    } catch (caught) {
      setFault(caught);
    } finally {
      setBusy(false);
    }
  };

  return (
    <Panel title="修改草稿">
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ title, source, stageLimits, requireReview, checkValidity, admitPassengerVehicles }}
        onFinish={(content: RuleSetContent) => void save(content)}
      >
        <div className="grid-2">
          <Form.Item name="title" label="名称" rules={[{ required: true, whitespace: true, message: '请填写名称' }]}>
            <Input maxLength={100} />
          </Form.Item>
          <Form.Item name="source" label="依据">
            <Input maxLength={200} placeholder="文件名与文号" />
          </Form.Item>
        </div>
        <Form.List name="stageLimits">
          {(rows, { add, remove }) => (
            <>
              {rows.map((row) => (
                <div key={row.key} className="rule-limit">
                  <Form.Item name={[row.name, 'id']} hidden>
                    <Input />
                  </Form.Item>
                  <div className="grid-2" style={{ rowGap: 0 }}>
                    <Form.Item name={[row.name, 'title']} label="限制名称" rules={[{ required: true, whitespace: true, message: '请填写名称' }]}>
                      <Input maxLength={100} />
                    </Form.Item>
                    <Form.Item name={[row.name, 'direction']} label="方向">
                      <Select options={optionsOf(directions)} />
                    </Form.Item>
                    <Form.Item
                      name={[row.name, 'vehicleClasses']}
                      label="车辆类型范围"
                      extra="可输入 GA/T 16.4 的字母、字母加一位数字或完整代码"
                      rules={[{ required: true, message: '请选择车辆类型' }]}
                    >
                      <Select mode="tags" options={classes} />
                    </Form.Item>
                    <Form.Item name={[row.name, 'fuelTypes']} label="燃料类型" rules={[{ required: true, message: '请选择燃料类型' }]}>
                      <Select mode="multiple" options={optionsOf(fuelTypes)} />
                    </Form.Item>
                    <Form.Item name={[row.name, 'maxBarredStage']} label="禁止的最高排放阶段" rules={[{ required: true, message: '请选择' }]}>
                      <Select options={stages.map((option) => ({ ...option, label: `${option.label}及以下` }))} />
                    </Form.Item>
                    <div style={{ alignSelf: 'center', textAlign: 'right' }}>
                      <Button size="small" danger onClick={() => remove(row.name)}>
                        删除这条限制
                      </Button>
                    </div>
                  </div>
                </div>
              ))}
              <Button
                style={{ marginBottom: 12, display: 'block' }}
                onClick={() =>
                  add({ id: '', title: '', vehicleClasses: ['H', 'Q', 'N', 'Z'], fuelTypes: ['diesel'], maxBarredStage: 'china-4', direction: 'in' })
                }
              >
                增加排放阶段限制
              </Button>
            </>
          )}
        </Form.List>
        <Space size="large" wrap style={{ display: 'flex' }}>
          <Form.Item name="requireReview" label="未复核车辆须核验" valuePropName="checked">
            <Switch />
          </Form.Item>
          <Form.Item name="checkValidity" label="检查备案与年检有效期" valuePropName="checked">
            <Switch />
          </Form.Item>
          <Form.Item name="admitPassengerVehicles" label="已登记客车放行" valuePropName="checked">
            <Switch />
          </Form.Item>
        </Space>
        {fault ? <ErrorNote fault={fault} /> : null}
        <Space style={{ display: 'flex', marginTop: 8 }}>
          <Button type="primary" htmlType="submit" loading={busy}>
            保存草稿
          </Button>
          <Button onClick={onClose}>取消</Button>
        </Space>
      </Form>
    </Panel>
  );
}
