import { SettingOutlined } from '@ant-design/icons';
import { Button, Checkbox, Popover, Segmented } from 'antd';
import { useMemo, useState } from 'react';
import { keep, kept } from '../../lib/kept.ts';

export type Density = 'compact' | 'roomy';

interface ColumnLike {
  key: string;
  title: string;
  fixed?: 'start';
  optional?: boolean;
}

export interface TableOptionsState<C extends ColumnLike> {
  all: C[];
  visible: C[];
  hidden: string[];
  density: Density;
  toggle(key: string): void;
  setDensity(density: Density): void;
  reset(): void;
}

/** Which columns a person wants to see and how tightly, kept per table in the browser. */
export function useTableOptions<C extends ColumnLike>(name: string, all: C[]): TableOptionsState<C> {
  const standard = useMemo(() => all.filter((column) => column.optional).map((column) => column.key), [all]);
  const [hidden, setHidden] = useState<string[]>(() => kept<string[]>(`columns.${name}`, standard));
  const [density, setDensityState] = useState<Density>(() => kept<Density>('density', 'compact'));
  const store = (next: string[]) => {
    setHidden(next);
    keep(`columns.${name}`, next);
  };
  const visible = useMemo(() => all.filter((column) => column.fixed || !hidden.includes(column.key)), [all, hidden]);
  return {
    all,
    visible,
    hidden,
    density,
    toggle: (key) => store(hidden.includes(key) ? hidden.filter((item) => item !== key) : [...hidden, key]),
    setDensity: (value) => {
      setDensityState(value);
      keep('density', value);
    },
    reset: () => store(standard),
  };
}

export function TableOptions<C extends ColumnLike>({ options }: { options: TableOptionsState<C> }) {
  return (
    <Popover
      trigger="click"
      placement="bottomRight"
      title="显示的列"
      content={
        <div style={{ width: 300 }}>
          <div style={{ display: 'grid', gridTemplateColumns: '1fr 1fr', gap: 4, maxHeight: 320, overflow: 'auto' }}>
            {options.all.map((column) => (
              <Checkbox
                key={column.key}
                checked={column.fixed !== undefined || !options.hidden.includes(column.key)}
                disabled={column.fixed !== undefined}
                onChange={() => options.toggle(column.key)}
              >
                {column.title}
              </Checkbox>
            ))}
          </div>
          <div style={{ display: 'flex', gap: 8, marginTop: 10, alignItems: 'center' }}>
            <Segmented
              size="small"
              aria-label="行高"
              value={options.density}
              options={[
                { value: 'compact', label: '紧凑' },
                { value: 'roomy', label: '宽松' },
              ]}
              onChange={(value) => options.setDensity(value as Density)}
            />
            <Button size="small" type="link" onClick={options.reset} style={{ marginLeft: 'auto' }}>
              恢复默认
            </Button>
          </div>
        </div>
      }
    >
      <Button size="small" icon={<SettingOutlined />}>
        列
      </Button>
    </Popover>
  );
}
