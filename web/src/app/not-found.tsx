import { Link } from '@tanstack/react-router';
import { Empty } from '../components/ui/states.tsx';

export function NotFound() {
  return <Empty title="没有这一页" next="地址可能写错了，或页面已经改名。" action={<Link to="/">回到首页</Link>} />;
}
