import { ReloadOutlined } from '@ant-design/icons';
import { Button, Table } from 'antd';
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import type { PagedList } from '../../api/lists.ts';
import { countText } from '../../lib/numbers.ts';
import { ErrorState, Loading } from './states.tsx';
import { type Density, TableOptions, useTableOptions } from './table-options.tsx';

export interface Column<T> {
  key: string;
  title: string;
  width: number;
  align?: 'right' | 'center';
  fixed?: 'start';
  /** Hidden until chosen. */
  optional?: boolean;
  render(row: T): ReactNode;
}

const densities: Record<Density, 'small' | 'middle'> = { compact: 'small', roomy: 'middle' };

/**
 * A list as a table that fills its page: sticky heading, chosen columns, density, pages loaded on demand.
 * ↑ ↓ move the selected row and the drawer follows; Enter or a click opens it, Esc leaves.
 */
export function DataTable<T extends object>(props: {
  name: string;
  columns: Column<T>[];
  list: PagedList<T>;
  rowKey(row: T): string;
  empty: ReactNode;
  selected?: string | null;
  onSelect?(id: string | null): void;
  tools?: ReactNode;
  label: string;
}) {
  const { list, rowKey, selected, onSelect } = props;
  const options = useTableOptions(props.name, props.columns);
  const [height, setHeight] = useState(320);
  const fill = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const element = fill.current;
    if (!element) return undefined;
    const observer = new ResizeObserver(() => setHeight(Math.max(120, element.clientHeight - 42)));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  useRowKeys({ rows: list.rows, rowKey, selected: selected ?? null, onSelect, box: fill });

  const columns = useMemo(
    () =>
      options.visible.map((column) => ({
        key: column.key,
        title: column.title,
        width: column.width,
        align: column.align,
        fixed: column.fixed,
        ellipsis: true,
        render: (_: unknown, row: T) => column.render(row),
      })),
    [options.visible],
  );
  const width = options.visible.reduce((sum, column) => sum + column.width, 0);
  const blank = list.rows.length === 0;

  return (
    <div className="table-box">
      <div className="table-tools">
        <span className="table-count" aria-live="polite">
          {blank ? '' : list.hasMore ? `已显示 ${countText(list.rows.length)} 条，还有更多` : `共 ${countText(list.rows.length)} 条`}
        </span>
        {props.tools}
        <TableOptions options={options} />
        <Button size="small" icon={<ReloadOutlined spin={list.fetching} />} aria-label="刷新" onClick={list.reload} />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the rows are moved through by keyboard */}
      <section className="table-fill" ref={fill} tabIndex={0} aria-label={props.label}>
        {list.error && blank ? <ErrorState fault={list.error} onRetry={list.reload} /> : null}
        {list.loading && !list.error ? <Loading /> : null}
        {!list.loading && !list.error && blank ? props.empty : null}
        {!blank ? (
          <Table<T>
            size={densities[options.density]}
            columns={columns}
            dataSource={list.rows}
            rowKey={rowKey}
            pagination={false}
            tableLayout="fixed"
            scroll={{ x: width, y: height }}
            rowClassName={(row) => (rowKey(row) === selected ? 'row-selected' : '')}
            onRow={(row) => ({ onClick: () => onSelect?.(rowKey(row)), 'aria-selected': rowKey(row) === selected })}
          />
        ) : null}
      </section>
      {list.hasMore ? (
        <div className="table-foot">
          <Button size="small" type="link" loading={list.loadingMore} onClick={list.loadMore}>
            再显示 50 条
          </Button>
        </div>
      ) : null}
    </div>
  );
}

function useRowKeys<T>(parts: {
  rows: T[];
  rowKey(row: T): string;
  selected: string | null;
  onSelect?: ((id: string | null) => void) | undefined;
  box: { current: HTMLElement | null };
}): void {
  const latest = useRef(parts);
  latest.current = parts;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const { rows, rowKey, selected, onSelect, box } = latest.current;
      const inside = box.current?.contains(document.activeElement) ?? false;
      if (!onSelect || isTyping(event.target) || document.querySelector('.ant-modal-wrap:not([style*="display: none"])') || !(inside || selected)) return;
      if (event.key === 'Escape' && selected) return onSelect(null);
      if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
      event.preventDefault();
      const at = rows.findIndex((row) => rowKey(row) === selected);
      const next = rows[at < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, at + (event.key === 'ArrowDown' ? 1 : -1)))];
      if (!next) return;
      onSelect(rowKey(next));
      requestAnimationFrame(() => box.current?.querySelector('.row-selected')?.scrollIntoView({ block: 'nearest' }));
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}
