import type { Device } from '../../api/types.ts';
import { StateTag, type Tone } from '../../components/business/state-tags.tsx';

const states: Record<string, { tone: Tone; word: string }> = {
  online: { tone: 'admit', word: '在线' },
  silent: { tone: 'deny', word: '离线' },
  never: { tone: 'unknown', word: '从未连接' },
};

/** Whether a device is there; displays have no state of their own. */
export function DeviceState({ device }: { device: Device }) {
  if (device.kind === 'display' && !device.problem) return null;
  if (device.problem)
    return (
      <StateTag tone="deny" title={device.problem}>
        设置有误
      </StateTag>
    );
  const state = states[device.status?.state ?? 'none'];
  return state ? (
    <StateTag tone={state.tone} title={device.status?.reason ?? ''}>
      {state.word}
    </StateTag>
  ) : null;
}
