import { Link } from '@tanstack/react-router';
import { useMay } from '../../api/session.ts';
import { useLanes } from '../../api/sites.ts';

/** The one thing to do while no truck can be seen yet: lanes and cameras. Nothing for those who may not, or once lanes are there. */
export function ConnectFirst() {
  const may = useMay();
  const allowed = may('lanes.configure');
  const lanes = useLanes(allowed);
  return allowed && lanes.data?.items.length === 0 ? <Link to={'/sites' as never}>去添加出入口、通道和相机</Link> : null;
}
