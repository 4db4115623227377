import { BgColorsOutlined, UserOutlined } from '@ant-design/icons';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Button, Dropdown } from 'antd';
import { useState } from 'react';
import { remove } from '../api/client.ts';
import { sessionKey, useSession } from '../api/session.ts';
import { Clock } from '../components/ui/clock.tsx';
import { roles, wordOf } from '../lib/codes.ts';
import { PasswordDialog } from './password-dialog.tsx';
import { type ThemeChoice, themeWords, useTheme } from './theme.tsx';

export function ShellHeader() {
  const session = useSession();
  return (
    <header className="shell-head">
      <span className="shell-brand">
        <img src="/icon.svg" alt="" />
        绿闸
      </span>
      <span className="shell-site">{session?.site.name}</span>
      <div className="shell-right">
        <Clock />
        <ThemeSwitch />
        <AccountMenu />
      </div>
    </header>
  );
}

function ThemeSwitch() {
  const { choice, choose } = useTheme();
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        selectedKeys: [choice],
        items: (Object.keys(themeWords) as ThemeChoice[]).map((key) => ({ key, label: themeWords[key] })),
        onClick: ({ key }) => choose(key as ThemeChoice),
      }}
    >
      <Button type="text" icon={<BgColorsOutlined />} aria-label={`外观：${themeWords[choice]}`} />
    </Dropdown>
  );
}

function AccountMenu() {
  const session = useSession();
  const cache = useQueryClient();
  const navigate = useNavigate();
  const [passwordOpen, setPasswordOpen] = useState(false);
  if (!session) return null;
  const logOut = async () => {
    await remove('/session').catch(() => undefined);
    cache.clear();
    cache.setQueryData(sessionKey, null);
    await navigate({ to: '/login' as never });
  };
  return (
    <>
      <Dropdown
        trigger={['click']}
        menu={{
          items: [
            { key: 'who', label: <span className="gg-quiet">{`${session.account.name} · ${wordOf(roles, session.account.role)}`}</span>, disabled: true },
            { key: 'password', label: '修改密码' },
            { key: 'out', label: '退出登录' },
          ],
          onClick: ({ key }) => {
            if (key === 'out') void logOut();
            if (key === 'password') setPasswordOpen(true);
          },
        }}
      >
        <Button type="text" icon={<UserOutlined />} aria-label="账号菜单">
          {session.account.displayName || session.account.name}
        </Button>
      </Dropdown>
      <PasswordDialog open={passwordOpen} onClose={() => setPasswordOpen(false)} />
    </>
  );
}
