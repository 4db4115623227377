import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { useLive, useLiveState } from '../api/live.tsx';
import { useMay } from '../api/session.ts';
import { useLaneStatus, useOpenGaps } from '../api/sites.ts';
import type { Notice } from '../api/types.ts';
import type { Tone } from '../components/business/state-tags.tsx';
import { laneName } from '../lib/lane-name.ts';
import { clockText, shortText } from '../lib/time.ts';

/** What must be seen on every page: a broken connection, a barrier held open, open gaps, notices of the server. */
export function ShellNotes() {
  const may = useMay();
  const live = useLiveState();
  const gaps = useOpenGaps(may('live.read'));
  const lanes = useLaneStatus(may('live.read'));
  const [notice, setNotice] = useState<Notice | null>(null);
  useLive<Notice>('notice', setNotice);
  const held = lanes.data?.items.filter((lane) => lane.holdOpen) ?? [];
  const open = gaps.data?.items ?? [];
  const first = open.find(({ kind }) => kind === 'storage-full') ?? open.find(({ kind }) => kind === 'disk-low') ?? open[0];
  return (
    <div className="shell-notes" role="status" aria-live="polite">
      {live.state === 'broken' ? (
        <Note tone="deny">
          连接中断{live.brokenSince ? `（自 ${clockText(live.brokenSince)}）` : ''}：画面可能不是最新，正在自动重连。只要服务器在运行，判定与开闸照常进行。
        </Note>
      ) : null}
      {notice ? (
        <Note tone={notice.level === 'info' ? 'accent' : notice.level === 'warn' ? 'ask' : 'deny'}>
          {notice.message}
          {notice.next ? `：${notice.next}` : ''}
          <span className="state-code">{notice.code}</span>
          <Button size="small" type="text" style={{ marginLeft: 'auto' }} onClick={() => setNotice(null)}>
            知道了
          </Button>
        </Note>
      ) : null}
      {held.length > 0 ? (
        <Note tone="deny" link={<Link to={'/live' as never}>去恢复</Link>}>
          道闸常开：{held.map(laneName).join('、')}。车辆不受管控，请尽快恢复。
        </Note>
      ) : null}
      {first ? (
        <Note tone="ask" link={may('system.read') ? <GapsLink count={open.length} /> : undefined}>
          <span>
            {first.title}
            {first.subjectName ? `：${first.subjectName}` : ''}，自 {shortText(first.since)}
            {first.next ? `。${first.next}` : ''}
            {open.length > 1 && !may('system.read') ? `（另有 ${open.length - 1} 项未恢复，见各通道指示灯）` : ''}
          </span>
        </Note>
      ) : null}
    </div>
  );
}

function GapsLink({ count }: { count: number }) {
  return (
    <Link to={'/system' as never} search={{ open: 'true' } as never}>
      {count > 1 ? `查看全部 ${count} 项` : '查看'}
    </Link>
  );
}

function Note({ tone, link, children }: { tone: Tone; link?: ReactNode; children: ReactNode }) {
  return (
    <div className={`shell-note tone-${tone}`}>
      <svg viewBox="0 0 12 12" aria-hidden="true">
        <path d="M6 .8 11.6 11H.4zM5.3 4.6v3h1.4v-3zm0 3.8v1.3h1.4V8.4z" fillRule="evenodd" />
      </svg>
      {children}
      {link}
    </div>
  );
}
