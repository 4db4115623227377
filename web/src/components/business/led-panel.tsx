import type { DisplayColor } from '../../api/types.ts';

/** Draws what the LED of a lane shows at this moment. */
export function LedPanel({ lines, state }: { lines: { text: string; color: DisplayColor }[]; state: string }) {
  const text = lines.map((line) => line.text).join('，');
  return (
    <div className="led" role="img" aria-label={lines.length > 0 ? `显示屏：${text}` : '显示屏没有内容'}>
      {lines.length === 0 ? <span className="led-off">{state === 'none' ? '未接显示屏' : '显示屏空闲'}</span> : null}
      {lines.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines of a display have no identity but their place
        <span key={index} className={line.text.length > 12 ? `led-${line.color} led-long` : `led-${line.color}`} title={line.text}>
          {line.text}
        </span>
      ))}
    </div>
  );
}
