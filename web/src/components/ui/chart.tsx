import { BarChart, LineChart } from 'echarts/charts';
import { GridComponent, LegendComponent, MarkLineComponent, TooltipComponent } from 'echarts/components';
import type { EChartsCoreOption } from 'echarts/core';
import * as echarts from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';

echarts.use([BarChart, LineChart, GridComponent, LegendComponent, MarkLineComponent, TooltipComponent, SVGRenderer]);

export type { EChartsCoreOption };

/** The value of a colour of the theme, for what is not drawn by CSS. */
export function themeColor(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--gg-${name}`).trim();
}

/** A chart that follows the size of its place and the theme. `label` says in words what it shows. */
export function Chart({
  option,
  height,
  label,
  onClick,
}: {
  option: () => EChartsCoreOption;
  height: number;
  label: string;
  onClick?: (index: number) => void;
}) {
  const place = useRef<HTMLDivElement>(null);
  const click = useRef(onClick);
  click.current = onClick;
  useEffect(() => {
    const element = place.current;
    if (!element) return undefined;
    const chart = echarts.init(element, null, { renderer: 'svg' });
    const draw = () => chart.setOption({ animation: false, textStyle: { fontFamily: getComputedStyle(document.body).fontFamily }, ...option() }, true);
    draw();
    chart.on('click', (event) => click.current?.(event.dataIndex));
    const size = new ResizeObserver(() => chart.resize());
    size.observe(element);
    const theme = new MutationObserver(draw);
    theme.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
    return () => {
      size.disconnect();
      theme.disconnect();
      chart.dispose();
    };
  }, [option]);
  return <div ref={place} role="img" aria-label={label} style={{ height, width: '100%' }} />;
}
