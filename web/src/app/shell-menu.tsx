import {
  AuditOutlined,
  BookOutlined,
  CarOutlined,
  CloudUploadOutlined,
  ControlOutlined,
  DashboardOutlined,
  DesktopOutlined,
  EnvironmentOutlined,
  FileSearchOutlined,
  HddOutlined,
  MenuFoldOutlined,
  MenuUnfoldOutlined,
  SafetyCertificateOutlined,
  ShopOutlined,
  TeamOutlined,
  UnorderedListOutlined,
} from '@ant-design/icons';
import { useLocation, useNavigate } from '@tanstack/react-router';
import { Button, Menu } from 'antd';
import { type ReactNode, useState } from 'react';
import { useMay } from '../api/session.ts';
import { keep, kept } from '../lib/kept.ts';
import { pages } from './pages.ts';

const icons: Record<string, ReactNode> = {
  '/today': <DashboardOutlined />,
  '/live': <DesktopOutlined />,
  '/passages': <FileSearchOutlined />,
  '/visits': <BookOutlined />,
  '/inside': <ShopOutlined />,
  '/vehicles': <CarOutlined />,
  '/lists': <UnorderedListOutlined />,
  '/rules': <ControlOutlined />,
  '/uploads': <CloudUploadOutlined />,
  '/ledger': <SafetyCertificateOutlined />,
  '/sites': <EnvironmentOutlined />,
  '/accounts': <TeamOutlined />,
  '/audit': <AuditOutlined />,
  '/system': <HddOutlined />,
};

/** The menu with real words; only pages that this person may see. On 实时通行 it is narrow unless widened by hand. */
export function ShellMenu() {
  const may = useMay();
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const [narrowAlways, setNarrowAlways] = useState(() => kept('menu.narrow', false));
  const narrow = narrowAlways || pathname === '/live';
  const shown = pages.filter((page) => may(page.right));
  const groups = [...new Set(shown.map((page) => page.group))];
  const entry = (page: (typeof pages)[number]) => ({ key: page.path, icon: icons[page.path], label: page.title, title: page.title });
  return (
    <nav className={narrow ? 'shell-menu narrow' : 'shell-menu'} aria-label="主菜单">
      <Menu
        mode="inline"
        inlineCollapsed={narrow}
        selectedKeys={[`/${pathname.split('/')[1] ?? ''}`]}
        items={
          narrow
            ? shown.map(entry)
            : groups.map((group) => ({
                type: 'group' as const,
                key: group,
                label: group,
                children: shown.filter((page) => page.group === group).map(entry),
              }))
        }
        onClick={({ key }) => void navigate({ to: key as never })}
      />
      {pathname === '/live' ? null : (
        <Button
          type="text"
          size="small"
          style={{ margin: '4px 14px' }}
          icon={narrow ? <MenuUnfoldOutlined /> : <MenuFoldOutlined />}
          aria-label={narrow ? '展开菜单' : '收起菜单'}
          onClick={() => {
            setNarrowAlways(!narrow);
            keep('menu.narrow', !narrow);
          }}
        />
      )}
    </nav>
  );
}
