import { Drawer } from 'antd';
import type { ReactNode } from 'react';

/** A drawer beside a table: the rows stay within reach, ↑ ↓ go on moving the selection. */
export function SideDrawer(props: {
  open: boolean;
  title: ReactNode;
  width?: number;
  onClose(): void;
  extra?: ReactNode;
  children: ReactNode;
  modal?: boolean;
}) {
  return (
    <Drawer
      open={props.open}
      title={props.title}
      extra={props.extra}
      size={props.width ?? 620}
      mask={props.modal ?? false}
      onClose={props.onClose}
      destroyOnHidden
      styles={{ body: { padding: '14px 20px' }, header: { padding: '10px 16px' } }}
    >
      {props.children}
    </Drawer>
  );
}
