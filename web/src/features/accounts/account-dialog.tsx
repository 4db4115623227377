import { App, Form, Input, Select, Switch } from 'antd';
import { useState } from 'react';
import { patch, post } from '../../api/client.ts';
import type { Account } from '../../api/types.ts';
import { FormModal } from '../../components/ui/form-modal.tsx';
import { optionsOf, roles } from '../../lib/codes.ts';

interface Entered {
  name: string;
  displayName: string;
  role: string;
  disabled?: boolean;
  password?: string;
}

export function AccountDialog({ account, onClose, onDone }: { account: Account | null; onClose(): void; onDone(): void }) {
  const { message } = App.useApp();
  const [form] = Form.useForm<Entered>();
  const [fault, setFault] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const submit = async () => {
    const { name, displayName, role, disabled, password } = await form.validateFields();
    setBusy(true);
    setFault(null);
    try {
      if (account) await patch(`/accounts/${account.id}`, { displayName, role, disabled: disabled ?? false, ...(password ? { password } : {}) });
      else await post('/accounts', { name, displayName, role, password });
      void message.success(account ? '账号已修改' : '账号已建立');
      onDone();
      onClose();
    } catch (caught) {
      setFault(caught);
    } finally {
      setBusy(false);
    }
  };
  return (
    <FormModal
      form={form}
      first={account ? 'displayName' : 'name'}
      title={account ? `修改账号 ${account.name}` : '新建账号'}
      okText="保存"
      start={account ?? { role: 'guard' }}
      busy={busy}
      fault={fault}
      onSubmit={submit}
      onClose={onClose}
    >
      {account ? null : (
        <Form.Item name="name" label="账号" extra="2–32 个字母、汉字、数字或 . _ @ -" rules={[{ required: true, message: '请填写账号' }]}>
          <Input autoComplete="off" />
        </Form.Item>
      )}
      <Form.Item name="displayName" label="姓名" rules={[{ required: true, whitespace: true, message: '请填写姓名' }]}>
        <Input maxLength={50} />
      </Form.Item>
      <Form.Item name="role" label="角色">
        <Select options={optionsOf(roles)} />
      </Form.Item>
      <Form.Item
        name="password"
        label={account ? '重设密码' : '密码'}
        extra={account ? '不填则密码不变' : '至少 8 个字符，字母大小写、数字、符号至少三类'}
        rules={account ? [] : [{ required: true, message: '请填写密码' }]}
      >
        <Input.Password autoComplete="new-password" />
      </Form.Item>
      {account ? (
        <Form.Item name="disabled" label="停用" valuePropName="checked" extra="停用后立即退出，不能再登录">
          <Switch />
        </Form.Item>
      ) : null}
    </FormModal>
  );
}
