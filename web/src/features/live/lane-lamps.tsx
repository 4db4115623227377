import { Tooltip } from 'antd';
import type { LaneStatus } from '../../api/types.ts';
import { dateTimeText } from '../../lib/time.ts';

type Lamp = { name: string; tone: 'admit' | 'deny' | 'ask' | 'unknown'; word: string; more: string | null };

const cameraWords = { online: '在线', silent: '离线', never: '从未连接', none: '未接' } as const;
const barrierWords = { ready: '就绪', unknown: '状态未知', unconfirmed: '未确认开到位', 'held-open': '常开', none: '未接' } as const;

function lampsOf(lane: LaneStatus): Lamp[] {
  const { camera, barrier, display } = lane;
  const seen = camera.lastSeenAt ? `最近 ${dateTimeText(camera.lastSeenAt)}` : null;
  return [
    {
      name: '相机',
      word: cameraWords[camera.state] ?? camera.state,
      tone: camera.state === 'online' ? 'admit' : camera.state === 'silent' ? 'deny' : 'unknown',
      more: camera.reason ?? seen,
    },
    {
      name: '道闸',
      word: barrierWords[barrier.state] ?? barrier.state,
      tone: barrier.state === 'ready' ? 'admit' : barrier.state === 'held-open' ? 'deny' : barrier.state === 'unconfirmed' ? 'ask' : 'unknown',
      more: barrier.reason,
    },
    {
      name: '显示屏',
      word: display.state === 'none' ? '未接' : '已接',
      tone: display.state === 'ready' ? 'admit' : 'unknown',
      more: null,
    },
  ];
}

/** Camera, barrier and display as three small lamps; each says its state in words when asked. */
export function LaneLamps({ lane }: { lane: LaneStatus }) {
  return (
    <span className="lamps">
      {lampsOf(lane).map((lamp) => (
        <Tooltip key={lamp.name} title={`${lamp.name} ${lamp.word}${lamp.more ? `：${lamp.more}` : ''}`}>
          <span className={`lamp tone-${lamp.tone} lamp-${lamp.tone}`} role="img" aria-label={`${lamp.name} ${lamp.word}`}>
            {lamp.name.slice(0, 1)}
          </span>
        </Tooltip>
      ))}
    </span>
  );
}
