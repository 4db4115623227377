import { Alert, Button, Form, Input, Modal, Select, Typography } from 'antd';
import { useState } from 'react';
import { post } from '../../api/client.ts';
import { ErrorNote } from '../../components/ui/states.tsx';
import { optionsOf, roles } from '../../lib/codes.ts';

/** Makes a token and shows it this once. */
export function TokenDialog({ onClose, onDone }: { onClose(): void; onDone(): void }) {
  const [token, setToken] = useState<string | null>(null);
  const [fault, setFault] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const create = async (entered: { name: string; role: string }) => {
    setBusy(true);
    setFault(null);
    try {
      setToken((await post<{ token: string }>('/tokens', entered)).token);
      onDone();
    } catch (caught) {
      setFault(caught);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal open title="新建接口令牌" footer={null} onCancel={onClose}>
      {token ? (
        <>
          <Alert type="warning" showIcon title="令牌只显示这一次，关闭后无法再看到" />
          <Typography.Paragraph copyable className="gg-mono" style={{ marginTop: 12 }}>
            {token}
          </Typography.Paragraph>
          <Button type="primary" onClick={onClose}>
            已保存，关闭
          </Button>
        </>
      ) : (
        <Form
          layout="vertical"
          requiredMark={false}
          initialValues={{ role: 'regulator-viewer' }}
          onFinish={(entered: { name: string; role: string }) => void create(entered)}
        >
          <Form.Item name="name" label="用途" rules={[{ required: true, whitespace: true, message: '请写明用途' }]}>
            <Input maxLength={50} placeholder="如 磅房系统" />
          </Form.Item>
          <Form.Item name="role" label="角色" extra="令牌的权限与同角色账号相同">
            <Select options={optionsOf(roles)} />
          </Form.Item>
          <Button type="primary" htmlType="submit" loading={busy}>
            新建令牌
          </Button>
          {fault ? <ErrorNote fault={fault} /> : null}
        </Form>
      )}
    </Modal>
  );
}
