import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Navigate, useNavigate } from '@tanstack/react-router';
import { Alert, Button, Form, Input, Radio } from 'antd';
import { useState } from 'react';
import { get, post } from '../api/client.ts';
import { sessionKey } from '../api/session.ts';
import { ErrorNote, Loading } from '../components/ui/states.tsx';

const lines = [
  { value: 'china-3', title: '国三及以下禁止进厂', text: '柴油、燃气货车与专项作业车，国三及以下拒绝，国四起放行。适用于尚无绩效要求的企业。' },
  { value: 'china-4', title: '国四及以下禁止进厂', text: '国四及以下拒绝，国五、国六和新能源放行。绩效 B 级的常用要求，建议选择。' },
  { value: 'china-5', title: '国五及以下禁止进厂', text: '只放行国六和新能源。绩效 A 级与引领性企业采用。' },
];

interface SetupValues {
  siteName: string;
  stageLine: string;
  displayName: string;
  name: string;
  password: string;
}

/** The first run: whose site it is, which trucks stay outside, who administers it. */
export function SetupPage() {
  const [token] = useState(() => new URLSearchParams(location.hash.slice(1)).get('token'));
  const state = useQuery({ queryKey: ['setup'], queryFn: () => get<{ setupNeeded: boolean }>('/setup') });
  const cache = useQueryClient();
  const navigate = useNavigate();
  const [fault, setFault] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);

  const submit = async (values: SetupValues) => {
    setBusy(true);
    setFault(null);
    const { siteName, stageLine, displayName, name, password } = values;
    try {
      await post('/setup', { token, siteName, stageLine, account: { name, displayName, password } });
      cache.clear();
      cache.removeQueries({ queryKey: sessionKey });
      await navigate({ to: '/sites' as never });
    } catch (caught) {
      setFault(caught);
      setBusy(false);
    }
  };

  if (state.isPending) return <Loading />;
  if (state.data && !state.data.setupNeeded && !busy) return <Navigate to={'/login' as never} search={(token === null ? {} : { setup: 'done' }) as never} />;
  return (
    <div className="door">
      <main className="door-card wide">
        <h1>首次设置</h1>
        <p className="gg-quiet">完成后即可添加出入口、通道和相机。各项以后都能更改，更改会记入台账。</p>
        {state.error ? <ErrorNote fault={state.error} /> : null}
        {token === null ? <LinkNeeded /> : <SetupForm busy={busy} onSubmit={(values) => void submit(values)} />}
        {fault ? <ErrorNote fault={fault} /> : null}
      </main>
    </div>
  );
}

/** Without the link nothing can be set up here, so no form is shown that could not be sent. */
function LinkNeeded() {
  return (
    <Alert
      type="warning"
      showIcon
      title="请用一次性设置链接打开本页"
      description="服务器启动时会在窗口或启动日志里打印这条链接，请整条复制到浏览器地址栏。找不到或已过期时，重新启动程序会打印新的链接。"
    />
  );
}

function SetupForm({ busy, onSubmit }: { busy: boolean; onSubmit(values: SetupValues): void }) {
  return (
    <Form layout="vertical" requiredMark={false} initialValues={{ stageLine: 'china-4' }} onFinish={onSubmit} style={{ marginTop: 12 }}>
      <Form.Item name="siteName" label="厂区名称" rules={[{ required: true, message: '请填写厂区名称' }]}>
        <Input autoFocus placeholder="如 某某钢铁有限公司东厂区" maxLength={100} />
      </Form.Item>
      <Form.Item name="stageLine" label="进厂排放阶段限制">
        <Radio.Group className="stage-lines">
          {lines.map((line) => (
            <Radio key={line.value} value={line.value}>
              <strong>{line.title}</strong>
              <div className="gg-quiet" style={{ fontSize: 13 }}>
                {line.text}
              </div>
            </Radio>
          ))}
        </Radio.Group>
      </Form.Item>
      <div className="grid-2">
        <Form.Item name="displayName" label="管理员姓名" rules={[{ required: true, message: '请填写姓名' }]}>
          <Input maxLength={50} />
        </Form.Item>
        <Form.Item name="name" label="管理员账号" rules={[{ required: true, message: '请填写账号' }]}>
          <Input autoComplete="username" maxLength={50} />
        </Form.Item>
      </div>
      <Form.Item
        name="password"
        label="密码"
        extra="至少 8 个字符，字母大小写、数字、符号至少三类"
        rules={[{ required: true, min: 8, message: '至少 8 个字符' }]}
      >
        <Input.Password autoComplete="new-password" />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={busy}>
        完成设置
      </Button>
    </Form>
  );
}
