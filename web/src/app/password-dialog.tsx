import { App, Form, Input } from 'antd';
import { useState } from 'react';
import { post } from '../api/client.ts';
import { FormModal } from '../components/ui/form-modal.tsx';

export function PasswordDialog({ open, onClose }: { open: boolean; onClose(): void }) {
  const { message } = App.useApp();
  const [form] = Form.useForm<{ current: string; next: string; again: string }>();
  const [fault, setFault] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const submit = async () => {
    const values = await form.validateFields();
    setBusy(true);
    setFault(null);
    try {
      await post('/session/password', { current: values.current, next: values.next });
      void message.success('密码已修改');
      form.resetFields();
      onClose();
    } catch (caught) {
      setFault(caught);
    } finally {
      setBusy(false);
    }
  };
  return (
    <FormModal form={form} first="current" open={open} title="修改密码" okText="修改密码" busy={busy} fault={fault} onSubmit={submit} onClose={onClose}>
      <Form.Item name="current" label="当前密码" rules={[{ required: true, message: '请输入当前密码' }]}>
        <Input.Password autoComplete="current-password" />
      </Form.Item>
      <Form.Item name="next" label="新密码" rules={[{ required: true, min: 8, message: '至少 8 个字符' }]}>
        <Input.Password autoComplete="new-password" />
      </Form.Item>
      <Form.Item
        name="again"
        label="再输入一次新密码"
        dependencies={['next']}
        rules={[
          ({ getFieldValue }) => ({
            validator: (_, value) => (value === getFieldValue('next') ? Promise.resolve() : Promise.reject(new Error('两次输入不一致'))),
          }),
        ]}
      >
        <Input.Password autoComplete="new-password" />
      </Form.Item>
    </FormModal>
  );
}
