import { Navigate } from '@tanstack/react-router';
import { useMay } from '../api/session.ts';
import { Empty } from '../components/ui/states.tsx';
import { pages } from './pages.ts';

/** Sends each person to the page of the day: guards to the lanes, those who answer for uploads to 今日. */
export function StartPage() {
  const may = useMay();
  if (may('lanes.lift') && !may('uploads.read')) return <Navigate to={'/live' as never} replace />;
  const first = pages.find((page) => may(page.right));
  return first ? <Navigate to={first.path as never} replace /> : <Empty title="您的账号还没有可以打开的页面" next="请系统管理员在“账号”页为您换一个角色。" />;
}
