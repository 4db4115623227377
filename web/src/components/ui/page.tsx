import { InfoCircleOutlined } from '@ant-design/icons';
import { Tooltip } from 'antd';
import type { ReactNode } from 'react';

/** A page with its heading. `scroll`: the page scrolls as a whole; otherwise its table fills what is left. */
export function Page(props: { title: string; note?: ReactNode; actions?: ReactNode; scroll?: boolean; children: ReactNode }) {
  return (
    <div className={props.scroll ? 'page page-scroll' : 'page'}>
      <header className="page-head">
        <h1>{props.title}</h1>
        {props.note ? <span className="page-note">{props.note}</span> : null}
        {props.actions ? <div className="page-actions">{props.actions}</div> : null}
      </header>
      {props.children}
    </div>
  );
}

export function Panel({ title, extra, children }: { title?: ReactNode; extra?: ReactNode; children: ReactNode }) {
  return (
    <section className="panel">
      {title ? (
        <h2 style={{ display: 'flex', gap: 8, alignItems: 'center' }}>
          {title}
          {extra ? <span style={{ marginLeft: 'auto', fontWeight: 400 }}>{extra}</span> : null}
        </h2>
      ) : null}
      {children}
    </section>
  );
}

/** Rows of term and value. A value of null, undefined or '' is drawn as an em dash: unknown stays unknown. */
export function Facts({ items, two = false }: { items: (readonly [string, ReactNode])[]; two?: boolean }) {
  return (
    <dl className={two ? 'facts two' : 'facts'}>
      {items.map(([term, value]) => (
        <FactRow key={term} term={term} value={value} />
      ))}
    </dl>
  );
}

function FactRow({ term, value }: { term: string; value: ReactNode }) {
  return (
    <>
      <dt>{term}</dt>
      <dd>{value === null || value === undefined || value === '' ? '—' : value}</dd>
    </>
  );
}

/** How a figure is defined, behind a small sign. */
export function Definition({ text }: { text: ReactNode }) {
  return (
    <Tooltip title={text}>
      <InfoCircleOutlined aria-label="口径说明" tabIndex={0} style={{ color: 'var(--gg-text-3)', fontSize: 12 }} />
    </Tooltip>
  );
}
