import { Form, Input } from 'antd';
import { post } from '../../api/client.ts';
import type { Entrance } from '../../api/types.ts';
import { FormModal } from '../../components/ui/form-modal.tsx';
import { useSave } from './use-save.ts';

export function EntranceDialog({ onClose, onDone }: { onClose(): void; onDone(id: string): void }) {
  const [form] = Form.useForm<{ code: string; name: string }>();
  const { busy, fault, save } = useSave();
  const submit = async () => {
    const values = await form.validateFields();
    const entrance = await save(() => post<Entrance>('/entrances', values), '出入口已添加');
    if (entrance) {
      onDone(entrance.id);
      onClose();
    }
  };
  return (
    <FormModal form={form} first="code" title="添加出入口" okText="添加" busy={busy} fault={fault} onSubmit={submit} onClose={onClose}>
      <EntranceFields />
    </FormModal>
  );
}

export function EntranceFields() {
  return (
    <div className="grid-2">
      <Form.Item
        name="code"
        label="出入口编号"
        extra="写入台账与上报，按监管平台分配的编号填写"
        rules={[{ required: true, whitespace: true, message: '请填写编号' }]}
      >
        <Input maxLength={20} placeholder="如 A" />
      </Form.Item>
      <Form.Item name="name" label="出入口名称" rules={[{ required: true, whitespace: true, message: '请填写名称' }]}>
        <Input maxLength={50} placeholder="如 东门" />
      </Form.Item>
    </div>
  );
}
