import { Tooltip } from 'antd';
import type { RateFigures } from '../../api/types.ts';
import { countText, shareText } from '../../lib/numbers.ts';
import { daysAgo } from '../../lib/time.ts';

const lowest = 0.8;
const required = 0.95;

/** Thirty days as bars with the line at 95 %; the scale begins at 80 %, a day below the line is hatched. */
export function DayStrip({ days }: { days: (RateFigures & { day: string })[] }) {
  const byDay = new Map(days.map((day) => [day.day, day]));
  const shown = Array.from({ length: 30 }, (_, index) => daysAgo(29 - index));
  const height = (rate: number) => Math.max(3, ((Math.max(rate, lowest) - lowest) / (1 - lowest)) * 44);
  return (
    <div className="day-strip" role="img" aria-label={`近 30 天每日上传率，${days.filter((day) => (day.acceptedRate ?? 1) < required).length} 天低于 95%`}>
      <span className="line-95" style={{ bottom: height(required) }}>
        95%
      </span>
      {shown.map((day) => {
        const figures = byDay.get(day);
        const rate = figures?.acceptedRate ?? null;
        if (!figures || rate === null) return <span key={day} className="day day-none" title={`${day} 没有通行`} />;
        return (
          <Tooltip
            key={day}
            title={`${day}：产生 ${countText(figures.produced)}，已接收 ${countText(figures.accepted)}，上传率 ${shareText(rate)}，及时 ${shareText(figures.onTimeRate)}`}
          >
            <span className={rate < required ? 'day day-low' : 'day'} style={{ height: height(rate) }} />
          </Tooltip>
        );
      })}
    </div>
  );
}
