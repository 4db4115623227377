import { SaveOutlined } from '@ant-design/icons';
import { Button, DatePicker, Dropdown, Input, Modal, Select } from 'antd';
import dayjs from 'dayjs';
import { useEffect, useState } from 'react';
import { keep, kept } from '../../lib/kept.ts';
import { dateText, dayEnd, dayStart } from '../../lib/time.ts';
import { pick, useUrlValues } from './url-state.ts';

export type FilterField =
  | { kind: 'text'; name: string; title: string; width?: number }
  | { kind: 'select'; name: string; title: string; options: { value: string; label: string }[]; width?: number }
  /** Two URL values `from` and `to`, whole Beijing days. */
  | { kind: 'days'; title: string };

function namesOf(fields: FilterField[]): string[] {
  return fields.flatMap((field) => (field.kind === 'days' ? ['from', 'to'] : [field.name]));
}

/** The filters of a list. They live in the address, so a page can be shared, reloaded and saved under a name. */
export function FilterBar({ name, fields }: { name: string; fields: FilterField[] }) {
  const [values, set] = useUrlValues();
  const names = namesOf(fields);
  const active = Object.keys(pick(values, names)).length > 0;
  return (
    <search className="filters" aria-label="筛选">
      {fields.map((field) => (
        <FilterInput key={field.kind === 'days' ? 'days' : field.name} field={field} values={values} set={set} />
      ))}
      {active ? <Button onClick={() => set(Object.fromEntries(names.map((item) => [item, null])))}>清空</Button> : null}
      <SavedFilters name={name} values={pick(values, names)} names={names} set={set} />
    </search>
  );
}

function FilterInput({ field, values, set }: { field: FilterField; values: Record<string, string>; set(change: Record<string, string | null>): void }) {
  if (field.kind === 'text') {
    return <TextFilter title={field.title} width={field.width ?? 130} value={values[field.name] ?? ''} onChange={(value) => set({ [field.name]: value })} />;
  }
  if (field.kind === 'select') {
    return (
      <Select
        allowClear
        showSearch={field.options.length > 8 ? { optionFilterProp: 'label' } : false}
        aria-label={field.title}
        placeholder={field.title}
        style={{ width: field.width ?? 120 }}
        popupMatchSelectWidth={false}
        value={values[field.name] ?? null}
        options={field.options}
        onChange={(value: string | null) => set({ [field.name]: value })}
      />
    );
  }
  const range: [dayjs.Dayjs | null, dayjs.Dayjs | null] = [values.from ? dayjs(dateText(values.from)) : null, values.to ? dayjs(dateText(values.to)) : null];
  const today = dayjs(dateText(Date.now()));
  return (
    <DatePicker.RangePicker
      aria-label={field.title}
      style={{ width: 226 }}
      value={range}
      allowEmpty={[true, true]}
      placeholder={['开始日期', '结束日期']}
      presets={[
        { label: '今天', value: [today, today] },
        { label: '昨天', value: [today.subtract(1, 'day'), today.subtract(1, 'day')] },
        { label: '近 7 天', value: [today.subtract(6, 'day'), today] },
        { label: '近 30 天', value: [today.subtract(29, 'day'), today] },
        { label: '本月', value: [today.startOf('month'), today] },
        { label: '上月', value: [today.subtract(1, 'month').startOf('month'), today.subtract(1, 'month').endOf('month')] },
      ]}
      onChange={(days) =>
        set({
          from: days?.[0] ? dayStart(days[0].format('YYYY-MM-DD')) : null,
          to: days?.[1] ? dayEnd(days[1].format('YYYY-MM-DD')) : null,
        })
      }
    />
  );
}

function TextFilter({ title, value, width, onChange }: { title: string; value: string; width: number; onChange(value: string): void }) {
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  useEffect(() => {
    if (text.trim() === value) return undefined;
    const timer = setTimeout(() => onChange(text.trim()), 350);
    return () => clearTimeout(timer);
  }, [text, value, onChange]);
  return (
    <Input
      allowClear
      aria-label={title}
      placeholder={title}
      style={{ width }}
      value={text}
      onChange={(event) => setText(event.target.value)}
      onPressEnter={() => onChange(text.trim())}
    />
  );
}

interface SavedFilter {
  title: string;
  values: Record<string, string>;
}

function SavedFilters(props: { name: string; values: Record<string, string>; names: string[]; set(change: Record<string, string | null>): void }) {
  const place = `filters.${props.name}`;
  const [saved, setSaved] = useState<SavedFilter[]>(() => kept<SavedFilter[]>(place, []));
  const [title, setTitle] = useState<string | null>(null);
  const store = (next: SavedFilter[]) => {
    setSaved(next);
    keep(place, next);
  };
  const nothing = Object.keys(props.values).length === 0;
  return (
    <>
      <Dropdown
        trigger={['click']}
        menu={{
          items: [
            ...saved.map((item, index) => ({ key: `use-${index.toString()}`, label: item.title })),
            ...(saved.length > 0 ? [{ type: 'divider' as const }] : []),
            { key: 'save', label: '保存当前筛选…', disabled: nothing },
            ...(saved.length > 0
              ? [{ key: 'remove', label: '删除', children: saved.map((item, index) => ({ key: `remove-${index.toString()}`, label: item.title })) }]
              : []),
          ],
          onClick: ({ key }) => {
            if (key === 'save') setTitle('');
            const [verb, place2] = key.split('-');
            const item = saved[Number(place2)];
            if (verb === 'use' && item) props.set({ ...Object.fromEntries(props.names.map((name) => [name, null])), ...item.values });
            if (verb === 'remove') store(saved.filter((_, index) => index !== Number(place2)));
          },
        }}
      >
        <Button icon={<SaveOutlined />}>常用筛选{saved.length > 0 ? ` ${saved.length}` : ''}</Button>
      </Dropdown>
      <Modal
        open={title !== null}
        title="保存当前筛选"
        okText="保存"
        cancelText="取消"
        onCancel={() => setTitle(null)}
        okButtonProps={{ disabled: !title?.trim() }}
        onOk={() => {
          store([...saved, { title: title?.trim() ?? '', values: props.values }]);
          setTitle(null);
        }}
      >
        <Input
          aria-label="筛选名称"
          placeholder="给它一个名字，如 本月国四"
          maxLength={30}
          value={title ?? ''}
          onChange={(event) => setTitle(event.target.value)}
        />
      </Modal>
    </>
  );
}
