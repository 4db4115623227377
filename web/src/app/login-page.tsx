import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Navigate, useNavigate } from '@tanstack/react-router';
import { Alert, Button, Form, Input } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { get, post } from '../api/client.ts';
import { sessionKey } from '../api/session.ts';
import { ErrorNote, Loading } from '../components/ui/states.tsx';
import { useUrlValues } from '../components/ui/url-state.ts';

/** Login by name and password, or by a one-time link `/login#token=…`, whose token never reaches a server log. */
export function LoginPage() {
  const [values] = useUrlValues();
  const cache = useQueryClient();
  const navigate = useNavigate();
  const [fault, setFault] = useState<unknown>(null);
  const [token] = useState(() => new URLSearchParams(location.hash.slice(1)).get('token'));
  const [busy, setBusy] = useState(token !== null);
  const setup = useQuery({ queryKey: ['setup'], queryFn: () => get<{ setupNeeded: boolean }>('/setup') });
  const used = useRef(false);

  const enter = async (body: { name: string; password: string } | { token: string }) => {
    setBusy(true);
    setFault(null);
    try {
      await post('/session', body);
      cache.removeQueries({ queryKey: sessionKey });
      const back = values.back?.startsWith('/') && !values.back.startsWith('//') ? values.back : '/';
      await navigate({ href: back });
    } catch (caught) {
      setFault(caught);
      setBusy(false);
    }
  };

  // biome-ignore lint/correctness/useExhaustiveDependencies: the link is used exactly once
  useEffect(() => {
    if (token === null || used.current) return;
    used.current = true;
    history.replaceState(null, '', location.pathname + location.search);
    void enter({ token });
  }, [token]);

  if (setup.data?.setupNeeded && token === null) return <Navigate to={'/setup' as never} />;
  if (busy && token !== null && !fault) return <Loading text="正在登录…" />;
  return (
    <div className="door">
      <main className="door-card">
        <h1>绿闸</h1>
        <p className="gg-quiet">移动源环保门禁台账</p>
        {values.setup === 'done' ? (
          <Alert type="info" showIcon title="本站已完成首次设置，设置链接不能再用；请用设置时建立的管理员账号登录。" style={{ marginBottom: 14 }} />
        ) : null}
        <Form layout="vertical" requiredMark={false} onFinish={(entered: { name: string; password: string }) => void enter(entered)}>
          <Form.Item name="name" label="账号" rules={[{ required: true, message: '请输入账号' }]}>
            <Input autoFocus autoComplete="username" />
          </Form.Item>
          <Form.Item name="password" label="密码" rules={[{ required: true, message: '请输入密码' }]}>
            <Input.Password autoComplete="current-password" />
          </Form.Item>
          <Button type="primary" htmlType="submit" block loading={busy}>
            登录
          </Button>
        </Form>
        {fault ? <ErrorNote fault={fault} /> : null}
        <p className="gg-quiet" style={{ marginBottom: 0, fontSize: 13 }}>
          忘记密码请找系统管理员重设；一次性登录链接只能用一次。
        </p>
      </main>
    </div>
  );
}
