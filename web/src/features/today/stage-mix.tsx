import { useCallback, useMemo } from 'react';
import type { DailyCount } from '../../api/types.ts';
import { Chart, themeColor } from '../../components/ui/chart.tsx';
import { Empty } from '../../components/ui/states.tsx';
import { emissionStages, wordOf } from '../../lib/codes.ts';
import { daysAgo } from '../../lib/time.ts';

const order = ['electric', 'china-6', 'china-5', 'china-4', 'china-3', 'china-2', 'china-1', 'china-0', 'none', 'unknown'];
const colors: Record<string, string> = {
  electric: '#1f9d63',
  'china-6': '#3d7fc4',
  'china-5': '#7fb0dd',
  'china-4': '#d9a23b',
  'china-3': '#cf7133',
  'china-2': '#b94a38',
  'china-1': '#9c3535',
  'china-0': '#7d2a2a',
  none: '#8d8f94',
  unknown: '#a9adb4',
};

/** The stages of what came in, day by day. */
export function StageMix({ items }: { items: DailyCount[] }) {
  const { days, series } = useMemo(() => {
    const shown = Array.from({ length: 14 }, (_, index) => daysAgo(13 - index));
    const inward = items.filter((item) => item.direction === 'in' && item.passed);
    const count = (day: string, stage: string) =>
      inward.filter((item) => item.day === day && item.emissionStage === stage).reduce((sum, item) => sum + item.passages, 0);
    const stages = order.filter((stage) => inward.some((item) => item.emissionStage === stage));
    return { days: shown, series: stages.map((stage) => ({ stage, counts: shown.map((day) => count(day, stage)) })) };
  }, [items]);

  const option = useCallback(
    () => ({
      grid: { left: 44, right: 12, top: 34, bottom: 24 },
      legend: { top: 0, textStyle: { color: themeColor('text-2') }, itemWidth: 12, itemHeight: 12 },
      tooltip: {
        trigger: 'axis',
        axisPointer: { type: 'shadow' },
        backgroundColor: themeColor('surface'),
        borderColor: themeColor('line'),
        textStyle: { color: themeColor('text') },
      },
      xAxis: {
        type: 'category',
        data: days.map((day) => day.slice(5)),
        axisLabel: { color: themeColor('text-2') },
        axisLine: { lineStyle: { color: themeColor('line') } },
      },
      yAxis: { type: 'value', minInterval: 1, axisLabel: { color: themeColor('text-2') }, splitLine: { lineStyle: { color: themeColor('line') } } },
      series: series.map(({ stage, counts }) => ({
        type: 'bar',
        stack: 'stage',
        name: wordOf(emissionStages, stage),
        data: counts,
        itemStyle: { color: colors[stage] },
        barMaxWidth: 36,
      })),
    }),
    [days, series],
  );

  if (series.length === 0) return <Empty title="近 14 天没有车辆进厂" next="有车辆进厂后，这里按日显示国六、国五、电动等的构成。" />;
  const latest = series.map(({ stage, counts }) => `${wordOf(emissionStages, stage)} ${counts.at(-1) ?? 0}`).join('，');
  return <Chart option={option} height={230} label={`近 14 天进厂车辆排放阶段构成，今日 ${latest}`} />;
}
